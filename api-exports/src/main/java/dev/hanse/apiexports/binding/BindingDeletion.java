package dev.hanse.apiexports.binding;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiexports.claims.AcceptedClaim;
import dev.hanse.apiexports.claims.ClaimApplication;
import dev.hanse.apiexports.claims.PermissionClaim;
import dev.hanse.apiexports.schema.BoundSchemas;
import dev.hanse.apiexports.schema.SchemaSpec;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Conditions;
import dev.hanse.workspaces.api.Conditions.Severity;
import dev.hanse.workspaces.api.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Takes the objects of a binding's APIs along when the binding goes, then lets it go.
///
/// Objects stay when another live binding waits to serve them through the same schema and identity.
public final class BindingDeletion {
    private static final String DELETED = "BindingResourceDeleteSuccess";
    private static final Duration NEXT_LOOK = Duration.ofSeconds(1);

    private final ObjectClient client;
    private final BoundSchemas schemas;
    private final Exports exports;
    private final ClaimApplication claims;
    private final Clock clock;

    public BindingDeletion(
            ObjectClient client,
            BoundSchemas schemas,
            Exports exports,
            ClaimApplication claims,
            Clock clock) {
        this.client = client;
        this.schemas = schemas;
        this.exports = exports;
        this.claims = claims;
        this.clock = clock;
    }

    Result advance(ClusterName cluster, KubeObject binding, List<KubeObject> all) {
        if (!binding.finalizers().contains(Apis.BINDING_FINALIZER)) {
            return Result.done();
        }
        var remaining = new ArrayList<KubeObject>();
        for (var each : ClusterBindings.resources(binding)) {
            if (!isAdopted(cluster, each, all)) {
                remaining.addAll(clear(cluster, each));
            }
        }
        if (remaining.isEmpty()) {
            takeMarksOff(cluster, binding, all);
            release(cluster, binding);
            return Result.done();
        }
        report(cluster, binding, remaining);
        return Result.requeueAfter(NEXT_LOOK);
    }

    private boolean isAdopted(ClusterName cluster, BoundResource bound, List<KubeObject> all) {
        return all.stream()
                .filter(each -> !each.isBeingDeleted())
                .flatMap(
                        each ->
                                exports
                                        .resolve(
                                                cluster,
                                                each.spec().path("reference").path("export"))
                                        .flatMap(exports::find)
                                        .stream())
                .anyMatch(each -> serves(each, bound));
    }

    private boolean serves(KubeObject export, BoundResource bound) {
        if (!export.status().path("identityHash").asText().equals(bound.identity())) {
            return false;
        }
        var cluster = ExportReference.clusterOf(export);
        for (var each : export.spec().path("resources")) {
            if (each.path("name").asText().equals(bound.resource().resource())
                    && each.path("group").asText().equals(bound.resource().group())) {
                return client.find(
                                ResourceScope.in(cluster, Apis.SCHEMAS),
                                each.path("schema").asText())
                        .map(schema -> schema.uid().equals(bound.schemaUid()))
                        .orElse(false);
            }
        }
        return false;
    }

    private List<KubeObject> clear(ClusterName cluster, BoundResource bound) {
        var schema = schemas.find(bound.resource(), bound.schemaUid());
        if (schema.isEmpty()) {
            return List.of();
        }
        var scope =
                ResourceScope.in(
                        cluster,
                        new GroupVersionResource(
                                bound.resource().group(),
                                SchemaSpec.storageVersion(schema.get()),
                                bound.resource().resource()));
        var items = client.list(scope, ListOptions.ALL).items();
        var namespaces =
                items.stream()
                        .filter(each -> !each.isBeingDeleted())
                        .map(KubeObject::namespace)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (namespaces.isEmpty()) {
            return items;
        }
        for (var each : namespaces) {
            client.deleteCollection(scope.namespace(each), ListOptions.ALL);
        }
        return client.list(scope, ListOptions.ALL).items();
    }

    private void report(ClusterName cluster, KubeObject binding, List<KubeObject> remaining) {
        Map<String, Integer> finalizers = new TreeMap<>();
        remaining.forEach(
                each -> each.finalizers().forEach(name -> finalizers.merge(name, 1, Integer::sum)));
        var edited =
                binding.with(
                        json -> {
                            var conditions = Conditions.of(json, clock);
                            if (finalizers.isEmpty()) {
                                conditions.markFalse(
                                        DELETED,
                                        "SomeResourcesRemain",
                                        Severity.ERROR,
                                        "Some resources are remaining: "
                                                + remaining.size()
                                                + " resource instances");
                            } else {
                                conditions.markFalse(
                                        DELETED,
                                        "SomeFinalizersRemain",
                                        Severity.ERROR,
                                        "Some content in the workspace has finalizers remaining: "
                                                + finalizers.entrySet().stream()
                                                        .map(
                                                                each ->
                                                                        each.getKey()
                                                                                + " in "
                                                                                + each.getValue()
                                                                                + " resource"
                                                                                + " instances")
                                                        .collect(Collectors.joining(", ")));
                            }
                        });
        if (!edited.equals(binding)) {
            client.updateStatus(ResourceScope.in(cluster, Apis.BINDINGS), edited);
        }
    }

    /// What only this binding let its provider see is not the provider's to see any more.
    private void takeMarksOff(ClusterName cluster, KubeObject binding, List<KubeObject> all) {
        var given =
                PermissionClaim.listOf(binding.status().path("appliedPermissionClaims")).stream()
                        .map(PermissionClaim::key)
                        .collect(Collectors.toSet());
        if (!given.isEmpty()) {
            claims.apply(
                    cluster,
                    all.stream().flatMap(each -> AcceptedClaim.of(each).stream()).toList(),
                    given);
        }
    }

    private void release(ClusterName cluster, KubeObject binding) {
        try {
            client.update(
                    ResourceScope.in(cluster, Apis.BINDINGS),
                    binding.with(
                            json -> Metadata.of(json).removeFinalizer(Apis.BINDING_FINALIZER)));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
