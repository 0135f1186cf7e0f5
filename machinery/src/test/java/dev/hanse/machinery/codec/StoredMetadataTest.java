package dev.hanse.machinery.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class StoredMetadataTest {

    private static final StoredMetadata NOTHING =
            new StoredMetadata("", "", false, List.of(), false, List.of());

    @Test
    void anObjectWithoutMetadataHasNoOwners() {
        assertThat(owners("{}")).isEqualTo(NOTHING);
        assertThat(owners("{\"metadata\":{}}")).isEqualTo(NOTHING);
    }

    @Test
    void everyOwnerIsNamed() {
        assertThat(
                        owners(
                                """
                                {"metadata":{"name":"n","namespace":"ns","labels":{"a":"}]"},
                                 "ownerReferences":[
                                  {"apiVersion":"v1","kind":"A","name":"a","uid":"1","controller":true},
                                  {"uid":"2","name":"b\\\\\\"","kind":"B","blockOwnerDeletion":false}],
                                 "finalizers":["x"]},
                                 "spec":{"ownerReferences":[{"uid":"3"}]}}\
                                """))
                .isEqualTo(
                        new StoredMetadata("", "", true, List.of("1", "2"), false, List.of("x")));
    }

    @Test
    void deletionAndFinalizersAreSeen() {
        assertThat(
                        owners(
                                """
                                {"metadata":{"uid":"u","creationTimestamp":"2025-01-01T00:00:00Z","deletionTimestamp":"2026-01-01T00:00:00Z",
                                 "finalizers":["orphan",7,{"a":["b"]},"example.com/x"]}}\
                                """))
                .isEqualTo(
                        new StoredMetadata(
                                "u",
                                "2025-01-01T00:00:00Z",
                                false,
                                List.of(),
                                true,
                                List.of("orphan", "example.com/x")));
        assertThat(
                        owners(
                                """
                                {"metadata":{"deletionTimestamp":null,"finalizers":[],
                                 "labels":{"uid":"x","deletionTimestamp":"x"}}}\
                                """))
                .isEqualTo(NOTHING);
    }

    @Test
    void whatOnlyLooksLikeOwnersIsNone() {
        assertThat(
                        owners(
                                """
                                {"metadata":{
                                 "annotations":{"ownerReferences":"[{\\"uid\\":\\"1\\"}]"},
                                 "managedFields":[{"fieldsV1":{"f:metadata":{"f:ownerReferences":
                                   {".":{},"k:{\\"uid\\":\\"2\\"}":{}}}}, "ownerReferences":[{"uid":"3"}]}],
                                 "namespace":""},
                                 "ownerReferences":[{"uid":"4"}]}\
                                """))
                .isEqualTo(NOTHING);
    }

    @Test
    void strangeReferencesAreSurvived() {
        for (var strange :
                List.of("null", "1", "\"x\"", "{}", "[]", "[1,null,[{\"uid\":\"x\"}]]")) {
            assertThat(owners("{\"metadata\":{\"ownerReferences\":" + strange + "}}").owners())
                    .as(strange)
                    .isEmpty();
        }
        assertThat(
                        owners("{\"metadata\":{\"ownerReferences\":[{\"uid\":7},{\"uid\":\"8\"}]}}")
                                .owners())
                .containsExactly("8");
    }

    @Test
    void uidsAreUnescaped() {
        assertThat(
                        owners("{\"metadata\":{\"ownerReferences\":[{\"uid\":\"a\\\"\\\\\\nü\"}]}}")
                                .owners())
                .containsExactly("a\"\\\nü");
    }

    @Test
    void bytesThatEndEarlyAreRefused() {
        var whole = ObjectSplice.encode(object("{\"metadata\":{\"name\":\"n\",\"uid\":\"u\"}}"));
        var cut = Arrays.copyOf(whole, whole.length - 6);

        assertThatThrownBy(() -> StoredMetadata.of(cut)).isInstanceOf(IllegalStateException.class);
    }

    @RepeatedTest(200)
    void randomObjectsHaveTheOwnersOfTheirTree(RepetitionInfo repetition) {
        var object = new RandomObject(new Random(repetition.getCurrentRepetition())).next();
        var metadata = object.path("metadata");
        var expected = new ArrayList<String>();
        if (metadata.path("ownerReferences").isArray()) {
            metadata.path("ownerReferences")
                    .forEach(each -> expected.addAll(text(each.path("uid"))));
        }

        var owners = StoredMetadata.of(ObjectSplice.encode(object));

        assertThat(owners.owners()).as(object.toString()).isEqualTo(expected);
        assertThat(owners.uid()).isEqualTo(String.join("", text(metadata.path("uid"))));
        assertThat(owners.inNamespace()).isEqualTo(!text(metadata.path("namespace")).isEmpty());
    }

    private static List<String> text(JsonNode node) {
        return node.isTextual() ? List.of(node.asText()) : List.of();
    }

    private static StoredMetadata owners(String json) {
        return StoredMetadata.of(ObjectSplice.encode(object(json)));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /// Draws objects whose metadata is full of what might confuse a scanner.
    private record RandomObject(Random random) {

        private static final String[] NAMES = {
            "name",
            "namespace",
            "uid",
            "ownerReferences",
            "finalizers",
            "labels",
            "\"",
            "\\",
            "{",
            "]",
            ",",
            "ü"
        };

        ObjectNode next() {
            var object = JsonNodeFactory.instance.objectNode();
            fill(object.putObject("metadata"), 0);
            fill(object.putObject("spec"), 0);
            return object;
        }

        private void fill(ObjectNode node, int depth) {
            for (int i = random.nextInt(6); i > 0; i--) {
                var name = NAMES[random.nextInt(NAMES.length)];
                switch (random.nextInt(depth > 2 ? 3 : 5)) {
                    case 0 -> node.put(name, NAMES[random.nextInt(NAMES.length)]);
                    case 1 -> node.put(name, random.nextInt());
                    case 2 -> node.putNull(name);
                    case 3 -> fill(node.putObject(name), depth + 1);
                    default -> {
                        var array = node.putArray(name);
                        for (int j = random.nextInt(3); j > 0; j--) {
                            fill(array.addObject(), depth + 1);
                        }
                    }
                }
            }
        }
    }
}
