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
import java.util.Comparator;
import java.util.Optional;

/// Gives pods the number that their priority class stands for, and keeps the default class one
/// (Kubernetes' Priority plugin).
final class PodPriority implements AdmissionPlugin {

    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final GroupResource CLASSES =
            new GroupResource("scheduling.k8s.io", "priorityclasses");

    private final StoredObjects objects;

    PodPriority(StoredObjects objects) {
        this.objects = objects;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (request.isFor(PODS) && request.operation() == Operation.CREATE) {
            setPriority(request, request.requireObject().withObjectProperty("spec"));
        }
    }

    private void setPriority(AdmissionRequest request, ObjectNode spec) {
        var name = spec.path("priorityClassName").asText();
        var chosen = name.isEmpty() ? standard(request) : Optional.of(named(request, name));
        chosen.filter(_ -> name.isEmpty())
                .ifPresent(each -> spec.put("priorityClassName", each.name()));
        int priority = chosen.map(each -> each.json().path("value").asInt()).orElse(0);
        var asked = spec.path("priority");
        if (asked.isNumber() && asked.asInt() != priority) {
            throw ApiException.forbidden(
                    PODS,
                    request.name(),
                    ("the integer value of priority (%d) must not be provided in pod spec; priority"
                                    + " admission controller computed %d from the given"
                                    + " PriorityClass name")
                            .formatted(asked.asInt(), priority));
        }
        spec.put("priority", priority);
        if (!spec.has("preemptionPolicy")) {
            spec.put(
                    "preemptionPolicy",
                    chosen.map(each -> each.json().path("preemptionPolicy").asText())
                            .filter(each -> !each.isEmpty())
                            .orElse("PreemptLowerPriority"));
        }
    }

    private KubeObject named(AdmissionRequest request, String name) {
        return objects.get(
                        StorageResource.builtIn(CLASSES),
                        new ObjectKey(request.cluster(), "", name))
                .orElseThrow(
                        () ->
                                ApiException.forbidden(
                                        PODS,
                                        request.name(),
                                        "no PriorityClass with name " + name + " was found"));
    }

    /// The lowest of the classes that say they are the default.
    private Optional<KubeObject> standard(AdmissionRequest request) {
        return objects.list(StorageResource.builtIn(CLASSES), request.cluster()).stream()
                .filter(each -> each.json().path("globalDefault").asBoolean())
                .min(Comparator.comparingInt(each -> each.json().path("value").asInt()));
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isFor(CLASSES)
                || request.operation() == Operation.DELETE
                || !request.requireObject().path("globalDefault").asBoolean()) {
            return;
        }
        standard(request)
                .filter(each -> !each.name().equals(request.name()))
                .ifPresent(
                        each -> {
                            throw ApiException.forbidden(
                                    CLASSES,
                                    request.name(),
                                    "PriorityClass "
                                            + each.name()
                                            + " is already marked as default. Only one default can"
                                            + " exist");
                        });
    }
}
