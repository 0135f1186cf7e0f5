package dev.hanse.apiserver.admission.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;

/// What the way a pod is run costs, and where it can be run (Kubernetes' RuntimeClass plugin).
final class PodRuntimeClass implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final StorageResource CLASSES =
            StorageResource.builtIn(new GroupResource("node.k8s.io", "runtimeclasses"));

    private final StoredObjects objects;

    PodRuntimeClass(StoredObjects objects) {
        this.objects = objects;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor(PODS) || request.operation() != Operation.CREATE) {
            return;
        }
        var spec = request.requireObject().withObjectProperty("spec");
        var name = spec.path("runtimeClassName").asText();
        if (name.isEmpty()) {
            return;
        }
        var runtime =
                objects.get(CLASSES, new ObjectKey(request.cluster(), "", name))
                        .orElseThrow(
                                () ->
                                        ApiException.forbidden(
                                                PODS,
                                                request.name(),
                                                "pod rejected: RuntimeClass \""
                                                        + name
                                                        + "\" not found"));
        apply(request, runtime, spec);
    }

    private static void apply(AdmissionRequest request, KubeObject runtime, ObjectNode spec) {
        var overhead = runtime.json().path("overhead").path("podFixed");
        if (!overhead.isEmpty()) {
            if (spec.has("overhead") && !spec.path("overhead").equals(overhead)) {
                throw ApiException.forbidden(
                        PODS,
                        request.name(),
                        "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined"
                                + " Overhead");
            }
            spec.set("overhead", overhead.deepCopy());
        }
        var scheduling = runtime.json().path("scheduling");
        for (var label : scheduling.path("nodeSelector").properties()) {
            var selector = spec.withObjectProperty("nodeSelector");
            if (selector.has(label.getKey())
                    && !selector.get(label.getKey()).equals(label.getValue())) {
                throw ApiException.forbidden(
                        PODS,
                        request.name(),
                        "conflict: runtimeClass.scheduling.nodeSelector["
                                + label.getKey()
                                + "] = "
                                + label.getValue().asText()
                                + "; pod.spec.nodeSelector["
                                + label.getKey()
                                + "] = "
                                + selector.get(label.getKey()).asText());
            }
            selector.set(label.getKey(), label.getValue());
        }
        for (var toleration : scheduling.path("tolerations")) {
            spec.withArrayProperty("tolerations").add(toleration.deepCopy());
        }
    }
}
