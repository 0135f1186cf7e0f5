package dev.hanse.kinds.protobuf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.hanse.machinery.status.ApiException;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Runtime.Unknown;
import io.kubernetes.client.proto.V1;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ProtobufEncoderTest {

    /// What Kubernetes' Go marshallers made of an empty and of a random object of each kind: three
    /// lines each, with the kind, its JSON, and the bytes in base64.
    @TestFactory
    List<DynamicTest> writesTheBytesThatGoWrites() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        try (var in = ProtobufEncoderTest.class.getResourceAsStream("go-marshalled.txt")) {
            var lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().iterator();
            while (lines.hasNext()) {
                tests.add(writesTheBytes(lines));
            }
        }
        assertThat(tests).hasSizeGreaterThan(100);
        return tests;
    }

    private static DynamicTest writesTheBytes(Iterator<String> lines) {
        var kind = lines.next().split(" ", -1);
        var json = lines.next();
        var expected = Base64.getDecoder().decode(lines.next());
        return DynamicTest.dynamicTest(
                kind[1] + " of " + json.length() + " bytes",
                () -> assertThat(encode(kind[0], kind[1], json)).isEqualTo(expected));
    }

    @Test
    void mapsAreOrderedByTheBytesOfTheirKeys() throws IOException {
        var json = "{\"data\":{\"\\ud83d\\ude00\":\"c\",\"\\ue000\":\"b\",\"a\":\"a\"}}";

        var message = unwrap(encode("v1", "ConfigMap", json)).getRaw().toByteArray();

        assertThat(new String(message, StandardCharsets.UTF_8))
                .matches("(?s).*\\n\\x01a.*\\n\\x03\\ue000.*\\n\\x04\\x{1f600}.*");
    }

    @Test
    void listsComeInPartsThatAreOneMessage() throws IOException {
        var item =
                "{\"metadata\":{\"name\":\"a\"},\"data\":{\"k\":\"" + "x".repeat(100_000) + "\"}}";
        var items = List.of(item, item, item, item, item);

        var parts =
                ProtobufEncoder.of("v1", "ConfigMap")
                        .orElseThrow()
                        .list(
                                "ConfigMapList",
                                utf8("{\"resourceVersion\":\"7\",\"remainingItemCount\":2}"),
                                items.stream().map(ProtobufEncoderTest::utf8).iterator());

        assertThat(parts.size()).isGreaterThan(2);
        var whole = new ByteArrayOutputStream();
        parts.forEach(whole::writeBytes);
        var envelope = unwrap(whole.toByteArray());
        assertThat(envelope.getTypeMeta().getKind()).isEqualTo("ConfigMapList");
        var list = V1.ConfigMapList.parseFrom(envelope.getRaw());
        assertThat(list.getMetadata().getResourceVersion()).isEqualTo("7");
        assertThat(list.getMetadata().getRemainingItemCount()).isEqualTo(2);
        assertThat(list.getItemsList()).hasSize(5);
        assertThat(list.getItems(4).getDataOrThrow("k")).hasSize(100_000);
    }

    @Test
    void metadataIsReadOutOfObjectsOfAnyKind() throws IOException {
        var json =
                "{\"spec\":{\"metadata\":1},\"metadata\":{\"name\":\"a\",\"uid\":\"u\"},\"x\":[]}";

        var envelope = unwrap(ProtobufEncoder.ofMetadata("meta.k8s.io/v1").object(utf8(json)));

        assertThat(envelope.getTypeMeta().getApiVersion()).isEqualTo("meta.k8s.io/v1");
        assertThat(envelope.getTypeMeta().getKind()).isEqualTo("PartialObjectMetadata");
        var partial = Meta.PartialObjectMetadata.parseFrom(envelope.getRaw());
        assertThat(partial.getMetadata().getName()).isEqualTo("a");
        assertThat(partial.getMetadata().getUid()).isEqualTo("u");
    }

    @Test
    void eventsAreFramesWithTheirLengthInFront() throws IOException {
        var object = encode("v1", "ConfigMap", "{\"metadata\":{\"name\":\"a\"}}");

        var frame = ByteBuffer.wrap(ProtobufEncoder.event("ADDED", object));

        assertThat(frame.getInt()).isEqualTo(frame.remaining());
        var event = Meta.WatchEvent.parseFrom(ByteString.copyFrom(frame));
        assertThat(event.getType()).isEqualTo("ADDED");
        assertThat(event.getObject().getRaw().toByteArray()).isEqualTo(object);
    }

    @Test
    void customResourcesHaveNoProtobuf() {
        assertThat(ProtobufEncoder.of("example.org/v1", "Widget")).isEmpty();
    }

    @Test
    void membersThatNoGoTypeHasAreLeftOut() {
        var known = "{\"metadata\":{\"name\":\"a\"}}";
        var more =
                "{\"metadata\":{\"name\":\"a\",\"odd\":{\"x\":[1]}},\"odder\":[{}],\"oddest\":1}";

        assertThat(encode("v1", "ConfigMap", more)).isEqualTo(encode("v1", "ConfigMap", known));
    }

    @Test
    void valuesOfAnotherTypeAreErrorsThatSayWhere() {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> encode("v1", "ConfigMap", "{\"data\":{\"k\":[]}}"))
                .withMessageContaining("/data/k should be text");
    }

    private static byte[] encode(String apiVersion, String kind, String json) {
        return ProtobufEncoder.of(apiVersion, kind).orElseThrow().object(utf8(json));
    }

    private static Unknown unwrap(byte[] body) throws InvalidProtocolBufferException {
        assertThat(body).startsWith(utf8("k8s\0"));
        return Unknown.parseFrom(ByteString.copyFrom(body, 4, body.length - 4));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
