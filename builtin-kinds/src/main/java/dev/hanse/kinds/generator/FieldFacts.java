package dev.hanse.kinds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The overlay's facts about single fields, by class and field.
///
/// A fact about a class or field that does not exist would silently lose a merge key when the
/// client is upgraded, so it fails the build.
final class FieldFacts {
    private static final String CLASS_ITSELF = ".";
    private static final Map<String, String> EXTENSIONS =
            Map.of(
                    "listType", "x-kubernetes-list-type",
                    "listMapKeys", "x-kubernetes-list-map-keys",
                    "mapType", "x-kubernetes-map-type",
                    "patchStrategy", "x-kubernetes-patch-strategy",
                    "patchMergeKey", "x-kubernetes-patch-merge-key");

    private final Map<String, JsonNode> byClass;
    private final Set<String> used = new HashSet<>();

    private FieldFacts(Map<String, JsonNode> byClass) {
        this.byClass = byClass;
    }

    static FieldFacts read(List<Path> files) throws IOException {
        var found = new TreeMap<String, JsonNode>();
        for (var file : files) {
            for (var each : OverlayYaml.read(file).properties()) {
                if (found.put(each.getKey(), each.getValue()) != null) {
                    throw new IllegalStateException(
                            each.getKey() + " is described twice, again in " + file);
                }
            }
        }
        return new FieldFacts(found);
    }

    /// Adds what the overlay knows to the schema of a class.
    void apply(String className, ObjectNode schema) {
        var facts = byClass.get(className);
        if (facts == null) {
            return;
        }
        used.add(className);
        for (var fact : facts.properties()) {
            var target =
                    fact.getKey().equals(CLASS_ITSELF)
                            ? schema
                            : schema.path("properties").path(fact.getKey());
            if (!(target instanceof ObjectNode node)) {
                throw new IllegalStateException(className + " has no field " + fact.getKey());
            }
            merge(node, fact.getValue());
        }
    }

    void requireAllUsed() {
        var unused = new TreeSet<>(byClass.keySet());
        unused.removeAll(used);
        if (!unused.isEmpty()) {
            throw new IllegalStateException("no kind reaches the classes " + unused);
        }
    }

    private static void merge(ObjectNode target, JsonNode facts) {
        for (var fact : facts.properties()) {
            var keyword = EXTENSIONS.getOrDefault(fact.getKey(), fact.getKey());
            if (keyword.equals("items") && target.get("items") instanceof ObjectNode items) {
                merge(items, fact.getValue());
            } else {
                target.set(keyword, fact.getValue());
            }
        }
    }
}
