package dev.hanse.workspaces.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.authz.BootstrapPolicy;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Conditions;
import dev.hanse.workspaces.api.Documents;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.Metadata;
import dev.hanse.workspaces.api.Tenancy;
import dev.hanse.workspaces.lifecycle.ShardConfig;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Makes the clusters that everything else stands on: `system:admin` with the roles of everybody,
/// `root` with the exports that tenancy itself comes from, and `system:shard`.
///
/// Every step looks before it writes, so a start after a crash at any point carries on, and a start
/// of a newer server brings the shipped objects up to date.
public final class RootBootstrap {
    private static final ClusterName SYSTEM_SHARD = new ClusterName("system:shard");
    private static final GroupVersionResource SCHEMAS =
            new GroupVersionResource("apis.kcp.io", "v1alpha1", "apiresourceschemas");
    private static final GroupVersionResource EXPORTS =
            new GroupVersionResource("apis.kcp.io", "v1alpha2", "apiexports");
    private static final GroupVersionResource BINDINGS =
            new GroupVersionResource("apis.kcp.io", "v1alpha2", "apibindings");
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ShardConfig shard;
    private final Desired desired;
    private final Await await;
    private final List<PublishedKind> kinds = PublishedKind.all();
    private final List<KubeObject> exports =
            Documents.read(Tenancy.class, "/dev/hanse/workspaces/bootstrap/exports.yaml");

    public RootBootstrap(ObjectClient client, ShardConfig shard) {
        this.shard = shard;
        this.desired = new Desired(client);
        this.await = new Await(client, PATIENCE);
    }

    /// Publishes and binds the APIs of tenancy in `root`. Needs running controllers for logical
    /// clusters, exports and bindings.
    ///
    /// @return the identity hash of the export that workspaces come from
    public String publishTenancy() throws InterruptedException {
        writePolicy(ClusterName.SYSTEM_ADMIN, BootstrapPolicy.systemAdmin());
        createCluster(ClusterName.ROOT);
        createCluster(SYSTEM_SHARD);
        for (var each : kinds) {
            desired.exists(ResourceScope.in(ClusterName.ROOT, SCHEMAS), each.schema());
        }
        for (var each : exports) {
            desired.matches(ResourceScope.in(ClusterName.ROOT, EXPORTS), withResources(each));
        }
        var tenancy = "";
        for (var each : exports) {
            var identity = identity(each.name());
            tenancy = each.name().equals(Tenancy.TENANCY_EXPORT) ? identity : tenancy;
        }
        bindEverything(ClusterName.ROOT);
        return tenancy;
    }

    /// Fills `root` and `system:shard`. Needs running controllers for workspaces, too.
    public void fillRoot() throws InterruptedException {
        writeShard();
        for (var each :
                Documents.read(
                        Tenancy.class, "/dev/hanse/workspaces/bootstrap/workspacetypes.yaml")) {
            desired.matches(ResourceScope.in(ClusterName.ROOT, Tenancy.WORKSPACE_TYPES), each);
        }
        writePolicy(ClusterName.ROOT, BootstrapPolicy.root());
        bindEverything(SYSTEM_SHARD);
        for (var cluster : List.of(ClusterName.ROOT, SYSTEM_SHARD)) {
            await.until(
                    ResourceScope.in(cluster, Tenancy.LOGICAL_CLUSTERS),
                    Tenancy.LOGICAL_CLUSTER_NAME,
                    each -> each.status().path("phase").asText().equals("Ready"));
        }
        writeIdentities();
    }

    private void writePolicy(ClusterName cluster, List<KubeObject> policy) {
        for (var each : policy) {
            var plural = each.kind().toLowerCase(Locale.ROOT) + "s";
            var group = each.groupVersionKind().groupVersion();
            desired.matches(ResourceScope.in(cluster, group.withResource(plural)), each);
        }
    }

    private void createCluster(ClusterName name) {
        var cluster =
                KubeObject.of(Tenancy.LOGICAL_CLUSTER_KIND, null, Tenancy.LOGICAL_CLUSTER_NAME);
        var metadata = Metadata.of(cluster.json());
        metadata.annotate(Marks.TYPE, "root:root");
        metadata.annotate(Marks.OWNER, "{\"username\":\"system:kcp-bootstrapper\"}");
        cluster.json().putObject("spec").putArray("initializers").add("root:universal");
        desired.exists(ResourceScope.in(name, Tenancy.LOGICAL_CLUSTERS), cluster);
    }

    private KubeObject withResources(KubeObject export) {
        return export.with(
                json -> {
                    var resources = json.withObjectProperty("spec").putArray("resources");
                    kinds.stream()
                            .filter(each -> each.export().equals(export.name()))
                            .forEach(each -> describe(resources.addObject(), each));
                });
    }

    private static void describe(ObjectNode resource, PublishedKind kind) {
        resource.put("name", kind.plural())
                .put("group", kind.group())
                .put("schema", kind.schema().name());
        resource.putObject("storage").putObject("crd");
    }

    private String identity(String export) throws InterruptedException {
        return await.until(
                        ResourceScope.in(ClusterName.ROOT, EXPORTS),
                        export,
                        each -> !each.status().path("identityHash").asText().isEmpty())
                .status()
                .path("identityHash")
                .asText();
    }

    private void bindEverything(ClusterName cluster) throws InterruptedException {
        var scope = ResourceScope.in(cluster, BINDINGS);
        for (var each : exports) {
            var binding =
                    KubeObject.of(
                            new GroupVersionKind("apis.kcp.io", "v1alpha2", "APIBinding"),
                            null,
                            each.name());
            binding.json()
                    .putObject("spec")
                    .putObject("reference")
                    .putObject("export")
                    .put("path", "root")
                    .put("name", each.name());
            desired.exists(scope, binding);
        }
        for (var each : exports) {
            await.until(
                    scope,
                    each.name(),
                    found -> Conditions.isTrue(found.json(), "InitialBindingCompleted"));
        }
    }

    private void writeShard() {
        var object =
                KubeObject.of(
                        new GroupVersionKind("core.kcp.io", "v1alpha1", "Shard"),
                        null,
                        shard.name());
        Metadata.of(object.json()).label("name", shard.name());
        var url = shard.externalUrl().toString();
        object.json()
                .putObject("spec")
                .put("baseURL", url)
                .put("externalURL", url)
                .put("virtualWorkspaceURL", url);
        desired.matches(ResourceScope.in(ClusterName.ROOT, Tenancy.SHARDS), object);
    }

    private void writeIdentities() throws InterruptedException {
        var map =
                KubeObject.of(
                        new GroupVersionKind("", "v1", "ConfigMap"),
                        "default",
                        "apiexport-identity-cache");
        var data = map.json().putObject("data");
        for (var each : exports) {
            data.put(each.name(), identity(each.name()));
        }
        desired.matches(ResourceScope.in(SYSTEM_SHARD, CONFIG_MAPS, "default"), map);
    }
}
