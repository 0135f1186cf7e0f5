package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What KEP-555 says of [RandomThings], without any tree: an object is a map from paths to values,
/// and a manager has a set of paths. Of lists and maps it knows what is in them only.
final class ApplyModel {

    private static final String ITEM = "\\.spec\\.map\\[k=\\d]";

    private Map<String, String> values = new TreeMap<>();
    private final Map<String, Set<String>> owners = new TreeMap<>();

    /// @return whether there was no conflict
    boolean apply(String manager, ObjectNode configuration, boolean force) {
        var said = values(configuration);
        var changed = changes(said);
        var me = manager + " Apply";
        boolean conflict =
                owners.entrySet().stream()
                        .filter(each -> !each.getKey().equals(me))
                        .anyMatch(each -> each.getValue().stream().anyMatch(changed::contains));
        if (conflict && !force) {
            return false;
        }
        var dropped = new TreeSet<>(owners.getOrDefault(me, Set.of()));
        dropped.removeAll(said.keySet());
        owners.remove(me);
        owners.values().forEach(each -> each.removeAll(changed));
        values.putAll(said);
        owners.put(me, new TreeSet<>(said.keySet()));
        owners.values().forEach(dropped::removeAll);
        dropped.forEach(this::remove);
        return true;
    }

    void update(String manager, ObjectNode object) {
        var said = values(object);
        var changed = changes(said);
        owners.values().forEach(each -> each.removeAll(changed));
        owners.computeIfAbsent(manager + " Update", _ -> new TreeSet<>()).addAll(changed);
        owners.values().forEach(each -> each.retainAll(said.keySet()));
        values = said;
    }

    /// Paths at which `said` has another value than there is, or one where there is none.
    private Set<String> changes(Map<String, String> said) {
        return said.entrySet().stream()
                .filter(each -> !each.getValue().equals(values.get(each.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /// An item takes its fields with it, whoever owns those.
    private void remove(String path) {
        if (path.matches(ITEM)) {
            values.keySet().removeIf(each -> each.startsWith(path));
            owners.values().forEach(set -> set.removeIf(each -> each.startsWith(path)));
        } else {
            values.remove(path);
        }
    }

    Map<String, String> values() {
        return values;
    }

    /// The paths of every manager that has any, by `<name> <operation>`.
    Map<String, Set<String>> owners() {
        var owning = new TreeMap<>(owners);
        owning.values().removeIf(Set::isEmpty);
        return owning;
    }

    /// The values of an object by their paths.
    static Map<String, String> values(ObjectNode object) {
        var values = new TreeMap<String, String>();
        var spec = object.path("spec");
        for (var name : new String[] {"a", "b", "kept", "atom"}) {
            if (spec.has(name)) {
                values.put(".spec." + name, sorted(spec.path(name)));
            }
        }
        spec.path("keys")
                .properties()
                .forEach(
                        each ->
                                values.put(
                                        ".spec.keys." + each.getKey(), each.getValue().asText()));
        spec.path("set").forEach(each -> values.put(".spec.set[=" + each + "]", ""));
        for (var item : spec.path("map")) {
            var path = ".spec.map[k=" + item.path("k") + "]";
            values.put(path, "");
            item.properties()
                    .forEach(
                            each ->
                                    values.put(
                                            path + "." + each.getKey(), each.getValue().asText()));
        }
        return values;
    }

    private static String sorted(JsonNode map) {
        var sorted = new TreeMap<String, String>();
        map.properties().forEach(each -> sorted.put(each.getKey(), each.getValue().asText()));
        return map.isObject() ? sorted.toString() : map.asText();
    }

    /// The paths in managedFields that the model knows, by `<name> <operation>`.
    static Map<String, Set<String>> owners(ObjectNode object) {
        var owners = new TreeMap<String, Set<String>>();
        for (var entry : object.at("/metadata/managedFields")) {
            var paths =
                    FieldsV1.decode(entry.path("fieldsV1")).paths().stream()
                            .map(FieldSet::text)
                            .filter(each -> !each.matches("\\.spec(\\.(keys|set|map))?"))
                            .collect(Collectors.toCollection(TreeSet::new));
            if (!paths.isEmpty()) {
                owners.put(
                        entry.path("manager").asText() + " " + entry.path("operation").asText(),
                        paths);
            }
        }
        return owners;
    }
}
