package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.hanse.machinery.cel.CelNames;
import dev.hanse.machinery.cel.CelShape;
import dev.hanse.machinery.cel.CelTypes;
import dev.hanse.machinery.format.FormatDuration;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Derives the [CelShape]s of a schema and remembers their object types.
///
/// The mapping is Kubernetes':
/// <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules>
public final class CelShapes {

    private final Map<String, CelType> types = new HashMap<>();

    /// The shape of a whole resource or embedded resource (`isResource`) or of any other node; null
    /// when rules cannot see such values because their content is not described.
    public @Nullable CelShape of(SchemaNode schema, String path, boolean isResource) {
        if (schema.intOrString()) {
            return CelShape.ANY;
        }
        return switch (schema.type()) {
            case "object" -> object(schema, path, isResource);
            case "array" -> {
                var item =
                        schema.items() == null
                                ? null
                                : of(
                                        schema.items(),
                                        path + "[]",
                                        schema.items().embeddedResource());
                yield item == null ? null : new CelShape.Sequence(item);
            }
            case "string" -> string(schema.source().path("format").asText());
            case "integer" -> new CelShape.Scalar(SimpleType.INT, JsonNode::asLong);
            case "number" -> new CelShape.Scalar(SimpleType.DOUBLE, JsonNode::asDouble);
            case "boolean" -> new CelShape.Scalar(SimpleType.BOOL, JsonNode::asBoolean);
            default -> null;
        };
    }

    private @Nullable CelShape object(SchemaNode schema, String path, boolean isResource) {
        var additional = schema.additionalProperties();
        if (additional != null) {
            var value = of(additional, path + "{}", additional.embeddedResource());
            return value == null ? null : new CelShape.Dictionary(value);
        }
        var fields = new LinkedHashMap<String, CelShape.Struct.Field>();
        for (var each : schema.properties().entrySet()) {
            var child = each.getValue();
            var shape = of(child, path + "." + each.getKey(), child.embeddedResource());
            if (shape != null) {
                CelNames.escape(each.getKey())
                        .ifPresent(
                                name ->
                                        fields.put(
                                                name,
                                                new CelShape.Struct.Field(each.getKey(), shape)));
            }
        }
        if (isResource) {
            fields.put("apiVersion", new CelShape.Struct.Field("apiVersion", CelShape.TEXT));
            fields.put("kind", new CelShape.Struct.Field("kind", CelShape.TEXT));
            fields.put("metadata", new CelShape.Struct.Field("metadata", metadata(path)));
        }
        return struct(path, fields);
    }

    /// Of the metadata only the names can be seen.
    private CelShape metadata(String path) {
        return struct(
                path + ".metadata",
                Map.of(
                        "name", new CelShape.Struct.Field("name", CelShape.TEXT),
                        "generateName", new CelShape.Struct.Field("generateName", CelShape.TEXT)));
    }

    private CelShape struct(String path, Map<String, CelShape.Struct.Field> fields) {
        // No identifier starts with '~', so no rule can mean the type.
        var struct = CelShape.Struct.create("~" + path, fields);
        types.put(struct.type().name(), struct.type());
        return struct;
    }

    private static CelShape string(String format) {
        return switch (format.replace("-", "").toLowerCase(Locale.ROOT)) {
            case "byte" ->
                    new CelShape.Scalar(
                            SimpleType.BYTES,
                            json -> CelByteString.of(Base64.getDecoder().decode(json.asText())));
            case "date", "datetime" ->
                    new CelShape.Scalar(SimpleType.TIMESTAMP, CelShapes::instant);
            case "duration" ->
                    new CelShape.Scalar(
                            SimpleType.DURATION, json -> FormatDuration.parse(json.asText()));
            default -> CelShape.TEXT;
        };
    }

    private static Instant instant(JsonNode json) {
        var text = json.asText();
        try {
            return text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("invalid date-time \"" + text + "\"", e);
        }
    }

    /// The object types derived so far.
    public CelTypes types() {
        return CelTypes.of(types);
    }
}
