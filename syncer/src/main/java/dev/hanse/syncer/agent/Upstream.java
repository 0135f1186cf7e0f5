package dev.hanse.syncer.agent;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.syncer.http.Connection;
import dev.hanse.syncer.http.HttpObjectClient;
import java.net.URI;

/// The control plane as the agent's kubeconfig names it: its server is the workspace that holds the
/// SyncTarget, for instance `https://host:6443/clusters/root:sites`.
public final class Upstream {

    private static final String CLUSTERS = "/clusters/";

    private final Connection connection;

    public Upstream(Connection connection) {
        this.connection = connection;
    }

    /// The workspace that holds the SyncTarget.
    public ObjectClient home() {
        return HttpObjectClient.ofCluster(connection, connection.server());
    }

    /// Another workspace by its path; the empty path is home.
    ///
    /// @throws IllegalStateException if the kubeconfig names no workspace
    ObjectClient workspace(String path) {
        if (path.isEmpty()) {
            return home();
        }
        var server = connection.server().toString();
        int clusters = server.indexOf(CLUSTERS);
        if (clusters < 0) {
            throw new IllegalStateException(
                    "the server of the control plane's kubeconfig must be a workspace, such as"
                            + " https://host:6443/clusters/root:sites, but is "
                            + server);
        }
        var base = server.substring(0, clusters + CLUSTERS.length()) + path;
        return HttpObjectClient.ofCluster(connection, URI.create(base));
    }

    /// The consumers of an export, all at once.
    ObjectClient virtualWorkspace(URI url) {
        return HttpObjectClient.ofClusters(connection, url);
    }
}
