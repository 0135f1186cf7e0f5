package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// PriorityClasses: numbers with names, the highest of them for the system's own.
public final class PriorityClassStrategy implements Strategy {

    public static final Map<String, Integer> SYSTEM =
            Map.of(
                    "system-cluster-critical", 2_000_000_000,
                    "system-node-critical", 2_000_001_000);

    private static final int HIGHEST = 1_000_000_000;

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var name = object.path("metadata").path("name").asText();
        int value = object.path("value").asInt();
        if (!name.startsWith("system-")) {
            return value <= HIGHEST
                    ? List.of()
                    : List.of(
                            FieldError.forbidden(
                                    "value",
                                    "maximum allowed value of a user defined priority is "
                                            + HIGHEST));
        }
        var expected = SYSTEM.get(name);
        if (expected == null || expected != value || object.path("globalDefault").asBoolean()) {
            return List.of(
                    FieldError.forbidden(
                            "metadata.name",
                            "priority class names with 'system-' prefix are reserved for system use"
                                    + " only. error: "
                                    + problem(name, expected, value)));
        }
        return List.of();
    }

    private static String problem(String name, @Nullable Integer expected, int value) {
        if (expected == null) {
            return name + " is not a known system priority class";
        }
        return expected != value
                ? "value of " + name + " PriorityClass must be " + expected
                : "globalDefault of " + name + " PriorityClass must be false";
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var checks = new Checks();
        if (object.path("value").asInt() != old.path("value").asInt()) {
            checks.add(FieldError.forbidden("value", "may not be changed in an update."));
        }
        checks.immutable(
                object.path("preemptionPolicy"), old.path("preemptionPolicy"), "preemptionPolicy");
        return checks.errors();
    }
}
