package dev.hanse.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// What containers get that say nothing about a resource.
///
/// @param requests and `limits` are resource lists
record ContainerDefaults(ObjectNode requests, ObjectNode limits) {

    private static final String ANNOTATION = "kubernetes.io/limit-ranger";

    static ContainerDefaults of(JsonNode rangeSpec) {
        var defaults =
                new ContainerDefaults(
                        JsonNodeFactory.instance.objectNode(),
                        JsonNodeFactory.instance.objectNode());
        for (var item : rangeSpec.path("limits")) {
            if (item.path("type").asText().equals("Container")) {
                item.path("defaultRequest")
                        .properties()
                        .forEach(each -> defaults.requests.set(each.getKey(), each.getValue()));
                item.path("default")
                        .properties()
                        .forEach(each -> defaults.limits.set(each.getKey(), each.getValue()));
            }
        }
        return defaults;
    }

    /// Completes the containers of a pod, and says on it which.
    void apply(ObjectNode pod) {
        var said = new ArrayList<String>();
        for (var container : pod.path("spec").path("containers")) {
            complete((ObjectNode) container, "container ", said);
        }
        for (var container : pod.path("spec").path("initContainers")) {
            complete((ObjectNode) container, "init container ", said);
        }
        if (!said.isEmpty()) {
            pod.withObject("/metadata/annotations")
                    .put(ANNOTATION, "LimitRanger plugin set: " + String.join("; ", said));
        }
    }

    private void complete(ObjectNode container, String what, List<String> said) {
        var name = what + container.path("name").asText();
        complete(container, "requests", requests, " request for " + name, said);
        complete(container, "limits", limits, " limit for " + name, said);
    }

    private static void complete(
            ObjectNode container,
            String list,
            ObjectNode defaults,
            String words,
            List<String> said) {
        var set = new TreeSet<String>();
        for (var each : defaults.properties()) {
            if (!container.path("resources").path(list).has(each.getKey())) {
                container
                        .withObject("/resources")
                        .withObject("/" + list)
                        .set(each.getKey(), each.getValue());
                set.add(each.getKey());
            }
        }
        if (!set.isEmpty()) {
            said.add(String.join(", ", set) + words);
        }
    }
}
