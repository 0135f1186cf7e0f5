package dev.hanse.workspaces.lifecycle;

import dev.hanse.apiserver.ServerHandle;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.path.LogicalClusters;
import dev.hanse.workspaces.path.PathIndex;
import dev.hanse.workspaces.types.WorkspaceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// All controllers of this package, started and stopped together.
///
/// Logical clusters can be looked after from the first moment; workspaces and their types only once
/// the export they come from has an identity.
public final class LifecycleControllers implements AutoCloseable {
    private static final int WORKERS = 8;
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");

    private final ServerHandle server;
    private final ObjectClient client;
    private final ShardConfig shard;
    private final LogicalClusters clusters;
    private final PathIndex paths;
    private final WorkspaceTypes types;
    private final RandomGenerator random;
    private final List<Controller<?>> running = new ArrayList<>();

    public LifecycleControllers(
            ServerHandle server,
            ObjectClient client,
            ShardConfig shard,
            LogicalClusters clusters,
            PathIndex paths,
            WorkspaceTypes types,
            RandomGenerator random) {
        this.server = server;
        this.client = client;
        this.shard = shard;
        this.clusters = clusters;
        this.paths = paths;
        this.types = types;
        this.random = random;
    }

    public void startLogicalClusters() {
        var reconciler =
                new LogicalClusterController(
                        client,
                        new Initialization(client, types, new DefaultBindings(client, paths)),
                        new ContentDeletion(client, server::surface, server.clock()),
                        shard,
                        server.clock());
        run(
                Controller.<ClusterName>named("logicalclusters")
                        .watching(
                                ResourceScope.everywhere(Tenancy.LOGICAL_CLUSTERS),
                                object -> List.of(WorkspaceKey.clusterOf(object)))
                        .watching(
                                ResourceScope.everywhere(DefaultBindings.BINDINGS),
                                object -> List.of(WorkspaceKey.clusterOf(object)))
                        .watching(
                                ResourceScope.everywhere(NAMESPACES),
                                LifecycleControllers::clusterIfGoing)
                        .lanes(cluster -> cluster)
                        .workers(WORKERS)
                        .reconciler(reconciler));
    }

    /// @param tenancyIdentity the identity hash of the export that workspaces come from
    public void startWorkspaces(String tenancyIdentity) {
        var scheduling = new Scheduling(client, clusters, types, shard, random);
        run(
                Controller.<WorkspaceKey>named("workspaces")
                        .watching(
                                ResourceScope.everywhere(Tenancy.WORKSPACES, tenancyIdentity),
                                object -> List.of(WorkspaceKey.of(object)))
                        .watching(
                                ResourceScope.everywhere(Tenancy.LOGICAL_CLUSTERS),
                                LifecycleControllers::owner)
                        .lanes(WorkspaceKey::cluster)
                        .workers(WORKERS)
                        .reconciler(new WorkspaceController(client, scheduling, server.clock())));
        run(
                Controller.<WorkspaceKey>named("workspacetypes")
                        .watching(
                                ResourceScope.everywhere(Tenancy.WORKSPACE_TYPES, tenancyIdentity),
                                object -> List.of(WorkspaceKey.of(object)))
                        .reconciler(new WorkspaceTypeController(client, shard, server.clock())));
    }

    @Override
    public void close() {
        running.forEach(Controller::close);
        running.clear();
    }

    private void run(Controller<?> controller) {
        running.add(controller);
        controller.start(client);
    }

    /// Namespaces matter while they hold up the deletion of their cluster.
    private static List<ClusterName> clusterIfGoing(KubeObject namespace) {
        return namespace.isBeingDeleted() ? List.of(WorkspaceKey.clusterOf(namespace)) : List.of();
    }

    private static List<WorkspaceKey> owner(KubeObject cluster) {
        var owner = cluster.spec().path("owner");
        return owner.path("resource").asText().equals(Tenancy.WORKSPACES.resource())
                ? List.of(
                        new WorkspaceKey(
                                new ClusterName(owner.path("cluster").asText()),
                                owner.path("name").asText()))
                : List.of();
    }
}
