package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What a queue may change of the pods of a job that is suspended and has not started: where they
/// run (KEP-2926), and what they ask for.
final class JobTemplateChange {

    private JobTemplateChange() {}

    /// The old template with everything in it that may change as `spec` wants it.
    static JsonNode of(JsonNode spec, ObjectNode old) {
        var template = old.path("spec").path("template").deepCopy();
        if (!isMutable(old) || !(template instanceof ObjectNode allowed)) {
            return template;
        }
        var wanted = spec.path("template");
        var pod = allowed.withObjectProperty("spec");
        for (var field : List.of("nodeSelector", "tolerations", "schedulingGates")) {
            take(pod, wanted.path("spec"), field);
        }
        var affinity = wanted.path("spec").path("affinity").path("nodeAffinity");
        if (!affinity.isMissingNode()) {
            pod.withObjectProperty("affinity").set("nodeAffinity", affinity);
        } else if (pod.path("affinity") instanceof ObjectNode known) {
            known.remove("nodeAffinity");
            if (known.isEmpty()) {
                pod.remove("affinity");
            }
        }
        for (var field : List.of("labels", "annotations")) {
            take(allowed.withObjectProperty("metadata"), wanted.path("metadata"), field);
        }
        for (var list : PodDefaults.CONTAINER_LISTS) {
            var before = pod.path(list);
            var after = wanted.path("spec").path(list);
            for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
                take((ObjectNode) before.get(i), after.get(i), "resources");
            }
        }
        return allowed;
    }

    private static boolean isMutable(ObjectNode old) {
        return old.path("spec").path("suspend").asBoolean()
                && !old.path("status").has("startTime")
                && old.path("status").path("active").asInt() == 0;
    }

    private static void take(ObjectNode target, JsonNode source, String field) {
        if (source.has(field)) {
            target.set(field, source.get(field));
        } else {
            target.remove(field);
        }
    }
}
