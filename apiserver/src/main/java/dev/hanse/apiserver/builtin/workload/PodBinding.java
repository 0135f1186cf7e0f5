package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.PatchType;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.machinery.status.Status;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// `pods/binding`: the scheduler says which node a pod goes to, once.
final class PodBinding implements SubresourceHandler {

    static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");
    private static final GroupResource BINDINGS = new GroupResource("", "pods/binding");

    private final Supplier<ObjectClient> client;

    PodBinding(Supplier<ObjectClient> client) {
        this.client = client;
    }

    @Override
    public GroupVersionKind kind() {
        return new GroupVersionKind("", "v1", "Binding");
    }

    @Override
    public Set<String> verbs() {
        return Set.of("create");
    }

    @Override
    public KubeObject create(
            RequestContext context, ObjectKey key, KubeObject parent, ObjectNode body) {
        var metadata = body.path("metadata");
        var name = metadata.path("name").asText(key.name());
        if (!name.equals(key.name())) {
            throw ApiException.badRequest("name in URL does not match name in Binding object");
        }
        check(body.path("target"));
        var uid = metadata.path("uid").asText();
        if (!uid.isEmpty() && !uid.equals(parent.uid())) {
            throw ApiException.conflict(
                    BINDINGS,
                    key.name(),
                    "Precondition failed: UID in precondition: %s, UID in object meta: %s"
                            .formatted(uid, parent.uid()));
        }
        client.get()
                .patch(
                        ResourceScope.in(key.cluster(), PODS, key.namespace()),
                        key.name(),
                        "binding",
                        PatchType.MERGE,
                        assignment(parent, body));
        return Success.created();
    }

    private static void check(JsonNode target) {
        var kind = target.path("kind").asText();
        var errors = new ArrayList<FieldError>();
        if (!kind.isEmpty() && !kind.equals("Node")) {
            errors.add(FieldError.notSupported("target.kind", kind, List.of("Node", "<empty>")));
        }
        if (target.path("name").asText().isEmpty()) {
            errors.add(FieldError.required("target.name", ""));
        }
        if (!errors.isEmpty()) {
            // Not one of Kubernetes' own statuses, and so an internal error there.
            var text = errors.stream().map(FieldError::toString).collect(Collectors.joining(", "));
            throw new ApiException(
                    Status.failure(500, "", errors.size() > 1 ? "[" + text + "]" : text));
        }
    }

    private static ObjectNode assignment(KubeObject pod, ObjectNode body) {
        var patch = JsonNodeFactory.instance.objectNode();
        var metadata = patch.putObject("metadata").put("uid", pod.uid());
        for (var field : List.of("annotations", "labels")) {
            if (body.path("metadata").has(field)) {
                metadata.set(field, body.path("metadata").get(field));
            }
        }
        patch.putObject("spec").put("nodeName", body.path("target").path("name").asText());
        return patch;
    }

    @Override
    public void merge(RequestContext context, ObjectNode stored, ObjectNode wanted) {
        var name = stored.path("metadata").path("name").asText();
        var spec = stored.withObjectProperty("spec");
        if (stored.path("metadata").has("deletionTimestamp")) {
            throw refused(name, "is being deleted, cannot be assigned to a host");
        }
        if (spec.has("nodeName")) {
            throw refused(
                    name, "is already assigned to node \"" + spec.path("nodeName").asText() + "\"");
        }
        if (!spec.path("schedulingGates").isEmpty()) {
            throw refused(name, "has non-empty .spec.schedulingGates");
        }
        spec.set("nodeName", wanted.path("spec").path("nodeName"));
        var metadata = stored.withObjectProperty("metadata");
        for (var field : List.of("annotations", "labels")) {
            if (wanted.path("metadata").has(field)) {
                metadata.set(field, wanted.path("metadata").get(field));
            }
        }
        stored.withObjectProperty("status").remove("nominatedNodeName");
        PodConditions.set(
                stored,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("type", "PodScheduled")
                        .put("status", "True"),
                context.received().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static ApiException refused(String name, String why) {
        return ApiException.conflict(BINDINGS, name, "pod " + name + " " + why);
    }
}
