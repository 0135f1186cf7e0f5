package dev.hanse.kinds.protobuf;

import static dev.hanse.kinds.protobuf.TypedMessages.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.hanse.machinery.status.ApiException;
import io.kubernetes.client.proto.Meta;
import io.kubernetes.client.proto.Meta.ObjectMeta;
import io.kubernetes.client.proto.Runtime.TypeMeta;
import io.kubernetes.client.proto.Runtime.Unknown;
import io.kubernetes.client.proto.V1;
import io.kubernetes.client.proto.V1Apiextensions.CustomResourceDefinition;
import io.kubernetes.client.proto.V1Apiextensions.CustomResourceDefinitionSpec;
import io.kubernetes.client.proto.V1Apiextensions.CustomResourceDefinitionVersion;
import io.kubernetes.client.proto.V1Apiextensions.CustomResourceValidation;
import io.kubernetes.client.proto.V1Apiextensions.JSONSchemaProps;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedBodiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "k8s", "{\"kind\":\"Pod\"}", "k8s\0not protobuf"})
    void bytesThatAreNoEnvelopeAreRefused(String text) {
        assertRefused(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theKindMustBeNamedAndKnown() {
        assertRefused(body(Unknown.getDefaultInstance()));
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> ProtobufDecoder.decode(body("example.com/v1", "Thing", raw("a"))))
                .withMessageContaining(
                        "no kind \"Thing\" is registered for version \"example.com/v1\"");
    }

    @Test
    void encodedObjectsAreRefused() {
        assertRefused(
                body(
                        Unknown.newBuilder()
                                .setTypeMeta(
                                        TypeMeta.newBuilder().setApiVersion("v1").setKind("Pod"))
                                .setContentEncoding("gzip")
                                .build()));
    }

    @Test
    void fieldsOfNewerClientsAreSkipped() {
        var newer =
                UnknownFieldSet.newBuilder()
                        .addField(
                                5000,
                                UnknownFieldSet.Field.newBuilder()
                                        .addVarint(1)
                                        .addLengthDelimited(raw("text"))
                                        .addFixed32(2)
                                        .build())
                        .build();
        var map = V1.ConfigMap.newBuilder().putData("a", "b").setUnknownFields(newer).build();

        var decoded = ProtobufDecoder.decode(body("v1", map));

        assertThat(decoded.at("/data/a").textValue()).isEqualTo("b");
        assertThat(decoded).hasSize(3);
    }

    @Test
    void numbersMayBePacked() {
        // supplementalGroups (4) in securityContext (14) in spec (2), as two numbers in one field.
        var groups = bytes(4 << 3 | 2, 2, 7, 8);
        var spec = bytes(14 << 3 | 2, groups.size()).concat(groups);
        var pod = bytes(2 << 3 | 2, spec.size()).concat(spec);

        var decoded = ProtobufDecoder.decode(body("v1", "Pod", pod));

        assertThat(decoded.at("/spec/securityContext/supplementalGroups").toString())
                .isEqualTo("[7,8]");
    }

    @Test
    void aMessageInTwoPartsIsOne() {
        var first = V1.Pod.newBuilder().setMetadata(ObjectMeta.newBuilder().setName("a")).build();
        var second =
                V1.Pod.newBuilder().setMetadata(ObjectMeta.newBuilder().setNamespace("b")).build();

        var decoded =
                ProtobufDecoder.decode(
                        body("v1", "Pod", first.toByteString().concat(second.toByteString())));

        assertThat(decoded.path("metadata").toString())
                .isEqualTo("{\"name\":\"a\",\"namespace\":\"b\"}");
    }

    @Test
    void timesOutsideTheCalendarAreRefused() {
        var metadata =
                ObjectMeta.newBuilder()
                        .setCreationTimestamp(Meta.Time.newBuilder().setSeconds(Long.MAX_VALUE));

        assertRefused(body("v1", V1.Pod.newBuilder().setMetadata(metadata).build()));
    }

    @Test
    void endlessNestingIsRefused() {
        var schema = JSONSchemaProps.newBuilder().setType("string");
        for (int i = 0; i < 500; i++) {
            schema = JSONSchemaProps.newBuilder().setNot(schema);
        }
        var version =
                CustomResourceDefinitionVersion.newBuilder()
                        .setSchema(
                                CustomResourceValidation.newBuilder().setOpenAPIV3Schema(schema));

        var definition =
                CustomResourceDefinition.newBuilder()
                        .setSpec(CustomResourceDefinitionSpec.newBuilder().addVersions(version))
                        .build();

        assertRefused(body("apiextensions.k8s.io/v1", definition));
    }

    /// The seed is fixed, so a failure can be repeated.
    @Test
    void damagedBodiesAreReadOrRefusedButNeverAnythingElse() {
        var random = new Random(20_26);
        var sound =
                body(
                        "v1",
                        V1.Pod.newBuilder()
                                .setMetadata(ObjectMeta.newBuilder().putLabels("a", "b"))
                                .setSpec(
                                        V1.PodSpec.newBuilder()
                                                .addContainers(
                                                        V1.Container.newBuilder().setName("c")))
                                .build());
        for (int i = 0; i < 20_000; i++) {
            var damaged = Arrays.copyOf(sound, sound.length - random.nextInt(3));
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertThat(ProtobufDecoder.decode(damaged).path("kind").isTextual()).isTrue();
            } catch (ApiException refused) {
                assertThat(refused.code()).isEqualTo(400);
            }
        }
    }

    private static void assertRefused(byte[] body) {
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(() -> ProtobufDecoder.decode(body))
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(400));
    }

    private static ByteString raw(String text) {
        return ByteString.copyFromUtf8(text);
    }

    private static ByteString bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.copyFrom(bytes);
    }
}
