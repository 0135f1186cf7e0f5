package dev.hanse.apiserver;

import dev.hanse.apiserver.authz.BootstrapPolicy;
import dev.hanse.apiserver.request.User;
import dev.hanse.kinds.Profile;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Locale;

/// What every server holds from its first start on. Repeating it changes nothing.
final class Bootstrap {

    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");
    private static final List<String> PLAIN_NAMESPACES =
            List.of("default", "kube-system", "kube-public", "kube-node-lease");

    private Bootstrap() {}

    static void policy(ServerHandle server, ServerConfig config) {
        var client = server.client(User.system("system:apiserver"));
        for (var object : BootstrapPolicy.systemAdmin()) {
            create(client, ClusterName.SYSTEM_ADMIN, object);
        }
        var only = config.onlyCluster();
        if (only != null) {
            for (var object : BootstrapPolicy.systemAdmin()) {
                create(client, only, object);
            }
            for (var name : PLAIN_NAMESPACES) {
                create(
                        client,
                        ResourceScope.in(only, NAMESPACES),
                        KubeObject.of(new GroupVersionKind("", "v1", "Namespace"), null, name));
            }
            if (config.profile() == Profile.KUBERNETES) {
                new ClusterBootstrap(client, only).run(config, server.externalUrl().getPort());
            }
        }
    }

    /// RBAC objects: their plural is their kind and an s.
    private static void create(ObjectClient client, ClusterName cluster, KubeObject object) {
        var resource =
                GroupVersion.parse(object.apiVersion())
                        .withResource(object.kind().toLowerCase(Locale.ROOT) + "s");
        create(client, ResourceScope.in(cluster, resource, object.namespace()), object);
    }

    static void create(ObjectClient client, ResourceScope scope, KubeObject object) {
        try {
            client.get(scope, object.name());
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            client.create(scope, object);
        }
    }
}
