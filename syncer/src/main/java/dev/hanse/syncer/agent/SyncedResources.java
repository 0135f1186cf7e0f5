package dev.hanse.syncer.agent;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.syncer.api.ExportedApi;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Which APIs the agent carries, as it reports them on its SyncTarget. Thread-safe.
public final class SyncedResources {

    private record State(ExportedApi api, String identity, boolean accepted) {}

    private final Map<String, State> states = new ConcurrentHashMap<>();

    /// The API is wanted, but it is not known yet whether the worker serves it.
    void expect(ExportedApi api, String identity) {
        var key = api.resource().groupResource().toString();
        states.putIfAbsent(key, new State(api, identity, false));
    }

    /// @param accepted whether the worker serves the API
    void put(ExportedApi api, String identity, boolean accepted) {
        var key = api.resource().groupResource().toString();
        states.put(key, new State(api, identity, accepted));
    }

    public ArrayNode toJson() {
        var json = JsonNodeFactory.instance.arrayNode();
        states.values().stream()
                .sorted(Comparator.comparing(each -> each.api().resource().groupResource()))
                .forEach(
                        each -> {
                            var entry = json.addObject();
                            entry.put("group", each.api().resource().group());
                            entry.put("resource", each.api().resource().resource());
                            entry.putArray("versions").add(each.api().resource().version());
                            entry.put("identityHash", each.identity());
                            entry.put("state", each.accepted() ? "Accepted" : "Pending");
                        });
        return json;
    }
}
