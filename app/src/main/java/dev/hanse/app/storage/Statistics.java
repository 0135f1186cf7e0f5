package dev.hanse.app.storage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/// How many keys and bytes each API has in a store.
final class Statistics {

    private static final class Usage {
        private long keys;
        private long bytes;
    }

    private final Map<String, Usage> apis = new HashMap<>();

    void add(Entry entry) {
        var usage = apis.computeIfAbsent(api(entry.key().utf8()), _ -> new Usage());
        usage.keys++;
        usage.bytes += entry.key().length() + entry.value().length();
    }

    /// Two segments behind the first one, which all keys share: group and resource.
    private static String api(String key) {
        int group = key.indexOf('/', 1) + 1;
        int resource = key.indexOf('/', group) + 1;
        int rest = key.indexOf('/', resource);
        return group <= 0 || resource <= 0 || rest < 0 ? "other" : key.substring(group, rest);
    }

    /// @param revision what was counted
    ObjectNode toJson(Revision revision) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("revision", revision.value());
        json.put("keys", apis.values().stream().mapToLong(each -> each.keys).sum());
        json.put("bytes", apis.values().stream().mapToLong(each -> each.bytes).sum());
        var list = json.putArray("apis");
        apis.entrySet().stream()
                .sorted(
                        Comparator.<Map.Entry<String, Usage>>comparingLong(
                                        each -> -each.getValue().bytes)
                                .thenComparing(Map.Entry::getKey))
                .forEach(
                        each ->
                                list.addObject()
                                        .put("api", each.getKey())
                                        .put("keys", each.getValue().keys)
                                        .put("bytes", each.getValue().bytes));
        return json;
    }
}
