package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.status.FieldError;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Pods: complete when they are made, and hardly changed afterwards but by the scheduler and the
/// kubelet (kubernetes pkg/registry/core/pod/strategy.go).
public final class PodStrategy implements Strategy {

    @Override
    public void afterDefaulting(ObjectNode object) {
        PodDefaults.pod(object);
    }

    @Override
    public void afterAdmission(RequestContext context, ObjectNode object) {
        var spec = object.path("spec");
        var status = object.putObject("status");
        status.put("phase", "Pending").put("qosClass", QualityOfService.of(spec));
        if (!spec.path("schedulingGates").isEmpty()) {
            status.putArray("conditions")
                    .addObject()
                    .put("type", "PodScheduled")
                    .put("status", "False")
                    .put(
                            "lastTransitionTime",
                            context.received().truncatedTo(ChronoUnit.SECONDS).toString())
                    .put("reason", "SchedulingGated")
                    .put("message", "Scheduling is blocked due to non-empty scheduling gates");
        }
    }

    @Override
    public void prepareForStatusUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        var status = object.withObjectProperty("status");
        var before = old.path("status");
        if (!status.has("qosClass") && before.has("qosClass")) {
            status.set("qosClass", before.get("qosClass"));
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        PodRules.check(object.path("spec"), "spec", checks);
        return checks.errors();
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return PodChanges.check(object, old);
    }

    /// Only what runs on a node needs time to end, and a kubelet that takes it away then.
    @Override
    public long deletionGraceSeconds(ObjectNode object, @Nullable Long asked) {
        var phase = object.path("status").path("phase").asText();
        if (!object.path("spec").has("nodeName")
                || phase.equals("Failed")
                || phase.equals("Succeeded")) {
            return 0;
        }
        long seconds =
                asked != null
                        ? asked
                        : object.path("spec").path("terminationGracePeriodSeconds").asLong();
        return seconds < 0 ? 1 : seconds;
    }

    @Override
    public Map<String, SubresourceHandler> subresources() {
        return Map.of("ephemeralcontainers", new EphemeralContainers(), "resize", new PodResize());
    }
}
