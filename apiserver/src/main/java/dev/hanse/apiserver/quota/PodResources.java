package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;

/// What a whole pod requests, or is limited to: containers run together, init containers one after
/// the other except those that keep running (k8s.io/component-helpers/resource).
public record PodResources(Amounts requests, Amounts limits) {

    /// With what the pod costs besides its containers.
    static PodResources of(JsonNode spec) {
        var containers = ofContainers(spec);
        var overhead = Amounts.of(spec.path("overhead"));
        var limits = containers.limits;
        return new PodResources(
                containers.requests.plus(overhead),
                limits.plus(overhead.only(limits.byName().keySet())));
    }

    public static PodResources ofContainers(JsonNode spec) {
        return new PodResources(total(spec, "requests"), total(spec, "limits"));
    }

    private static Amounts total(JsonNode spec, String what) {
        var running = Amounts.NONE;
        for (var container : spec.path("containers")) {
            running = running.plus(amounts(container, what));
        }
        var sidecars = Amounts.NONE;
        var starting = Amounts.NONE;
        for (var container : spec.path("initContainers")) {
            var own = amounts(container, what);
            if (container.path("restartPolicy").asText().equals("Always")) {
                running = running.plus(own);
                sidecars = sidecars.plus(own);
                own = sidecars;
            } else {
                own = own.plus(sidecars);
            }
            starting = starting.max(own);
        }
        return ofWholePod(spec, what, running.max(starting));
    }

    /// What is said about the pod as a whole is instead of what its containers say.
    private static Amounts ofWholePod(JsonNode spec, String what, Amounts ofContainers) {
        var whole = Amounts.of(spec.path("resources").path(what));
        var kept = ofContainers.minus(ofContainers.only(whole.byName().keySet()));
        return kept.plus(whole);
    }

    private static Amounts amounts(JsonNode container, String what) {
        return Amounts.of(container.path("resources").path(what));
    }
}
