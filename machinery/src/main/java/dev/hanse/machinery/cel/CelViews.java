package dev.hanse.machinery.cel;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// JSON containers as the Java collections that the CEL runtime reads. Read only, nothing is copied
/// before a rule asks for it.
final class CelViews {

    static final Object NULL = NullValue.NULL_VALUE;

    private CelViews() {}

    /// A value without a schema.
    static Object plain(JsonNode json) {
        return switch (json.getNodeType()) {
            case STRING -> json.textValue();
            case BOOLEAN -> json.booleanValue();
            case NUMBER -> json.isIntegralNumber() ? (Object) json.longValue() : json.doubleValue();
            case ARRAY -> new Items(json, CelShape.ANY);
            case OBJECT -> new Entries(json, CelShape.ANY);
            case BINARY, MISSING, NULL, POJO -> NULL;
        };
    }

    /// A list.
    static final class Items extends AbstractList<Object> {
        private final JsonNode json;
        private final CelShape item;

        Items(JsonNode json, CelShape item) {
            this.json = json;
            this.item = item;
        }

        @Override
        public Object get(int index) {
            return item.adapt(json.required(index));
        }

        @Override
        public int size() {
            return json.size();
        }
    }

    /// A map with free keys.
    static final class Entries extends AbstractMap<String, Object> {
        private final JsonNode json;
        private final CelShape value;

        Entries(JsonNode json, CelShape value) {
            this.json = json;
            this.value = value;
        }

        @Override
        public boolean containsKey(Object key) {
            return key instanceof String name && json.has(name);
        }

        @Override
        public @Nullable Object get(Object key) {
            var found = key instanceof String name ? json.get(name) : null;
            return found == null ? null : value.adapt(found);
        }

        @Override
        public int size() {
            return json.size();
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            var all = LinkedHashMap.<String, Object>newLinkedHashMap(json.size());
            json.properties().forEach(each -> all.put(each.getKey(), value.adapt(each.getValue())));
            return all.entrySet();
        }
    }

    /// An object with known fields; the others cannot be seen.
    static final class Fields extends AbstractMap<String, Object> {
        private final JsonNode json;
        private final Map<String, CelShape.Struct.Field> fields;

        Fields(JsonNode json, Map<String, CelShape.Struct.Field> fields) {
            this.json = json;
            this.fields = fields;
        }

        @Override
        public boolean containsKey(Object key) {
            var field = fields.get(key);
            return field != null && json.has(field.name());
        }

        @Override
        public @Nullable Object get(Object key) {
            var field = fields.get(key);
            if (field == null) {
                return null;
            }
            var found = json.get(field.name());
            return found == null ? null : field.shape().adapt(found);
        }

        @Override
        public Set<Entry<String, Object>> entrySet() {
            var all = new LinkedHashMap<String, Object>();
            fields.forEach(
                    (name, field) -> {
                        var found = json.get(field.name());
                        if (found != null) {
                            all.put(name, field.shape().adapt(found));
                        }
                    });
            return all.entrySet();
        }
    }
}
