package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// Whether a pod wants to be near to, or away from, pods of other namespaces.
final class PodAffinity {

    private PodAffinity() {}

    static boolean crossesNamespaces(JsonNode podSpec) {
        for (var kind : List.of("podAffinity", "podAntiAffinity")) {
            var affinity = podSpec.path("affinity").path(kind);
            for (var term : affinity.path("requiredDuringSchedulingIgnoredDuringExecution")) {
                if (namesNamespaces(term)) {
                    return true;
                }
            }
            for (var term : affinity.path("preferredDuringSchedulingIgnoredDuringExecution")) {
                if (namesNamespaces(term.path("podAffinityTerm"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean namesNamespaces(JsonNode term) {
        return !term.path("namespaces").isEmpty() || term.hasNonNull("namespaceSelector");
    }
}
