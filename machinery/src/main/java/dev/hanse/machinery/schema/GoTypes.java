package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.GoTime;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether an object fits the Go types of its kind, told as Go's decoder tells it.
///
/// Kubernetes decodes its own kinds into Go types before anything else looks at them, and what does
/// not fit is not an invalid object but a malformed request. Custom resources have no Go types;
/// theirs is a matter of validation.
public final class GoTypes {

    /// The Go type of a node whose type alone does not say it, in schemas of built-in kinds.
    private static final String GO_TYPE = "x-hanse-go-type";

    /// The Go type that a field is really in, where that is embedded.
    private static final String GO_EMBEDDED = "x-hanse-go-embedded";

    private static final Pattern QUANTITY =
            Pattern.compile(
                    "[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|[eE][+-]?[0-9]+)?");
    private static final Pattern QUANTITY_CHARACTERS =
            Pattern.compile("([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)");
    private static final int BASE64_GROUP = 4;

    /// Stops at the first problem, as Go reports only that.
    private static final class Mismatch extends Exception {
        private static final long serialVersionUID = 1L;

        private final String problem;

        Mismatch(String problem) {
            super(problem, null, false, false);
            this.problem = problem;
        }
    }

    private GoTypes() {}

    /// The first value that does not fit; empty if all do.
    public static Optional<String> mismatch(ObjectNode object, SchemaNode schema) {
        try {
            check(object, schema, "", "");
            return Optional.empty();
        } catch (Mismatch e) {
            return Optional.of(e.problem);
        }
    }

    /// @param struct the Go type around the value
    /// @param path to the value, without keys of maps and indexes of lists
    private static void check(JsonNode value, SchemaNode schema, String struct, String path)
            throws Mismatch {
        if (value.isNull()) {
            return;
        }
        if (schema.intOrString()) {
            checkIntOrString(value, schema, struct, path);
            return;
        }
        switch (schema.type()) {
            case "object" -> checkObject(value, schema, struct, path);
            case "array" -> {
                require(value.isArray(), value, schema, struct, path);
                var items = schema.items();
                if (items != null) {
                    for (var each : (ArrayNode) value) {
                        check(each, items, struct, path);
                    }
                }
            }
            case "string" -> checkText(value, schema, struct, path);
            case "boolean" -> require(value.isBoolean(), value, schema, struct, path);
            case "number" -> require(value.isNumber(), value, schema, struct, path);
            case "integer" -> checkInteger(value, schema, struct, path);
            default -> {}
        }
    }

    private static void checkObject(JsonNode value, SchemaNode schema, String struct, String path)
            throws Mismatch {
        require(value.isObject(), value, schema, struct, path);
        var own = simpleName(schema);
        for (var field : value.properties()) {
            var listed = schema.properties().get(field.getKey());
            if (listed != null) {
                check(field.getValue(), listed, own, child(path, listed, field.getKey()));
            } else if (schema.additionalProperties() != null) {
                check(field.getValue(), schema.additionalProperties(), struct, path);
            }
        }
    }

    private static String child(String path, SchemaNode schema, String field) {
        var embedded = schema.source().path(GO_EMBEDDED).asText();
        var own = embedded.isEmpty() ? field : embedded + "." + field;
        return path.isEmpty() ? own : path + "." + own;
    }

    private static String simpleName(SchemaNode schema) {
        var type = schema.source().path(GO_TYPE).asText();
        return type.substring(type.lastIndexOf('.') + 1);
    }

    private static void checkText(JsonNode value, SchemaNode schema, String struct, String path)
            throws Mismatch {
        require(value.isTextual(), value, schema, struct, path);
        var text = value.textValue();
        if (isBytes(schema)) {
            int wrong = firstNotBase64(text);
            if (wrong >= 0) {
                throw new Mismatch("illegal base64 data at input byte " + wrong);
            }
        } else if (schema.source().path("format").asText().equals("date-time")) {
            boolean micro = schema.source().path(GO_TYPE).asText().equals("v1.MicroTime");
            var problem = micro ? GoTime.microProblem(text) : GoTime.problem(text);
            if (problem.isPresent()) {
                throw new Mismatch(problem.get());
            }
        }
    }

    private static boolean isBytes(SchemaNode schema) {
        return schema.source().path("format").asText().equals("byte");
    }

    /// Where Go's decoder stops; it looks at four characters at a time and passes over line breaks.
    private static int firstNotBase64(String text) {
        int inGroup = 0;
        int group = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                continue;
            }
            if (c == '=' && inGroup >= 2) {
                var rest = text.substring(i).replaceAll("[\\r\\n]", "");
                int wanted = BASE64_GROUP - inGroup;
                return rest.equals("=".repeat(wanted))
                        ? -1
                        : rest.startsWith("=".repeat(wanted)) ? i + wanted : i;
            }
            if (!isBase64(c)) {
                return i;
            }
            if (inGroup == 0) {
                group = i;
            }
            inGroup = (inGroup + 1) % BASE64_GROUP;
        }
        return inGroup == 0 ? -1 : group;
    }

    private static boolean isBase64(char c) {
        return (c >= 'A' && c <= 'Z')
                || (c >= 'a' && c <= 'z')
                || (c >= '0' && c <= '9')
                || c == '+'
                || c == '/';
    }

    private static void checkInteger(JsonNode value, SchemaNode schema, String struct, String path)
            throws Mismatch {
        if (!value.isNumber()) {
            throw cannot(kindOf(value), goType(schema), struct, path);
        }
        boolean small = schema.source().path("format").asText().equals("int32");
        boolean fits =
                value.isIntegralNumber()
                        && (small ? value.canConvertToInt() : value.canConvertToLong());
        if (!fits) {
            throw cannot("number " + value.asText(), goType(schema), struct, path);
        }
    }

    private static void checkIntOrString(
            JsonNode value, SchemaNode schema, String struct, String path) throws Mismatch {
        if (schema.source().path("format").asText().equals("quantity")) {
            checkQuantity(value.isContainerNode() ? value.toString() : value.asText());
        } else if (value.isNumber()) {
            if (!value.isIntegralNumber() || !value.canConvertToInt()) {
                throw cannot("number " + value.asText(), "int32", struct, path);
            }
        } else if (!value.isTextual()) {
            throw cannot(kindOf(value), "int32", struct, path);
        }
    }

    private static void checkQuantity(String text) throws Mismatch {
        if (!QUANTITY.matcher(text).matches()) {
            throw new Mismatch(
                    QUANTITY_CHARACTERS.matcher(text).matches()
                            ? "unable to parse quantity's suffix"
                            : "quantities must match the regular expression"
                                    + " '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
    }

    private static void require(
            boolean fits, JsonNode value, SchemaNode schema, String struct, String path)
            throws Mismatch {
        if (!fits) {
            throw cannot(kindOf(value), goType(schema), struct, path);
        }
    }

    private static Mismatch cannot(String what, String type, String struct, String path) {
        return new Mismatch(
                "json: cannot unmarshal "
                        + what
                        + " into Go struct field "
                        + struct
                        + "."
                        + path
                        + " of type "
                        + type);
    }

    private static String kindOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            case NULL, MISSING -> "null";
        };
    }

    private static String goType(SchemaNode schema) {
        var named = schema.source().path(GO_TYPE).asText();
        if (!named.isEmpty() && !named.endsWith("Time")) {
            return named;
        }
        return switch (schema.type()) {
            case "array" ->
                    "[]" + (schema.items() == null ? "interface {}" : goType(schema.items()));
            case "object" ->
                    "map[string]"
                            + (schema.additionalProperties() == null
                                    ? "interface {}"
                                    : goType(schema.additionalProperties()));
            case "boolean" -> "bool";
            case "number" -> "float64";
            case "integer" -> schema.source().path("format").asText("int64");
            default -> isBytes(schema) ? "[]uint8" : "string";
        };
    }
}
