package dev.hanse.workspaces;

import dev.hanse.apiserver.Extension;
import dev.hanse.apiserver.ServerHandle;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.NamespaceLifecycle;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.crd.CrdCompiler;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.access.ContentAuthorizer;
import dev.hanse.workspaces.access.RequiredGroupsAuthorizer;
import dev.hanse.workspaces.admission.LogicalClusterAdmission;
import dev.hanse.workspaces.admission.PathAnnotationAdmission;
import dev.hanse.workspaces.admission.ShardAdmission;
import dev.hanse.workspaces.admission.TypeChoiceAdmission;
import dev.hanse.workspaces.admission.WorkspaceAdmission;
import dev.hanse.workspaces.admission.WorkspaceTypeAdmission;
import dev.hanse.workspaces.api.Documents;
import dev.hanse.workspaces.api.FinalizerGuard;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.SystemKinds;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.bootstrap.RootBootstrap;
import dev.hanse.workspaces.lifecycle.LifecycleControllers;
import dev.hanse.workspaces.lifecycle.ShardConfig;
import dev.hanse.workspaces.path.LogicalClusterInfo;
import dev.hanse.workspaces.path.LogicalClusters;
import dev.hanse.workspaces.path.PathIndex;
import dev.hanse.workspaces.path.TenancyStorage;
import dev.hanse.workspaces.types.WorkspaceTypes;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Adds logical clusters and the workspace tree to the server.
///
/// Its own API lives in `root` like any other published API, so [#start] needs the controllers of
/// exports and bindings to be running.
public final class WorkspacesExtension implements Extension {
    private final StoredObjects objects;
    private final Authorizer rbac;
    private final String shardName;
    private final RandomGenerator random;
    private final SystemKinds kinds;
    private final LogicalClusters clusters;
    private final PathIndex paths;
    private final WorkspaceTypes types;
    private @Nullable LifecycleControllers controllers;

    /// @param rbac answers for any cluster what its roles allow, without the authorizers of
    ///   extensions
    /// @param random chooses the names of logical clusters
    public WorkspacesExtension(
            StoredObjects objects,
            Authorizer rbac,
            CrdCompiler compiler,
            String shardName,
            RandomGenerator random) {
        this.objects = objects;
        this.rbac = rbac;
        this.shardName = shardName;
        this.random = random;
        var storage = new TenancyStorage(objects);
        this.clusters = new LogicalClusters(objects);
        this.paths = new PathIndex(objects, storage, clusters);
        this.types = new WorkspaceTypes(objects, storage, clusters, paths);
        var crd =
                Documents.read(WorkspacesExtension.class, "kinds/logicalclusters.yaml").getFirst();
        this.kinds = new SystemKinds(List.of(SystemKinds.define(compiler, crd, Converter.NONE)));
    }

    /// What `/clusters/<…>` means; for the pipeline and for other extensions.
    public PathIndex paths() {
        return paths;
    }

    /// What is known about logical clusters; for other extensions.
    public LogicalClusters clusters() {
        return clusters;
    }

    /// LogicalCluster as a system kind; claimable by exports.
    public ResourceSource systemKinds() {
        return kinds;
    }

    @Override
    public List<ResourceSource> resources() {
        return List.of(kinds);
    }

    @Override
    public List<Authorizer> authorizers() {
        return List.of(
                new RequiredGroupsAuthorizer(clusters), new ContentAuthorizer(clusters, rbac));
    }

    @Override
    public List<AdmissionPlugin> admission() {
        return List.of(
                new NamespaceLifecycle(objects, this::isGoingAway),
                new PathAnnotationAdmission(clusters),
                new WorkspaceAdmission(clusters),
                new TypeChoiceAdmission(clusters, types, rbac),
                new WorkspaceTypeAdmission(paths, rbac),
                new LogicalClusterAdmission(),
                new FinalizerGuard(
                        Tenancy.LOGICAL_CLUSTERS.groupResource(), Marks.CONTENT_FINALIZER),
                new ShardAdmission());
    }

    /// Whether a cluster goes as a whole, and with it the namespaces that it otherwise cannot lose.
    private boolean isGoingAway(ClusterName cluster) {
        return clusters.find(cluster).map(LogicalClusterInfo::beingDeleted).orElse(true);
    }

    @Override
    public void start(ServerHandle server) {
        var client = server.client(User.system("system:hanse:workspaces"));
        var shard = new ShardConfig(shardName, server.externalUrl());
        var bootstrap = new RootBootstrap(client, shard);
        var running =
                new LifecycleControllers(server, client, shard, clusters, paths, types, random);
        controllers = running;
        running.startLogicalClusters();
        try {
            running.startWorkspaces(bootstrap.publishTenancy());
            bootstrap.fillRoot();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while root was set up", e);
        }
    }

    @Override
    public void stop() {
        var running = controllers;
        if (running != null) {
            running.close();
            controllers = null;
        }
    }
}
