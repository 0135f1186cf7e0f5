package dev.hanse.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.status.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Documents and patches are written as YAML in flow style, which is shorter than JSON.
class JsonPatchTest {

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {a: 1}           | {op: add, path: /b, value: 2}           | {a: 1, b: 2}
                    {a: 1}           | {op: add, path: /a, value: 2}           | {a: 2}
                    {a: [1, 3]}      | {op: add, path: /a/1, value: 2}         | {a: [1, 2, 3]}
                    {a: [1]}         | {op: add, path: /a/1, value: 2}         | {a: [1, 2]}
                    {a: [1]}         | {op: add, path: /a/-, value: [2]}       | {a: [1, [2]]}
                    {a: 1}           | {op: add, path: "", value: [1]}         | [1]
                    {a: 1}           | {op: add, path: /b, value: null}        | {a: 1, b: null}
                    {a: {b: 1}}      | {op: add, path: /a/c, value: {d: 1}}    | {a: {b: 1, c: {d: 1}}}
                    {}               | {op: add, path: /, value: 1}            | {"": 1}
                    {}               | {op: add, path: /a~1b~0c, value: 1}     | {a/b~c: 1}
                    {}               | {op: add, path: /~01, value: 1}         | {"~1": 1}
                    {a: 1, b: 2}     | {op: remove, path: /a}                  | {b: 2}
                    {a: [1, 2, 3]}   | {op: remove, path: /a/1}                | {a: [1, 3]}
                    {a: 1}           | {op: replace, path: /a, value: {b: 2}}  | {a: {b: 2}}
                    {a: [1, 2]}      | {op: replace, path: /a/0, value: 3}     | {a: [3, 2]}
                    {a: 1}           | {op: replace, path: "", value: {b: 1}}  | {b: 1}
                    {a: 1}           | {op: move, from: /a, path: /b}          | {b: 1}
                    {a: [1, 2, 3]}   | {op: move, from: /a/0, path: /a/2}      | {a: [2, 3, 1]}
                    {a: {b: 1}}      | {op: move, from: /a/b, path: /a}        | {a: 1}
                    {a: 1}           | {op: move, from: /a, path: /a}          | {a: 1}
                    {a: {b: 1}}      | {op: copy, from: /a, path: /c}          | {a: {b: 1}, c: {b: 1}}
                    {a: [1]}         | {op: copy, from: /a/0, path: /a/-}      | {a: [1, 1]}
                    {a: {b: [1]}}    | {op: test, path: /a, value: {b: [1]}}   | {a: {b: [1]}}
                    {a: 1}           | {op: test, path: /a, value: 1.0}        | {a: 1}
                    {a: {c: 1, b: 2}}| {op: test, path: /a, value: {b: 2, c: 1}} | {a: {c: 1, b: 2}}
                    {a: null}        | {op: test, path: /a, value: null}       | {a: null}
                    {}               | {op: test, path: /a, value: null}       | {}
                    []               | {op: add, path: /0, value: tar}         | [tar]
                    [oak]            | {op: add, path: /1, value: elm}         | [oak, elm]
                    [oak]            | {op: add, path: /0, value: elm}         | [elm, oak]
                    [oak]            | {op: add, path: /-, value: [elm]}       | [oak, [elm]]
                    {a: 1}           | {op: add, path: /0, value: b}           | {a: 1, "0": b}
                    {a: [{}]}        | {op: add, path: /a/0/b, value: true}    | {a: [{b: true}]}
                    [[1], [2]]       | {op: add, path: /1/-, value: 3}         | [[1], [2, 3]]
                    {a: [1, 2]}      | {op: add, path: /a/-1, value: 3}        | {a: [1, 2, 3]}
                    {a: [1, 2]}      | {op: add, path: /a/-3, value: 0}        | {a: [0, 1, 2]}
                    {tide: ebb}      | {op: add, path: /Tide, value: flow}     | {tide: ebb, Tide: flow}
                    {a: 1}           | {op: add, path: /b, value: 2, why: no}  | {a: 1, b: 2}
                    {a: null}        | {op: remove, path: /a}                  | {}
                    {a: [1, 2, 3]}   | {op: remove, path: /a/-1}               | {a: [1, 2]}
                    [{a: [{b: 1}]}]  | {op: remove, path: /0/a/0/b}            | [{a: [{}]}]
                    {a: null}        | {op: replace, path: /a, value: 1}       | {a: 1}
                    {a: {b: 1}}      | {op: replace, path: /a, value: null}    | {a: null}
                    [1, [2, [3]]]    | {op: replace, path: /1/1, value: {}}    | [1, [2, {}]]
                    {a: [1, 2]}      | {op: replace, path: /a/-2, value: 0}    | {a: [0, 2]}
                    {a: null}        | {op: move, from: /a, path: /b}          | {b: null}
                    {a: 1, b: 2}     | {op: move, from: /a, path: /b}          | {b: 1}
                    {a: [{b: 1}, {}]} | {op: move, from: /a/0/b, path: /a/1/c} | {a: [{}, {c: 1}]}
                    {a: null}        | {op: copy, from: /a, path: /b}          | {a: null, b: null}
                    {a: {b: [1, 2]}} | {op: copy, from: /a/b/-1, path: /a/c}   | {a: {b: [1, 2], c: 2}}
                    [1, {a: [2]}]    | {op: test, path: /1, value: {a: [2]}}   | [1, {a: [2]}]
                    {"": 7}          | {op: test, path: /, value: 7}           | {"": 7}
                    {" ": 7}         | {op: test, path: "/ ", value: 7}        | {" ": 7}
                    {a%b: 7}         | {op: test, path: /a%b, value: 7}        | {a%b: 7}
                    {"a\\\\b": 7}     | {op: test, path: '/a\\b', value: 7}     | {"a\\\\b": 7}
                    {"~1/": 7}       | {op: test, path: /~01~1, value: 7}      | {"~1/": 7}
                    {a: 1e2}         | {op: test, path: /a, value: 100}        | {a: 1e2}
                    """)
    void anOperationDoesWhatTheRfcSays(String document, String operation, String result) {
        assertThat(JsonPatch.apply(Yaml.parse(document), patch(operation)))
                .isEqualTo(Yaml.parse(result));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}         | {op: add, path: /a/b, value: 1}        | add operation does not apply: doc is missing path: "/a/b": missing value
                    {a: [1]}   | {op: add, path: /a/2, value: 1}        | add operation does not apply: invalid index in path: "/a/2"
                    {a: [1]}   | {op: add, path: /a/01, value: 1}       | add operation does not apply: invalid index in path: "/a/01"
                    {a: [1]}   | {op: add, path: /a/-3, value: 1}       | add operation does not apply: invalid index in path: "/a/-3"
                    {a: [1]}   | {op: add, path: /a/1e0, value: 1}      | add operation does not apply: invalid index in path: "/a/1e0"
                    {a: [1]}   | {op: add, path: /a/b, value: 1}        | add operation does not apply: invalid index in path: "/a/b"
                    {a: [1]}   | {op: add, path: /a/5/b, value: 1}      | add operation does not apply: doc is missing path: "/a/5/b": missing value
                    {a: [1]}   | {op: add, path: /a/+1, value: 1}       | add operation does not apply: invalid index in path: "/a/+1"
                    {a: [1]}   | {op: add, path: /a/-0, value: 1}       | add operation does not apply: invalid index in path: "/a/-0"
                    {a: [1]}   | {op: add, path: /a/99999999999, value: 1} | add operation does not apply: invalid index in path: "/a/99999999999"
                    {a: [{b: 1}]} | {op: remove, path: /a/1e0/b}       | remove operation does not apply: doc is missing path: "/a/1e0/b": missing value
                    {a: [1]}   | {op: remove, path: /a/1}               | remove operation does not apply: doc is missing path: "/a/1": missing value
                    {a: [1]}   | {op: remove, path: /a/-2}              | remove operation does not apply: doc is missing path: "/a/-2": missing value
                    {a: [1]}   | {op: replace, path: /a/1, value: 2}    | replace operation does not apply: doc is missing path: "/a/1": missing value
                    {a: [1]}   | {op: replace, path: /a/-, value: 2}    | replace operation does not apply: doc is missing path: "/a/-": missing value
                    {a: [1]}   | {op: copy, from: /a/00, path: /b}      | copy operation does not apply: doc is missing path: "/a/00": missing value
                    {a: [1]}   | {op: move, from: /a/1, path: /b}       | remove operation does not apply: doc is missing path: "/a/1": missing value
                    {a: [1]}   | {op: test, path: /a/00, value: 1}      | testing value /a/00 failed: test failed
                    {a: [1]}   | {op: test, path: /a, value: {"0": 1}}  | testing value /a failed: test failed
                    {a: false} | {op: test, path: /a, value: null}      | testing value /a failed: test failed
                    {a: 1}     | {op: test, path: /a}                   | operation missing value field
                    {a: 1}     | {op: replace, path: /a}                | operation missing value field
                    {a: 1}     | {op: move, path: /b}                   | operation missing from field
                    {a: 1}     | {op: add, path: null, value: 1}        | operation missing path field
                    {a: 1}     | {op: Add, path: /a, value: 1}          | Unexpected kind: Add
                    {a: 1}     | {op: add, path: /a/b, value: 1}        | add operation does not apply: doc is missing path: "/a/b": missing value
                    {}         | {op: add, path: a, value: 1}           | path "a" does not start with '/'
                    {}         | {op: add, path: /a}                    | operation missing value field
                    {}         | {op: add, value: 1}                    | operation missing path field
                    {}         | {op: remove, path: /a}                 | remove operation does not apply: doc is missing path: "/a": missing value
                    {a: []}    | {op: remove, path: /a/-}               | remove operation does not apply: doc is missing path: "/a/-": missing value
                    {}         | {op: remove, path: ""}                 | remove operation does not apply to the whole document
                    {}         | {op: replace, path: /a, value: 1}      | replace operation does not apply: doc is missing path: "/a": missing value
                    {}         | {op: move, from: /a, path: /b}         | remove operation does not apply: doc is missing path: "/a": missing value
                    {a: {}}    | {op: move, from: /a, path: /a/b}       | move operation would put "/a" into itself
                    {}         | {op: copy, from: /a, path: /b}         | copy operation does not apply: doc is missing path: "/a": missing value
                    {}         | {op: copy, path: /b}                   | operation missing from field
                    {a: 1}     | {op: test, path: /a, value: "1"}       | testing value /a failed: test failed
                    {a: 1}     | {op: test, path: /b, value: 1}         | testing value /b failed: test failed
                    {}         | {op: swap, path: /a}                   | Unexpected kind: swap
                    """)
    void anOperationThatDoesNotApplyIsRefused(String document, String operation, String why) {
        var refused =
                catchThrowableOfType(
                        ApiException.class,
                        () -> JsonPatch.apply(Yaml.parse(document), patch(operation)));

        assertThat(refused.code()).isEqualTo(422);
        assertThat(refused.status().message())
                .isEqualTo("the server rejected our request due to an error in our request");
        assertThat(cause(refused)).isEqualTo(why);
    }

    @Test
    void operationsSeeTheResultOfThoseBefore() {
        var patch =
                Yaml.parse(
                        """
                        - {op: add, path: /a, value: {}}
                        - {op: add, path: /a/b, value: 1}
                        - {op: test, path: /a/b, value: 1}
                        - {op: move, from: /a/b, path: /c}
                        """);

        assertThat(JsonPatch.apply(Yaml.parse("{}"), patch)).isEqualTo(Yaml.parse("{a: {}, c: 1}"));
    }

    @Test
    void theDocumentItselfIsNotChanged() {
        var document = Yaml.parse("{a: {b: 1}}");
        var patch = patch("{op: replace, path: /a/b, value: 2}");

        JsonPatch.apply(document, patch);

        assertThat(document).isEqualTo(Yaml.parse("{a: {b: 1}}"));
    }

    @Test
    void aPatchMustBeAListOfObjects() {
        for (var patch : new String[] {"{op: add}", "[1]"}) {
            var refused =
                    catchThrowableOfType(
                            ApiException.class,
                            () -> JsonPatch.apply(Yaml.parse("{}"), Yaml.parse(patch)));
            assertThat(refused.code()).isEqualTo(400);
        }
    }

    @Test
    void tooManyOperationsAreRefused() {
        var patch = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i <= 10_000; i++) {
            patch.addObject().put("op", "test").put("path", "/a").putNull("value");
        }

        var refused =
                catchThrowableOfType(
                        ApiException.class, () -> JsonPatch.apply(Yaml.parse("{}"), patch));

        assertThat(refused.code()).isEqualTo(413);
        assertThat(refused.status().message())
                .isEqualTo(
                        "Request entity too large: The allowed maximum operations in a JSON patch"
                                + " is 10000, got 10001");
    }

    @Test
    void copiesCannotGrowTheDocumentWithoutBound() {
        var patch = JsonNodeFactory.instance.arrayNode();
        patch.addObject()
                .put("op", "add")
                .put("path", "/a")
                .putArray("value")
                .add("x".repeat(1000));
        for (int i = 0; i < 30; i++) {
            patch.addObject().put("op", "copy").put("from", "/a").put("path", "/a/-");
        }

        var refused =
                catchThrowableOfType(
                        ApiException.class, () -> JsonPatch.apply(Yaml.parse("{}"), patch));

        assertThat(cause(refused)).startsWith("Unable to complete the copy");
    }

    private static String cause(ApiException refused) {
        return refused.status().toJson().at("/details/causes/0/message").asText();
    }

    private static JsonNode patch(String operation) {
        return Yaml.parse("[" + operation + "]");
    }
}
