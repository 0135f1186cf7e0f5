package dev.hanse.machinery.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.status.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,true,null,\"x\"],\"b\":{}}",
                "9223372036854775807",
                "123456789012345678901234567890",
                "1.10",
                "0.1234567890123456789012345",
                "\"\\u0000\u00e9\"",
                "[]"
            })
    void whatIsReadIsWrittenBackExactly(String text) {
        assertThat(new String(Json.write(Json.parse(utf8(text))), StandardCharsets.UTF_8))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "\"\\ud800\", \"\ufffd\"",
        "\"a\\udfffb\", \"a\ufffdb\"",
        "\"\\udc00\\ud800\", \"\ufffd\ufffd\"",
        "\"\\ud83d\\ude00\\ud83d\", \"\uD83D\uDE00\ufffd\""
    })
    void halfOfACharacterIsReplacedAsInKubernetes(String text, String expected) {
        assertThat(Json.parse(utf8(text))).isEqualTo(Json.parse(utf8(expected)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"c0af", "e080af", "f08080af", "eda080", "ff", "c3", "f4908080"})
    void bytesThatAreNoUtf8AreRefused(String hexadecimal) {
        var text = HexFormat.of().parseHex("22" + hexadecimal + "22");

        var refused = catchThrowableOfType(ApiException.class, () -> Json.parse(text));

        assertThat(refused.code()).isEqualTo(400);
    }

    @Test
    void repeatedFieldsAreReportedAndTheLastOneCounts() {
        var parsed =
                Json.parseReportingDuplicates(
                        utf8(
                                """
                                {"spec":{"x":1,"ports":[{"n":1},{"n":1,"n":2}],"x":3},
                                 "kind":"a","kind":"b","kind":"c"}\
                                """));

        assertThat(parsed.duplicateFields())
                .containsExactly("spec.ports[1].n", "spec.x", "kind", "kind");
        assertThat(parsed.tree().path("spec").path("x").asInt()).isEqualTo(3);
        assertThat(parsed.tree().path("kind").asText()).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "{", "{\"a\":}", "{} {}", "[1,]", "nul", "'a'", "{a:1}", "NaN"})
    void anythingElseIsABadRequest(String text) {
        var refused = catchThrowableOfType(ApiException.class, () -> Json.parse(utf8(text)));

        assertThat(refused.code()).isEqualTo(400);
        assertThat(refused.status().message()).startsWith("invalid JSON at line 1, column ");
    }

    @Test
    void depthIsLimited() {
        var deepest = "[".repeat(Json.MAXIMUM_DEPTH) + "]".repeat(Json.MAXIMUM_DEPTH);

        assertThat(Json.parse(utf8(deepest)).isArray()).isTrue();
        var refused =
                catchThrowableOfType(
                        ApiException.class, () -> Json.parse(utf8("[" + deepest + "]")));
        assertThat(refused.code()).isEqualTo(400);
    }

    @Test
    void numbersAreEqualWhenTheirValuesAre() {
        var nodes = JsonNodeFactory.instance;

        assertThat(JsonOrder.equal(nodes.numberNode(1), nodes.numberNode(1L))).isTrue();
        assertThat(JsonOrder.equal(nodes.numberNode(1), Json.parse(utf8("1.00")))).isTrue();
        assertThat(JsonOrder.equal(nodes.numberNode(1), nodes.textNode("1"))).isFalse();
        assertThat(JsonOrder.equal(Json.parse(utf8("{\"a\":1}")), Json.parse(utf8("{}"))))
                .isFalse();
        assertThat(
                        JsonOrder.equal(
                                Json.parse(utf8("{\"a\":1,\"b\":[2]}")),
                                Json.parse(utf8("{\"b\":[2.0],\"a\":1}"))))
                .isTrue();
        assertThat(JsonOrder.equal(Json.parse(utf8("[1]")), Json.parse(utf8("[1,2]")))).isFalse();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
