package dev.hanse.apiserver.limits;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.quota.PodResources;
import java.util.List;

/// Holds a pod, and each of its containers, to a LimitRange.
final class PodLimits {

    private PodLimits() {}

    static void check(JsonNode rangeSpec, JsonNode podSpec, List<String> problems) {
        for (var item : rangeSpec.path("limits")) {
            var type = item.path("type").asText();
            if (type.equals("Container")) {
                containers(new Bounds(type, item), podSpec, problems);
            } else if (type.equals("Pod")) {
                var whole = PodResources.ofContainers(podSpec);
                new Bounds(type, item)
                        .check(whole.requests().toJson(), whole.limits().toJson(), problems);
            }
        }
    }

    private static void containers(Bounds bounds, JsonNode podSpec, List<String> problems) {
        for (var list : List.of("containers", "initContainers")) {
            for (var container : podSpec.path(list)) {
                var resources = container.path("resources");
                bounds.check(resources.path("requests"), resources.path("limits"), problems);
            }
        }
    }
}
