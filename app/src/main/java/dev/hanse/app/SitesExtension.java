package dev.hanse.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.Extension;
import dev.hanse.apiserver.ServerHandle;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.SyncApis;
import dev.hanse.syncer.placement.PlacementControl;
import dev.hanse.syncer.placement.WorkspacePaths;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Publishes the kinds of sites and placement from `root`, and runs the controllers behind them.
final class SitesExtension implements Extension {

    private static final GroupVersion APIS = new GroupVersion("apis.kcp.io", "v1alpha2");
    private static final GroupVersion SCHEMAS = new GroupVersion("apis.kcp.io", "v1alpha1");
    private static final GroupVersion RBAC = new GroupVersion("rbac.authorization.k8s.io", "v1");

    private final WorkspacePaths paths;
    private final Duration grace;
    private @Nullable PlacementControl placement;

    SitesExtension(WorkspacePaths paths, Duration grace) {
        this.paths = paths;
        this.grace = grace;
    }

    @Override
    public void start(ServerHandle server) {
        var client = server.client(User.system("system:hanse:sites"));
        var exports = new TreeMap<String, ObjectNode>();
        for (var manifest : SyncApis.manifests()) {
            publish(client, manifest, exports);
        }
        exports.forEach((name, spec) -> export(client, name, spec));
        letEverybodyBind(client, List.copyOf(exports.keySet()));
        placement = PlacementControl.start(client, paths, grace, server.clock());
    }

    @Override
    public void stop() {
        var running = placement;
        if (running != null) {
            running.close();
            placement = null;
        }
    }

    /// The schema of one kind, under a name that changes with its content, as schemas are
    /// immutable.
    private static void publish(
            ObjectClient client, KubeObject crd, Map<String, ObjectNode> exports) {
        var group = crd.spec().path("group").asText();
        var plural = crd.spec().path("names").path("plural").asText();
        var name = "v1-" + contentHash(crd.spec()) + "." + plural + "." + group;
        var schema =
                KubeObject.of(SCHEMAS.withKind("APIResourceSchema"), null, name)
                        .with(json -> json.set("spec", schemaSpec(crd.spec())));
        create(client, SCHEMAS, "apiresourceschemas", schema);
        var spec = exports.computeIfAbsent(group, _ -> JsonNodeFactory.instance.objectNode());
        spec.withArray("resources")
                .addObject()
                .put("name", plural)
                .put("group", group)
                .put("schema", name)
                .putObject("storage")
                .putObject("crd");
    }

    private static ObjectNode schemaSpec(JsonNode crdSpec) {
        ObjectNode spec = crdSpec.deepCopy();
        for (var version : spec.path("versions")) {
            var schema = version.path("schema").path("openAPIV3Schema");
            ((ObjectNode) version).set("schema", schema);
        }
        return spec;
    }

    private static void export(ObjectClient client, String name, ObjectNode spec) {
        var export =
                KubeObject.of(APIS.withKind("APIExport"), null, name)
                        .with(json -> json.set("spec", spec));
        if (!create(client, APIS, "apiexports", export)) {
            client.patch(
                    ResourceScope.in(ClusterName.ROOT, APIS.withResource("apiexports")),
                    name,
                    null,
                    ObjectClient.PatchType.MERGE,
                    JsonNodeFactory.instance.objectNode().set("spec", spec));
        }
    }

    private static void letEverybodyBind(ObjectClient client, List<String> exports) {
        var name = "hanse:sites:bind";
        var role =
                KubeObject.of(RBAC.withKind("ClusterRole"), null, name)
                        .with(
                                json -> {
                                    var rule = json.putArray("rules").addObject();
                                    rule.putArray("apiGroups").add(APIS.group());
                                    rule.putArray("resources").add("apiexports");
                                    var names = rule.putArray("resourceNames");
                                    exports.forEach(names::add);
                                    rule.putArray("verbs").add("bind");
                                });
        create(client, RBAC, "clusterroles", role);
        var binding =
                KubeObject.of(RBAC.withKind("ClusterRoleBinding"), null, name)
                        .with(
                                json -> {
                                    json.putObject("roleRef")
                                            .put("apiGroup", RBAC.group())
                                            .put("kind", "ClusterRole")
                                            .put("name", name);
                                    json.putArray("subjects")
                                            .addObject()
                                            .put("apiGroup", RBAC.group())
                                            .put("kind", "Group")
                                            .put("name", User.AUTHENTICATED);
                                });
        create(client, RBAC, "clusterrolebindings", binding);
    }

    /// @return whether the object is new
    private static boolean create(
            ObjectClient client, GroupVersion version, String resource, KubeObject object) {
        try {
            client.create(
                    ResourceScope.in(ClusterName.ROOT, version.withResource(resource)), object);
            return true;
        } catch (ApiException e) {
            if (!e.isAlreadyExists()) {
                throw e;
            }
            return false;
        }
    }

    private static String contentHash(JsonNode spec) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(Json.write(spec));
            return HexFormat.of().formatHex(digest, 0, 4).toLowerCase(Locale.ROOT);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
