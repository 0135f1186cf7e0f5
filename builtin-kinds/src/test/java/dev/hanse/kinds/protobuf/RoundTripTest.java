package dev.hanse.kinds.protobuf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hanse.kinds.BuiltinKind;
import dev.hanse.kinds.BuiltinKinds;
import dev.hanse.kinds.Profile;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.codec.Yaml;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No field of any built-in kind is lost or changed between the formats.
class RoundTripTest {

    private static final int OBJECTS = 20;

    static List<Named<BuiltinKind>> kinds() {
        return BuiltinKinds.profile(Profile.KUBERNETES).stream()
                .map(each -> Named.of(each.kind().toString(), each))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldSurvivesProtobuf(BuiltinKind kind) {
        var object = FilledObject.of(kind);

        var protobuf =
                ProtobufEncoder.of(kind.kind().apiVersion(), kind.kind().kind())
                        .orElseThrow()
                        .object(Json.write(object));

        assertThat(withoutMicroseconds(ProtobufDecoder.decode(protobuf))).isEqualTo(parsed(object));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyFieldSurvivesYaml(BuiltinKind kind) {
        var object = FilledObject.of(kind);

        assertThat(Yaml.parse(Yaml.write(object))).isEqualTo(parsed(object));
    }

    /// Go adds zeros that nobody has set; whatever somebody has set stays.
    @ParameterizedTest
    @MethodSource("kinds")
    void objectsWithSomeOfTheFieldsSurviveAllThree(BuiltinKind kind) {
        var encoder =
                ProtobufEncoder.of(kind.kind().apiVersion(), kind.kind().kind()).orElseThrow();
        for (int seed = 1; seed <= OBJECTS; seed++) {
            var object = RandomObject.of(kind, new Random(seed));
            TypedForm.omitZeros(object);
            TypedForm.addStructs(object);
            var said = "seed " + seed + ": " + object;

            var once = ProtobufDecoder.decode(encoder.object(Json.write(object)));
            var twice = ProtobufDecoder.decode(encoder.object(Json.write(once)));

            assertThat(twice).as(said).isEqualTo(once);
            assertThat(leaves(withoutMicroseconds(once))).as(said).containsAll(leaves(object));
            assertThat(Yaml.parse(Yaml.write(object))).as(said).isEqualTo(parsed(object));
        }
    }

    /// Where there is neither an object nor a list, and what there is.
    private static Set<String> leaves(JsonNode node) {
        var leaves = new HashSet<String>();
        collect("", node, leaves);
        return leaves;
    }

    private static void collect(String path, JsonNode node, Set<String> leaves) {
        switch (node) {
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    collect(path + "/" + i, array.get(i), leaves);
                }
            }
            case ObjectNode object ->
                    object.properties()
                            .forEach(
                                    each ->
                                            collect(
                                                    path + "/" + each.getKey(),
                                                    each.getValue(),
                                                    leaves));
            default -> leaves.add(path + " = " + node);
        }
    }

    /// With the nodes that a reader makes: numbers of different classes are not equal.
    private static JsonNode parsed(ObjectNode object) {
        return Json.parse(Json.write(object));
    }

    /// The schema does not tell times of seconds from times of microseconds.
    private static JsonNode withoutMicroseconds(JsonNode node) {
        return switch (node) {
            case TextNode text when text.textValue().endsWith(".000000Z") ->
                    TextNode.valueOf(text.textValue().replace(".000000Z", "Z"));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, withoutMicroseconds(array.get(i)));
                }
                yield array;
            }
            case ObjectNode object -> {
                object.properties()
                        .forEach(each -> each.setValue(withoutMicroseconds(each.getValue())));
                yield object;
            }
            default -> node;
        };
    }
}
