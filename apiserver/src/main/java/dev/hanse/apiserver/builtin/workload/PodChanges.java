package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.Difference;
import dev.hanse.machinery.status.FieldError;
import java.util.HashSet;
import java.util.List;

/// What may change of a pod that runs or waits to run (kubernetes pkg/apis/core/validation,
/// ValidatePodUpdate).
final class PodChanges {

    private static final String CHANGEABLE =
            "`spec.containers[*].image`,`spec.initContainers[*].image`,"
                    + "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing"
                    + " tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1"
                    + " if it was previously negative)";

    private PodChanges() {}

    static List<FieldError> check(ObjectNode object, ObjectNode old) {
        var checks = new Checks();
        var before = old.path("spec");
        if (!(object.path("spec").deepCopy() instanceof ObjectNode spec) || spec.equals(before)) {
            return List.of();
        }
        for (var list : List.of("containers", "initContainers")) {
            if (spec.path(list).size() != before.path(list).size()) {
                checks.add(
                        FieldError.forbidden(
                                "spec." + list, "pod updates may not add or remove containers"));
                return checks.errors();
            }
        }
        deadline(spec.path("activeDeadlineSeconds"), before.path("activeDeadlineSeconds"), checks);
        onlyAdded(spec.path("tolerations"), before.path("tolerations"), checks);
        onlyRemoved(spec.path("schedulingGates"), before.path("schedulingGates"), checks);
        ignoreChangeable(spec, before);
        if (!before.path("schedulingGates").isEmpty()) {
            // Nobody has looked for a node yet, so the choice may still be narrowed.
            onlyAddedSelectors(spec.path("nodeSelector"), before.path("nodeSelector"), checks);
            restore(spec, before, "nodeSelector");
        }
        if (!spec.equals(before)) {
            checks.add(
                    FieldError.forbidden(
                            "spec",
                            "pod updates may not change fields other than "
                                    + CHANGEABLE
                                    + "\n"
                                    + Difference.between(before, spec)));
        }
        return checks.errors();
    }

    private static void ignoreChangeable(ObjectNode spec, JsonNode before) {
        for (var list : List.of("containers", "initContainers")) {
            for (int i = 0; i < spec.path(list).size(); i++) {
                restore((ObjectNode) spec.path(list).get(i), before.path(list).get(i), "image");
            }
        }
        for (var field : List.of("activeDeadlineSeconds", "schedulingGates", "tolerations")) {
            restore(spec, before, field);
        }
        if (before.path("terminationGracePeriodSeconds").asLong() < 0
                && spec.path("terminationGracePeriodSeconds").asLong() == 1) {
            restore(spec, before, "terminationGracePeriodSeconds");
        }
    }

    private static void restore(ObjectNode object, JsonNode source, String field) {
        if (source.has(field)) {
            object.set(field, source.get(field));
        } else {
            object.remove(field);
        }
    }

    private static void deadline(JsonNode now, JsonNode before, Checks checks) {
        var field = "spec.activeDeadlineSeconds";
        if (now.isMissingNode()) {
            if (!before.isMissingNode()) {
                checks.add(
                        FieldError.invalid(
                                field,
                                null,
                                "must not update from a positive integer to nil value"));
            }
        } else if (now.asLong() < 0 || now.asLong() > Integer.MAX_VALUE) {
            checks.add(
                    FieldError.invalid(field, now, "must be between 0 and 2147483647, inclusive"));
        } else if (before.isNumber() && before.asLong() < now.asLong()) {
            checks.add(
                    FieldError.invalid(field, now, "must be less than or equal to previous value"));
        }
    }

    private static void onlyAdded(JsonNode now, JsonNode before, Checks checks) {
        var kept = new HashSet<JsonNode>();
        now.forEach(each -> kept.add(withoutSeconds(each)));
        for (var each : before) {
            if (!kept.contains(withoutSeconds(each))) {
                checks.add(
                        FieldError.forbidden(
                                "spec.tolerations",
                                "existing toleration can not be modified except its"
                                        + " tolerationSeconds"));
                return;
            }
        }
    }

    private static JsonNode withoutSeconds(JsonNode toleration) {
        ObjectNode copy = toleration.deepCopy();
        copy.remove("tolerationSeconds");
        return copy;
    }

    private static void onlyRemoved(JsonNode now, JsonNode before, Checks checks) {
        var known = new HashSet<JsonNode>();
        if (before instanceof ArrayNode gates) {
            gates.forEach(known::add);
        }
        for (int i = 0; i < now.size(); i++) {
            if (!known.contains(now.get(i))) {
                checks.add(
                        FieldError.forbidden(
                                "spec.schedulingGates[" + i + "].name",
                                "only deletion is allowed, but found new scheduling gate '"
                                        + now.get(i).path("name").asText()
                                        + "'"));
            }
        }
    }

    private static void onlyAddedSelectors(JsonNode now, JsonNode before, Checks checks) {
        for (var each : before.properties()) {
            if (!each.getValue().equals(now.path(each.getKey()))) {
                checks.add(
                        FieldError.invalid(
                                "spec.nodeSelector",
                                now,
                                "only additions to spec.nodeSelector are allowed (no mutations or"
                                        + " deletions)"));
                return;
            }
        }
    }
}
