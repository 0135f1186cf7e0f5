package dev.hanse.syncer.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// Server-side apply as far as one manager at a time needs it: conditions are a map by type, other
/// lists are values.
final class Applying {

    private Applying() {}

    /// Takes out what `earlier` said and `now` does not.
    static void remove(ObjectNode json, JsonNode earlier, JsonNode now) {
        for (var field : earlier.properties()) {
            var name = field.getKey();
            if (json.path(name) instanceof ObjectNode inner && field.getValue().isObject()) {
                remove(inner, field.getValue(), now.path(name));
            } else if (json.path(name) instanceof ArrayNode list && name.equals("conditions")) {
                field.getValue().forEach(each -> removeType(list, each.path("type").asText()));
            } else if (!now.has(name)) {
                json.remove(name);
            }
        }
    }

    static void set(ObjectNode json, JsonNode now) {
        for (var field : now.properties()) {
            var name = field.getKey();
            if (field.getValue().isObject()) {
                set(json.withObject("/" + name.replace("/", "~1")), field.getValue());
            } else if (name.equals("conditions")) {
                var list = json.withArray("/conditions");
                for (var each : field.getValue()) {
                    removeType(list, each.path("type").asText());
                    list.add(each.deepCopy());
                }
            } else {
                json.set(name, field.getValue().deepCopy());
            }
        }
    }

    private static void removeType(ArrayNode conditions, String type) {
        conditions.removeIf(each -> each.path("type").asText().equals(type));
    }
}
