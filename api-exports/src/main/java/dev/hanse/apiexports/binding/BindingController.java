package dev.hanse.apiexports.binding;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.claims.AcceptedClaim;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Works through all bindings of one logical cluster together, so that two of them that want the
/// same resource or name never race: whoever has it keeps it, otherwise the older one gets it.
public final class BindingController implements Reconciler<ClusterName> {
    private static final GroupVersionResource CRDS =
            Apis.CUSTOM_RESOURCE_DEFINITIONS.withVersion("v1");
    private static final Comparator<KubeObject> BOUND_THEN_OLDEST =
            Comparator.<KubeObject, Boolean>comparing(
                            each -> each.status().path("boundResources").isEmpty())
                    .thenComparing(each -> each.metadata().path("creationTimestamp").asText())
                    .thenComparing(KubeObject::name);

    private final ObjectClient client;
    private final Binder binder;
    private final BindingDeletion deletion;

    public BindingController(ObjectClient client, Binder binder, BindingDeletion deletion) {
        this.client = client;
        this.binder = binder;
        this.deletion = deletion;
    }

    @Override
    public Result reconcile(ClusterName cluster) {
        var scope = ResourceScope.in(cluster, Apis.BINDINGS);
        var bindings = new ArrayList<>(client.list(scope, ListOptions.ALL).items());
        if (bindings.isEmpty()) {
            return Result.done();
        }
        bindings.sort(BOUND_THEN_OLDEST);
        var conflicts = takenNames(cluster, bindings);
        var accepted = bindings.stream().flatMap(each -> AcceptedClaim.of(each).stream()).toList();
        var again = Duration.ZERO;
        for (var each : bindings) {
            var outcome =
                    each.isBeingDeleted()
                            ? deletion.advance(cluster, each, bindings)
                            : binder.bind(cluster, each, conflicts, accepted);
            if (outcome instanceof Result.RequeueAfter(var delay)
                    && (again.isZero() || delay.compareTo(again) < 0)) {
                again = delay;
            }
        }
        return again.isZero() ? Result.done() : Result.requeueAfter(again);
    }

    private NameConflicts takenNames(ClusterName cluster, List<KubeObject> bindings) {
        var conflicts =
                new NameConflicts(
                        () ->
                                client.list(ResourceScope.in(cluster, CRDS), ListOptions.ALL)
                                        .items());
        for (var each : bindings) {
            binder.takeNames(each, conflicts);
        }
        return conflicts;
    }
}
