package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.Converter;
import java.util.LinkedHashMap;
import java.util.Map;

/// Core events seen as events of `events.k8s.io`. Both are one resource with two names for some of
/// its fields, stored as core events.
final class EventConverter implements Converter {

    /// What the stored form is called among the versions of `events.k8s.io`; never served.
    static final String STORED = "core-v1";

    private static final Map<String, String> TO_CORE =
            Map.of(
                    "regarding", "involvedObject",
                    "note", "message",
                    "reportingController", "reportingComponent",
                    "deprecatedSource", "source",
                    "deprecatedFirstTimestamp", "firstTimestamp",
                    "deprecatedLastTimestamp", "lastTimestamp",
                    "deprecatedCount", "count");

    private static final Map<String, String> FROM_CORE = inverse(TO_CORE);

    @Override
    public ObjectNode convert(ObjectNode object, String group, String toVersion) {
        boolean toCore = toVersion.equals(STORED);
        var names = toCore ? TO_CORE : FROM_CORE;
        var converted = JsonNodeFactory.instance.objectNode();
        object.properties()
                .forEach(
                        each ->
                                converted.set(
                                        names.getOrDefault(each.getKey(), each.getKey()),
                                        each.getValue()));
        converted.put("apiVersion", toCore ? "v1" : group + "/" + toVersion);
        return converted;
    }

    private static Map<String, String> inverse(Map<String, String> map) {
        var inverse = new LinkedHashMap<String, String>();
        map.forEach((from, to) -> inverse.put(to, from));
        return Map.copyOf(inverse);
    }
}
