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

class StoredOwnersTest {

    @Test
    void anObjectWithoutMetadataHasNoOwners() {
        assertThat(owners("{}")).isEqualTo(new StoredOwners(false, List.of()));
        assertThat(owners("{\"metadata\":{}}")).isEqualTo(new StoredOwners(false, List.of()));
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
                .isEqualTo(new StoredOwners(true, List.of("1", "2")));
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
                .isEqualTo(new StoredOwners(false, List.of()));
    }

    @Test
    void strangeReferencesAreSurvived() {
        for (var strange :
                List.of("null", "1", "\"x\"", "{}", "[]", "[1,null,[{\"uid\":\"x\"}]]")) {
            assertThat(owners("{\"metadata\":{\"ownerReferences\":" + strange + "}}").uids())
                    .as(strange)
                    .isEmpty();
        }
        assertThat(
                        owners("{\"metadata\":{\"ownerReferences\":[{\"uid\":7},{\"uid\":\"8\"}]}}")
                                .uids())
                .containsExactly("8");
    }

    @Test
    void uidsAreUnescaped() {
        assertThat(
                        owners("{\"metadata\":{\"ownerReferences\":[{\"uid\":\"a\\\"\\\\\\nü\"}]}}")
                                .uids())
                .containsExactly("a\"\\\nü");
    }

    @Test
    void bytesThatEndEarlyAreRefused() {
        var whole = ObjectSplice.encode(object("{\"metadata\":{\"name\":\"n\",\"uid\":\"u\"}}"));
        var cut = Arrays.copyOf(whole, whole.length - 6);

        assertThatThrownBy(() -> StoredOwners.of(cut)).isInstanceOf(IllegalStateException.class);
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

        var owners = StoredOwners.of(ObjectSplice.encode(object));

        assertThat(owners.uids()).as(object.toString()).isEqualTo(expected);
        assertThat(owners.inNamespace()).isEqualTo(!text(metadata.path("namespace")).isEmpty());
    }

    private static List<String> text(JsonNode node) {
        return node.isTextual() ? List.of(node.asText()) : List.of();
    }

    private static StoredOwners owners(String json) {
        return StoredOwners.of(ObjectSplice.encode(object(json)));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    /// Draws objects whose metadata is full of what might confuse a scanner.
    private record RandomObject(Random random) {

        private static final String[] NAMES = {
            "name", "namespace", "uid", "ownerReferences", "labels", "\"", "\\", "{", "]", ",", "ü"
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
