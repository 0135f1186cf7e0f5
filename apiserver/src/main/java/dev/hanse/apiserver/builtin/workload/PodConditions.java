package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// Sets conditions of a pod as Kubernetes' own helpers do.
final class PodConditions {

    private PodConditions() {}

    /// Puts `condition` in the place of the one of its type; the time tells when its status became
    /// what it is.
    static void set(ObjectNode pod, ObjectNode condition, String now) {
        var conditions = pod.withObjectProperty("status").withArrayProperty("conditions");
        var type = condition.path("type");
        for (int i = 0; i < conditions.size(); i++) {
            var before = conditions.get(i);
            if (before.path("type").equals(type)) {
                boolean same = before.path("status").equals(condition.path("status"));
                condition.put(
                        "lastTransitionTime",
                        same ? before.path("lastTransitionTime").asText(now) : now);
                conditions.set(i, condition);
                return;
            }
        }
        conditions.add(condition.put("lastTransitionTime", now));
    }
}
