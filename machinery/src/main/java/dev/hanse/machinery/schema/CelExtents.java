package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.cel.CelExtent;
import dev.hanse.machinery.cel.CelNames;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Derives from a schema how large values can be, as Kubernetes does (apiserver/pkg/cel/common):
/// from limits where there are some, and otherwise from what fits into a request.
final class CelExtents {

    /// Bytes of a request.
    static final long REQUEST = 3 * 1024 * 1024;

    private static final int TEXT = 2;
    private static final CelExtent ANY_TEXT = CelExtent.scalar(REQUEST - TEXT, TEXT);
    private static final int LONGEST_CHARACTER = 4;
    private static final int LONGEST_TIME = 32;
    private static final int SHORTEST_DURATION = 3;
    private static final int SHORTEST_TIME = 21;
    private static final int DATE = 12;

    /// Quotes, colon and comma around the name of a field.
    private static final int FIELD = 4;

    private CelExtents() {}

    /// Null when rules cannot see such values.
    ///
    /// @param isResource whether it is a whole resource, or an embedded one
    static @Nullable CelExtent of(SchemaNode schema, boolean isResource) {
        var source = schema.source();
        if (schema.intOrString()) {
            return CelExtent.scalar(
                    source.has("maxLength")
                            ? LONGEST_CHARACTER * limit(source, "maxLength")
                            : REQUEST - TEXT,
                    1);
        }
        return switch (schema.type()) {
            case "array" -> list(schema);
            case "object" ->
                    source.path("additionalProperties").isObject()
                            ? map(schema)
                            : object(schema, isResource);
            case "string" -> text(source);
            case "boolean" -> CelExtent.scalar(0, 4);
            case "number", "integer" -> CelExtent.scalar(0, 1);
            default -> null;
        };
    }

    private static @Nullable CelExtent list(SchemaNode schema) {
        var item = schema.items() == null ? null : ofChild(schema.items());
        if (item == null) {
            return null;
        }
        var most =
                schema.source().has("maxItems")
                        ? limit(schema.source(), "maxItems")
                        : (REQUEST - 2) / (item.smallest() + 1);
        return new CelExtent(most, 2, false, Map.of(), item);
    }

    private static @Nullable CelExtent map(SchemaNode schema) {
        var additional = schema.additionalProperties();
        var value = additional == null ? null : ofChild(additional);
        if (value == null) {
            return null;
        }
        var most =
                schema.source().has("maxProperties")
                        ? limit(schema.source(), "maxProperties")
                        : (REQUEST - 2) / (value.smallest() + 2 + FIELD);
        return new CelExtent(most, 2, true, Map.of(), value);
    }

    private static @Nullable CelExtent ofChild(SchemaNode schema) {
        return of(schema, schema.embeddedResource());
    }

    private static CelExtent object(SchemaNode schema, boolean isResource) {
        var required = new HashSet<String>();
        schema.source().path("required").forEach(each -> required.add(each.asText()));
        var fields = new HashMap<String, CelExtent>();
        long smallest = 2;
        for (var each : schema.properties().entrySet()) {
            var extent = ofChild(each.getValue());
            if (extent == null) {
                continue;
            }
            var name = each.getKey();
            CelNames.escape(name).ifPresent(escaped -> fields.put(escaped, extent));
            // Others may be missing, or are filled in here.
            if (required.contains(name) && each.getValue().defaultValue() == null) {
                smallest += name.length() + extent.smallest() + FIELD;
            }
        }
        if (isResource) {
            fields.put("apiVersion", ANY_TEXT);
            fields.put("kind", ANY_TEXT);
            fields.put(
                    "metadata",
                    new CelExtent(
                            0, 2, false, Map.of("name", ANY_TEXT, "generateName", ANY_TEXT), null));
        }
        return new CelExtent(0, smallest, false, fields, null);
    }

    private static CelExtent text(JsonNode source) {
        return switch (source.path("format").asText()) {
            case "byte" ->
                    CelExtent.scalar(
                            source.has("maxLength") ? limit(source, "maxLength") : REQUEST - TEXT,
                            TEXT);
            case "duration" -> CelExtent.scalar(LONGEST_TIME, SHORTEST_DURATION);
            case "date" -> CelExtent.scalar(DATE, DATE);
            case "date-time" -> CelExtent.scalar(LONGEST_TIME, SHORTEST_TIME);
            default -> CelExtent.scalar(longest(source), TEXT);
        };
    }

    private static long longest(JsonNode source) {
        if (source.has("maxLength")) {
            return LONGEST_CHARACTER * limit(source, "maxLength");
        }
        if (source.path("enum").isEmpty()) {
            return REQUEST - TEXT;
        }
        long longest = 0;
        for (var each : source.path("enum")) {
            longest = each.isTextual() ? Math.max(longest, utf8(each.asText())) : longest;
        }
        return longest;
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static long limit(JsonNode source, String name) {
        return Math.max(0, source.path(name).asLong());
    }
}
