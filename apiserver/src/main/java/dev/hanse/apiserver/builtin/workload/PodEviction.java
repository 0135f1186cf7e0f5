package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.SelectorRules;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ObjectClient.PatchType;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// `pods/eviction`: a deletion that asks the pod's disruption budget first.
final class PodEviction implements SubresourceHandler {

    private static final GroupVersionResource BUDGETS =
            new GroupVersionResource("policy", "v1", "poddisruptionbudgets");
    private static final Set<String> UNPROTECTED = Set.of("Succeeded", "Failed", "Pending");
    private static final int TRIES = 20;

    private final Supplier<ObjectClient> client;

    PodEviction(Supplier<ObjectClient> client) {
        this.client = client;
    }

    @Override
    public GroupVersionKind kind() {
        return new GroupVersionKind("policy", "v1", "Eviction");
    }

    @Override
    public Set<String> verbs() {
        return Set.of("create");
    }

    @Override
    public KubeObject create(
            RequestContext context, ObjectKey key, KubeObject pod, ObjectNode body) {
        if (!body.path("metadata").path("name").asText(key.name()).equals(key.name())) {
            throw ApiException.badRequest("name in URL does not match name in Eviction object");
        }
        var now = context.received().truncatedTo(ChronoUnit.SECONDS).toString();
        if (!isUnprotected(pod)) {
            var budget = budget(key, pod);
            if (budget.isPresent() && !mayGoUnhealthy(pod, budget.get())) {
                spend(key, budget.get().name(), now);
            }
        }
        evict(key, pod, body, now);
        return Success.created();
    }

    private static boolean isUnprotected(KubeObject pod) {
        return pod.isBeingDeleted()
                || UNPROTECTED.contains(pod.json().path("status").path("phase").asText());
    }

    /// The one budget whose selector finds the pod.
    private Optional<KubeObject> budget(ObjectKey key, KubeObject pod) {
        var labels = pod.metadata().path("labels");
        var found =
                client.get().list(budgets(key), ListOptions.ALL).items().stream()
                        .filter(
                                each ->
                                        SelectorRules.selects(
                                                each.json().path("spec").path("selector"), labels))
                        .toList();
        if (found.size() > 1) {
            throw new ApiException(
                    Status.failure(
                            500,
                            "",
                            "This pod has more than one PodDisruptionBudget, which the eviction"
                                    + " subresource does not support."));
        }
        return found.stream().findFirst();
    }

    private static ResourceScope budgets(ObjectKey key) {
        return ResourceScope.in(key.cluster(), BUDGETS, key.namespace());
    }

    /// Whether the pod does not count for the budget, because it is not ready anyway (KEP-3017).
    private static boolean mayGoUnhealthy(KubeObject pod, KubeObject budget) {
        for (var condition : pod.json().path("status").path("conditions")) {
            if (condition.path("type").asText().equals("Ready")
                    && condition.path("status").asText().equals("True")) {
                return false;
            }
        }
        var policy = budget.json().path("spec").path("unhealthyPodEvictionPolicy").asText();
        var status = budget.json().path("status");
        int desired = status.path("desiredHealthy").asInt();
        return policy.equals("AlwaysAllow")
                || (desired > 0 && status.path("currentHealthy").asInt() >= desired);
    }

    /// Takes one disruption from the budget, or refuses.
    private void spend(ObjectKey key, String budget, String now) {
        for (int attempt = 1; ; attempt++) {
            var current = client.get().get(budgets(key), budget);
            DisruptionRules.requireAllowed(current);
            var changed = current.json().deepCopy();
            var status = changed.withObjectProperty("status");
            status.put("disruptionsAllowed", status.path("disruptionsAllowed").asInt() - 1);
            status.withObjectProperty("disruptedPods").put(key.name(), now);
            try {
                client.get().updateStatus(budgets(key), new KubeObject(changed));
                return;
            } catch (ApiException e) {
                if (!e.isConflict() || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void evict(ObjectKey key, KubeObject pod, ObjectNode body, String now) {
        var pods = ResourceScope.in(key.cluster(), PodBinding.PODS, key.namespace());
        var condition = JsonNodeFactory.instance.objectNode();
        condition
                .put("type", "DisruptionTarget")
                .put("status", "True")
                .put("reason", "EvictionByEvictionAPI")
                .put("message", "Eviction API: evicting");
        var marked = pod.json().deepCopy();
        PodConditions.set(marked, condition, now);
        var patch = JsonNodeFactory.instance.objectNode();
        patch.putObject("status").set("conditions", marked.path("status").path("conditions"));
        client.get().patch(pods, key.name(), "status", PatchType.MERGE, patch);
        var options = body.path("deleteOptions");
        client.get()
                .delete(
                        pods,
                        key.name(),
                        new DeleteOptions(
                                options.path("preconditions").path("uid").asText(pod.uid()),
                                "",
                                options.path("propagationPolicy").asText()));
    }
}
