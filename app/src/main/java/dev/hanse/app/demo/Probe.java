package dev.hanse.app.demo;

import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.http.Connection;
import dev.hanse.syncer.http.HttpObjectClient;
import java.nio.file.Path;

/// Asks a server whether it is there.
final class Probe {

    private Probe() {}

    /// Whether the namespace `default` can be read: the last thing a new server has.
    static boolean isReady(Path kubeconfig) {
        try (var connection = Connection.fromKubeconfig(kubeconfig, null)) {
            HttpObjectClient.ofCluster(connection, connection.server())
                    .get(
                            ResourceScope.in(
                                    ClusterName.ROOT,
                                    new GroupVersionResource("", "v1", "namespaces")),
                            "default");
            return true;
        } catch (ApiException _) {
            return false;
        }
    }
}
