package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which part of the old object is the same thing as a part of the new one: fields by name unless
/// the map is atomic, items of a list by their keys when it is of type `map`, otherwise nothing.
///
/// @param listKeys empty when items have no identity
record Correlation(boolean atomicMap, List<String> listKeys) {

    /// Finds the old item for a new one.
    @FunctionalInterface
    interface Counterparts {
        @Nullable JsonNode of(JsonNode item);
    }

    private static final Counterparts NONE = _ -> null;
    private static final Correlation BY_NAME = new Correlation(false, List.of());

    Correlation {
        listKeys = List.copyOf(listKeys);
    }

    static Correlation of(JsonNode schema) {
        var keys = new ArrayList<String>(0);
        if (schema.path("x-kubernetes-list-type").asText().equals("map")) {
            schema.path("x-kubernetes-list-map-keys").forEach(each -> keys.add(each.asText()));
        }
        boolean atomicMap = schema.path("x-kubernetes-map-type").asText().equals("atomic");
        return atomicMap || !keys.isEmpty() ? new Correlation(atomicMap, keys) : BY_NAME;
    }

    @Nullable JsonNode field(@Nullable JsonNode old, String name) {
        return old == null || atomicMap ? null : old.get(name);
    }

    Counterparts items(@Nullable JsonNode old) {
        if (old == null || !old.isArray() || listKeys.isEmpty()) {
            return NONE;
        }
        var byKey = new HashMap<List<JsonNode>, JsonNode>();
        old.forEach(item -> byKey.putIfAbsent(key(item), item));
        return item -> byKey.get(key(item));
    }

    private List<JsonNode> key(JsonNode item) {
        return listKeys.stream().map(item::path).toList();
    }
}
