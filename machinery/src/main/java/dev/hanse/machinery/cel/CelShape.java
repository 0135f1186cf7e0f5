package dev.hanse.machinery.cel;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// How values of one schema node look to CEL: their static type, and the adapter from JSON.
/// Adapting is lazy; a rule pays for what it reads.
public sealed interface CelShape {

    /// What texts are.
    CelShape TEXT = new Scalar(SimpleType.STRING, JsonNode::asText);

    /// Values of which nothing is known before they are there.
    CelShape ANY = new Scalar(SimpleType.DYN, CelViews::plain);

    CelType type();

    /// The value as CEL sees it.
    Object adapt(JsonNode value);

    /// @param convert for values that are not null
    record Scalar(CelType type, Function<JsonNode, Object> convert) implements CelShape {
        @Override
        public Object adapt(JsonNode value) {
            return value.isNull() ? CelViews.NULL : convert.apply(value);
        }
    }

    /// A value that may be missing.
    record Perhaps(CelShape shape) implements CelShape {
        @Override
        public CelType type() {
            return OptionalType.create(shape.type());
        }

        @Override
        public Object adapt(JsonNode value) {
            return value.isMissingNode() ? Optional.empty() : Optional.of(shape.adapt(value));
        }
    }

    record Sequence(CelShape item) implements CelShape {
        @Override
        public CelType type() {
            return ListType.create(item.type());
        }

        @Override
        public Object adapt(JsonNode value) {
            return value.isArray() ? new CelViews.Items(value, item) : CelViews.NULL;
        }
    }

    record Dictionary(CelShape value) implements CelShape {
        @Override
        public CelType type() {
            return MapType.create(SimpleType.STRING, value.type());
        }

        @Override
        public Object adapt(JsonNode json) {
            return json.isObject() ? new CelViews.Entries(json, value) : CelViews.NULL;
        }
    }

    /// @param fields by the names that rules use
    record Struct(StructType type, Map<String, Field> fields) implements CelShape {

        /// @param name as in JSON
        public record Field(String name, CelShape shape) {}

        /// @param name the type's name, unique within a schema and not writable in a rule
        public static Struct create(String name, Map<String, Field> fields) {
            var types =
                    ImmutableMap.copyOf(Maps.transformValues(fields, each -> each.shape().type()));
            return new Struct(
                    StructType.create(
                            name, types.keySet(), field -> Optional.ofNullable(types.get(field))),
                    fields);
        }

        @Override
        public Object adapt(JsonNode value) {
            return value.isObject() ? new CelViews.Fields(value, fields) : CelViews.NULL;
        }
    }
}
