package dev.hanse.workspaces.lifecycle;

import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Conditions;
import dev.hanse.workspaces.api.Conditions.Severity;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.Metadata;
import dev.hanse.workspaces.api.Tenancy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Takes the content of a logical cluster out of the world.
///
/// Only cluster-scoped objects are deleted here; each takes what belongs to it along: namespaces
/// their content, bindings the objects of their APIs (and so workspaces the clusters below).
/// Bindings go after everything else, because finalizers elsewhere may still need the APIs, and
/// roles go last, because finalizing controllers still need their rights.
final class ContentDeletion {
    private static final GroupResource BINDINGS = new GroupResource("apis.kcp.io", "apibindings");
    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final List<GroupResource> ROLES =
            List.of(
                    new GroupResource(RBAC, "clusterroles"),
                    new GroupResource(RBAC, "clusterrolebindings"));
    private static final Set<GroupResource> KEPT =
            Set.of(
                    Tenancy.LOGICAL_CLUSTERS.groupResource(),
                    BINDINGS,
                    ROLES.getFirst(),
                    ROLES.getLast());
    private static final Duration NEXT_LOOK = Duration.ofSeconds(2);

    private final ObjectClient client;
    private final Function<ClusterName, ApiSurface> surfaces;
    private final Clock clock;

    ContentDeletion(ObjectClient client, Function<ClusterName, ApiSurface> surfaces, Clock clock) {
        this.client = client;
        this.surfaces = surfaces;
        this.clock = clock;
    }

    Result advance(ClusterName cluster, KubeObject object) {
        if (!object.finalizers().contains(Marks.CONTENT_FINALIZER)) {
            return Result.done();
        }
        var remaining = new Remaining();
        for (var each : surfaces.apply(cluster).definitions()) {
            if (isOwnContent(each)) {
                clear(cluster, each, remaining);
            }
        }
        if (remaining.isNothing()) {
            clear(cluster, definition(cluster, BINDINGS), remaining);
        }
        if (!remaining.isNothing()) {
            report(cluster, object, remaining);
            return Result.requeueAfter(NEXT_LOOK);
        }
        for (var each : ROLES) {
            clear(cluster, definition(cluster, each), remaining);
        }
        release(cluster, object);
        return Result.done();
    }

    private static boolean isOwnContent(ResourceDefinition definition) {
        var bound =
                !definition.segment().isEmpty()
                        && !definition.segment().equals(ResourceDefinition.CUSTOM_RESOURCES);
        return !definition.namespaced()
                && !bound
                && definition.verbs().contains("delete")
                && !KEPT.contains(definition.groupResource());
    }

    private ResourceDefinition definition(ClusterName cluster, GroupResource resource) {
        return surfaces.apply(cluster)
                .find(resource)
                .orElseThrow(() -> new IllegalStateException(resource + " is always served"));
    }

    private void clear(ClusterName cluster, ResourceDefinition definition, Remaining remaining) {
        var scope = ResourceScope.in(cluster, definition.served());
        if (client.list(scope, ListOptions.ALL).items().isEmpty()) {
            return;
        }
        client.deleteCollection(scope, ListOptions.ALL);
        client.list(scope, ListOptions.ALL)
                .items()
                .forEach(each -> remaining.add(definition.groupResource(), each));
    }

    private void report(ClusterName cluster, KubeObject object, Remaining remaining) {
        var edited =
                object.with(
                        json ->
                                Conditions.of(json, clock)
                                        .markFalse(
                                                "WorkspaceContentDeleted",
                                                "SomeResourcesRemain",
                                                Severity.INFO,
                                                remaining.describe()));
        if (!edited.equals(object)) {
            client.updateStatus(Scheduling.clusterScope(cluster), edited);
        }
    }

    private void release(ClusterName cluster, KubeObject object) {
        try {
            client.update(
                    Scheduling.clusterScope(cluster),
                    object.with(
                            json -> Metadata.of(json).removeFinalizer(Marks.CONTENT_FINALIZER)));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    /// What is still there after everything was asked to go. Not thread-safe.
    private static final class Remaining {
        private final Map<String, Integer> resources = new TreeMap<>();
        private final Map<String, Integer> finalizers = new TreeMap<>();

        void add(GroupResource resource, KubeObject object) {
            resources.merge(resource.resource() + "." + resource.group(), 1, Integer::sum);
            object.finalizers().forEach(each -> finalizers.merge(each, 1, Integer::sum));
        }

        boolean isNothing() {
            return resources.isEmpty();
        }

        String describe() {
            var parts = new ArrayList<String>();
            parts.add(
                    "Some resources are remaining: "
                            + counts(resources, " has %d resource instances"));
            if (!finalizers.isEmpty()) {
                parts.add(
                        "Some content in the logical cluster has finalizers remaining: "
                                + counts(finalizers, " in %d resource instances"));
            }
            return String.join("; ", parts);
        }

        private static String counts(Map<String, Integer> counts, String suffix) {
            return counts.entrySet().stream()
                    .map(each -> each.getKey() + suffix.formatted(each.getValue()))
                    .collect(Collectors.joining(", "));
        }
    }
}
