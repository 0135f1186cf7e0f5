package dev.hanse.workspaces.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Hashes;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.Metadata;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.api.UserInfo;
import dev.hanse.workspaces.path.LogicalClusters;
import dev.hanse.workspaces.types.BrokenTypeException;
import dev.hanse.workspaces.types.TypeReference;
import dev.hanse.workspaces.types.WorkspaceTypes;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The steps from a new Workspace to an initializing logical cluster. Each step is one write that
/// the next look at the objects finds again, so it does not matter where a crash cuts the sequence.
final class Scheduling {
    private static final int NAME_LENGTH = 16;

    /// What became of a workspace.
    sealed interface Outcome {}

    /// @param cluster the LogicalCluster, empty when it has been there and is gone
    record Placed(KubeObject workspace, Optional<KubeObject> cluster) implements Outcome {}

    record Unplaced(String reason, String message) implements Outcome {}

    private final ObjectClient client;
    private final LogicalClusters clusters;
    private final WorkspaceTypes types;
    private final ShardConfig shard;
    private final RandomGenerator random;

    Scheduling(
            ObjectClient client,
            LogicalClusters clusters,
            WorkspaceTypes types,
            ShardConfig shard,
            RandomGenerator random) {
        this.client = client;
        this.clusters = clusters;
        this.types = types;
        this.shard = shard;
        this.random = random;
    }

    Outcome schedule(WorkspaceKey key, KubeObject workspace) {
        if (!workspace.spec().path("cluster").asText().isEmpty()) {
            var cluster = clusterOf(workspace).flatMap(this::logicalCluster);
            return new Placed(withCurrentUrl(key, workspace), cluster);
        }
        var placed = workspace;
        if (clusterOf(workspace).isEmpty()) {
            var here = ownShard(workspace);
            if (here.isEmpty()) {
                return new Unplaced(
                        "Unschedulable", "No available shards to schedule the workspace");
            }
            placed = reserve(key, workspace, here.get());
        }
        var name = clusterOf(placed).orElseThrow();
        Optional<KubeObject> cluster;
        try {
            cluster = ensureCluster(key, placed, name);
        } catch (BrokenTypeException e) {
            return new Unplaced("Unknown", e.problem());
        }
        if (cluster.isEmpty()) {
            client.update(
                    scope(key),
                    placed.with(
                            json -> Metadata.of(json).removeAnnotation(Marks.SCHEDULED_CLUSTER)));
            throw ApiException.conflict(
                    Tenancy.LOGICAL_CLUSTERS.groupResource(),
                    name.value(),
                    "the name is taken by another workspace");
        }
        var started = startInitializing(cluster.get(), name);
        return new Placed(commit(key, placed, name), Optional.of(started));
    }

    /// The logical cluster that was chosen for a workspace, if one was.
    static Optional<ClusterName> clusterOf(KubeObject workspace) {
        var committed = workspace.spec().path("cluster").asText();
        var name =
                committed.isEmpty()
                        ? workspace.annotation(Marks.SCHEDULED_CLUSTER).orElse("")
                        : committed;
        return name.isEmpty() ? Optional.empty() : Optional.of(new ClusterName(name));
    }

    static boolean isOwnedBy(KubeObject cluster, KubeObject workspace) {
        return cluster.spec().path("owner").path("uid").asText().equals(workspace.uid());
    }

    static ResourceScope clusterScope(ClusterName cluster) {
        return ResourceScope.in(cluster, Tenancy.LOGICAL_CLUSTERS);
    }

    /// This server's Shard, when the workspace may go there.
    private Optional<KubeObject> ownShard(KubeObject workspace) {
        var selector = LabelSelector.fromJson(workspace.spec().path("location").get("selector"));
        var anywhere = !workspace.spec().path("location").has("selector");
        return client.find(ResourceScope.in(ClusterName.ROOT, Tenancy.SHARDS), shard.name())
                .filter(each -> each.annotation(Marks.UNSCHEDULABLE).isEmpty())
                .filter(each -> anywhere || selector.matches(each.labels()));
    }

    private KubeObject reserve(WorkspaceKey key, KubeObject workspace, KubeObject here) {
        return client.update(
                scope(key),
                workspace.with(
                        json -> {
                            var metadata = Metadata.of(json);
                            metadata.annotate(Marks.SHARD, shard.name());
                            metadata.annotate(Marks.SHARD_HASH, shard.hash());
                            metadata.annotate(Marks.SCHEDULED_CLUSTER, randomName());
                            metadata.label(Marks.PHASE_LABEL, Phase.SCHEDULING.toString());
                            here.label(Marks.REGION_LABEL)
                                    .ifPresent(
                                            region -> metadata.label(Marks.REGION_LABEL, region));
                            metadata.addFinalizer(Marks.WORKSPACE_FINALIZER);
                        }));
    }

    private String randomName() {
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return Hashes.base36Padded(Hashes.sha224(bytes)).substring(0, NAME_LENGTH);
    }

    /// Empty when the cluster belongs to somebody else.
    private Optional<KubeObject> ensureCluster(
            WorkspaceKey key, KubeObject workspace, ClusterName name) {
        var existing = logicalCluster(name);
        if (existing.isPresent()) {
            return existing.filter(each -> isOwnedBy(each, workspace));
        }
        return Optional.of(client.create(clusterScope(name), describe(key, workspace)));
    }

    private Optional<KubeObject> logicalCluster(ClusterName name) {
        return client.find(clusterScope(name), Tenancy.LOGICAL_CLUSTER_NAME);
    }

    private KubeObject describe(WorkspaceKey key, KubeObject workspace) {
        var type = workspace.spec().path("type");
        var reference = new TypeReference(type.path("path").asText(), type.path("name").asText());
        var cluster =
                KubeObject.of(Tenancy.LOGICAL_CLUSTER_KIND, null, Tenancy.LOGICAL_CLUSTER_NAME);
        var metadata = Metadata.of(cluster.json());
        metadata.annotate(Marks.TYPE, reference.toString());
        metadata.annotate(Marks.SHARD, shard.name());
        metadata.annotate(
                Marks.PATH, clusters.canonicalPath(key.cluster()) + ":" + workspace.name());
        workspace
                .annotation(Marks.REQUIRED_GROUPS)
                .ifPresent(groups -> metadata.annotate(Marks.REQUIRED_GROUPS, groups));
        var spec = cluster.json().putObject("spec");
        workspace
                .annotation(Marks.OWNER)
                .ifPresent(
                        owner -> {
                            metadata.annotate(Marks.OWNER, owner);
                            UserInfo.parse(owner).ifPresent(user -> spec.set("createdBy", user));
                        });
        spec.putObject("owner")
                .put("apiVersion", Tenancy.WORKSPACE_KIND.apiVersion())
                .put("resource", Tenancy.WORKSPACES.resource())
                .put("name", workspace.name())
                .put("cluster", key.cluster().value())
                .put("uid", workspace.uid());
        describeLifecycle(spec, reference);
        return cluster;
    }

    private void describeLifecycle(ObjectNode spec, TypeReference reference) {
        var type =
                types.find(reference)
                        .orElseThrow(
                                () ->
                                        ApiException.notFound(
                                                Tenancy.WORKSPACE_TYPES.groupResource(),
                                                reference.toString()));
        var lifecycle = Lifecycle.of(types.aliases(type));
        if (!lifecycle.initializers().isEmpty()) {
            var list = spec.putArray("initializers");
            lifecycle.initializers().forEach(list::add);
        }
        if (!lifecycle.terminators().isEmpty()) {
            var list = spec.putArray("terminators");
            lifecycle.terminators().forEach(list::add);
        }
    }

    /// Admission fills `status.initializers` on this very transition.
    private KubeObject startInitializing(KubeObject cluster, ClusterName name) {
        if (Phase.of(cluster) != Phase.SCHEDULING) {
            return cluster;
        }
        return client.updateStatus(
                clusterScope(name),
                cluster.with(
                        json -> {
                            Phase.INITIALIZING.writeTo(json);
                            json.withObjectProperty("status")
                                    .put("URL", shard.clusterUrl(name.value()));
                        }));
    }

    private KubeObject commit(WorkspaceKey key, KubeObject workspace, ClusterName name) {
        var path = clusters.canonicalPath(key.cluster()) + ":" + workspace.name();
        return client.update(
                scope(key),
                workspace.with(
                        json -> {
                            json.withObjectProperty("spec")
                                    .put("cluster", name.value())
                                    .put("URL", shard.clusterUrl(path));
                            Metadata.of(json)
                                    .label(Marks.PHASE_LABEL, Phase.INITIALIZING.toString());
                        }));
    }

    /// The address of this server may have changed since the workspace was placed.
    private KubeObject withCurrentUrl(WorkspaceKey key, KubeObject workspace) {
        var url = shard.clusterUrl(clusters.canonicalPath(key.cluster()) + ":" + workspace.name());
        return workspace.spec().path("URL").asText().equals(url)
                ? workspace
                : client.update(
                        scope(key),
                        workspace.with(json -> json.withObjectProperty("spec").put("URL", url)));
    }

    private static ResourceScope scope(WorkspaceKey key) {
        return ResourceScope.in(key.cluster(), Tenancy.WORKSPACES);
    }
}
