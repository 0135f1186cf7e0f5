package dev.hanse.apiserver.admission.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;
import java.util.List;

/// Pods stay five minutes on a node that fails (Kubernetes' DefaultTolerationSeconds plugin).
final class PodTolerations implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final int SECONDS = 300;
    private static final List<String> FAILURES =
            List.of("node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable");

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor(PODS) || request.operation() == Operation.DELETE) {
            return;
        }
        var spec = request.requireObject().withObjectProperty("spec");
        for (var failure : FAILURES) {
            if (!tolerates(spec.path("tolerations"), failure)) {
                spec.withArrayProperty("tolerations")
                        .addObject()
                        .put("key", failure)
                        .put("operator", "Exists")
                        .put("effect", "NoExecute")
                        .put("tolerationSeconds", SECONDS);
            }
        }
    }

    private static boolean tolerates(JsonNode tolerations, String failure) {
        for (var each : tolerations) {
            var key = each.path("key").asText();
            var effect = each.path("effect").asText();
            if ((key.equals(failure) || key.isEmpty())
                    && (effect.equals("NoExecute") || effect.isEmpty())) {
                return true;
            }
        }
        return false;
    }
}
