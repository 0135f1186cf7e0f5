package dev.hanse.machinery.schema;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Schemas made of any keywords and values: judged without an exception, and when nothing is wrong
/// with them, objects of any form are defaulted, pruned and validated without one.
///
/// As a test it repeats its corpus; `dev/fuzz` makes up new inputs.
class SchemaFuzzTest {

    private static final int DEEPEST = 6;
    private static final int WIDEST = 5;
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final SchemaCompiler COMPILER = new SchemaCompiler(10);

    private static final List<String> KEYWORDS =
            List.of(
                    "type",
                    "properties",
                    "items",
                    "additionalProperties",
                    "required",
                    "enum",
                    "default",
                    "nullable",
                    "format",
                    "pattern",
                    "minimum",
                    "maximum",
                    "multipleOf",
                    "exclusiveMinimum",
                    "minLength",
                    "maxLength",
                    "minItems",
                    "maxItems",
                    "minProperties",
                    "maxProperties",
                    "uniqueItems",
                    "allOf",
                    "anyOf",
                    "oneOf",
                    "not",
                    "description",
                    "$ref",
                    "x-kubernetes-validations",
                    "x-kubernetes-list-type",
                    "x-kubernetes-list-map-keys",
                    "x-kubernetes-map-type",
                    "x-kubernetes-int-or-string",
                    "x-kubernetes-embedded-resource",
                    "x-kubernetes-preserve-unknown-fields",
                    "rule",
                    "message",
                    "messageExpression",
                    "fieldPath",
                    "reason",
                    "a",
                    "b",
                    "metadata",
                    "kind",
                    "apiVersion",
                    "name");
    private static final List<String> TEXTS =
            List.of(
                    "object",
                    "array",
                    "string",
                    "integer",
                    "number",
                    "boolean",
                    "",
                    "a",
                    "b",
                    ".a",
                    "date-time",
                    "duration",
                    "byte",
                    "uri",
                    "uuid",
                    "int32",
                    "set",
                    "map",
                    "atomic",
                    "granular",
                    "[a-z]+",
                    "(",
                    "self.a == oldSelf.a",
                    "self.all(x, x == x)",
                    "FieldValueRequired",
                    "1h",
                    "2020-01-01");

    @FuzzTest(maxDuration = "1m")
    void anySchemaIsJudged(FuzzedDataProvider data) {
        var schema = object(data, 0);
        if (data.consumeBoolean()) {
            schema.put("type", "object");
        }
        var errors = COMPILER.check(schema, "s");
        if (errors.isEmpty()) {
            use(schema, object(data, 0), data.consumeBoolean() ? object(data, 0) : null);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void anyTextIsAsGoodAsTheSchemaItHolds(FuzzedDataProvider data) {
        JsonNode schema;
        try {
            schema = Yaml.node(data.consumeRemainingAsString());
        } catch (RuntimeException _) {
            // What is no document at all is for the codec to refuse.
            return;
        }
        if (schema.isObject() && COMPILER.check(schema, "s").isEmpty()) {
            var object = JSON.objectNode();
            object.putObject("a").put("b", 1);
            use(schema, object, null);
        }
    }

    private static void use(JsonNode schema, ObjectNode object, @Nullable ObjectNode old) {
        var compiled = COMPILER.compile(schema);
        assertThatCode(
                        () -> {
                            compiled.prune(object);
                            compiled.applyDefaults(object);
                            compiled.validate(object, old);
                        })
                .as(schema + " with " + object + " after " + old)
                .doesNotThrowAnyException();
    }

    private static ObjectNode object(FuzzedDataProvider data, int depth) {
        var object = JSON.objectNode();
        var width = data.consumeInt(0, WIDEST);
        for (int i = 0; i < width; i++) {
            object.set(data.pickValue(KEYWORDS), value(data, depth + 1));
        }
        return object;
    }

    private static JsonNode value(FuzzedDataProvider data, int depth) {
        return switch (data.consumeInt(0, depth < DEEPEST ? 7 : 5)) {
            case 0 -> JSON.textNode(data.pickValue(TEXTS));
            case 1 -> JSON.numberNode(data.consumeLong());
            case 2 -> JSON.numberNode(data.consumeRegularDouble());
            case 3 -> JSON.booleanNode(data.consumeBoolean());
            case 4 -> JSON.nullNode();
            case 5 -> JSON.numberNode(data.consumeInt(-1, 10));
            case 6 -> object(data, depth);
            default -> {
                var array = JSON.arrayNode();
                var width = data.consumeInt(0, WIDEST);
                for (int i = 0; i < width; i++) {
                    array.add(value(data, depth + 1));
                }
                yield array;
            }
        };
    }
}
