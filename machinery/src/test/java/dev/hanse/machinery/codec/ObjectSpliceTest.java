package dev.hanse.machinery.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ObjectSpliceTest {

    @Test
    void anObjectIsServedWithItsRevisionAndItsCluster() {
        var stored =
                ObjectSplice.encode(
                        object(
                                """
                                {"spec":{"a":1},"kind":"K","apiVersion":"v1",
                                 "metadata":{"name":"n","annotations":{"x":"y"}}}\
                                """));

        assertThat(text(ObjectSplice.splice(stored, 42, "abc")))
                .isEqualTo(
                        """
                        {"apiVersion":"v1","kind":"K","metadata":{"resourceVersion":"42","name":"n",\
                        "annotations":{"kcp.io/cluster":"abc","x":"y"}},"spec":{"a":1}}\
                        """);
    }

    @Test
    void withoutAClusterNoAnnotationIsAdded() {
        var stored = ObjectSplice.encode(object("{\"metadata\":{\"name\":\"n\"}}"));

        assertThat(text(ObjectSplice.splice(stored, 1, "")))
                .isEqualTo(
                        """
                        {"apiVersion":"","kind":"","metadata":{"resourceVersion":"1","name":"n"}}\
                        """);
    }

    @Test
    void whatTheReaderAddsIsNotStored() {
        var stored =
                ObjectSplice.encode(
                        object(
                                """
                                {"metadata":{"resourceVersion":"7",
                                 "annotations":{"kcp.io/cluster":"old"}}}\
                                """));

        assertThat(text(ObjectSplice.splice(stored, 8, "new")))
                .isEqualTo(
                        """
                        {"apiVersion":"","kind":"","metadata":{"resourceVersion":"8",\
                        "annotations":{"kcp.io/cluster":"new"}}}\
                        """);
    }

    @Test
    void anotherVersionThatDiffersInNothingElseIsSplicedIn() {
        var stored =
                ObjectSplice.encode(
                        object("{\"apiVersion\":\"a.b/v1beta1\",\"kind\":\"K\",\"data\":1}"));
        var out = new ByteArrayOutputStream();

        ObjectSplice.spliceInto(out::write, stored, 3, "", "a.b/v1");

        assertThat(text(out.toByteArray()))
                .isEqualTo(
                        """
                        {"apiVersion":"a.b/v1","kind":"K","metadata":{"resourceVersion":"3"},"data":1}\
                        """);
    }

    @RepeatedTest(200)
    void splicedBytesParseToTheDecodedTree(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var original = randomObject(random);
        var cluster = random.nextBoolean() ? "root-" + random.nextInt(1000) : "";
        long revision = random.nextLong(Long.MAX_VALUE);

        var stored = ObjectSplice.encode(original);

        var expected = original.deepCopy();
        var metadata = expected.withObject("/metadata");
        metadata.put("resourceVersion", Long.toString(revision));
        var annotations = metadata.withObject("/annotations");
        annotations.remove(ObjectSplice.CLUSTER_ANNOTATION);
        if (!cluster.isEmpty()) {
            annotations.put(ObjectSplice.CLUSTER_ANNOTATION, cluster);
        }
        if (annotations.isEmpty()) {
            metadata.remove("annotations");
        }
        assertThat(Json.parse(ObjectSplice.splice(stored, revision, cluster))).isEqualTo(expected);
        assertThat(ObjectSplice.decode(stored, revision, cluster)).isEqualTo(expected);
        assertThat(ObjectSplice.encode(expected)).as("stored form is stable").isEqualTo(stored);
    }

    @Test
    void defaultsThatWereGivenAreRememberedBesideTheObject() {
        var object =
                object("{\"apiVersion\":\"a.b/v1\",\"metadata\":{\"annotations\":{\"a\":\"b\"}}}");

        var stored = ObjectSplice.encode(object, 0x7edc_ba98);

        assertThat(ObjectSplice.defaults(stored)).isEqualTo(0x7edc_ba98);
        assertThat(ObjectSplice.defaults(ObjectSplice.encode(object))).isZero();
        assertThat(ObjectSplice.apiVersion(stored)).isEqualTo("a.b/v1");
        assertThat(text(ObjectSplice.splice(stored, 7, "c")))
                .isEqualTo(text(ObjectSplice.splice(ObjectSplice.encode(object), 7, "c")));
    }

    private static ObjectNode randomObject(Random random) {
        var object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "example.dev/v1");
        object.put("kind", "Thing");
        var metadata = object.putObject("metadata");
        for (int i = random.nextInt(4); i > 0; i--) {
            metadata.put("m" + i, "\u00fc\"\\" + "x".repeat(random.nextInt(200)));
        }
        if (random.nextBoolean()) {
            var annotations = metadata.putObject("annotations");
            for (int i = random.nextInt(3); i > 0; i--) {
                annotations.put("a/" + i, "v\u20ac" + i);
            }
            if (random.nextBoolean()) {
                annotations.put(ObjectSplice.CLUSTER_ANNOTATION, "stale");
            }
        }
        if (random.nextBoolean()) {
            metadata.put("resourceVersion", "1");
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            object.putObject("f" + i).putArray("list").add(i).add("z");
        }
        return object;
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
