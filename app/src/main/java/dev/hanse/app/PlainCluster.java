package dev.hanse.app;

import dev.hanse.apiserver.ApiServer;
import dev.hanse.storage.Storage;
import picocli.CommandLine;

/// The API of one Kubernetes cluster, running: what `hanse kube-apiserver` serves.
public final class PlainCluster implements AutoCloseable {

    private final Storage storage;
    private final ApiServer server;

    PlainCluster(Storage storage, ApiServer server) {
        this.storage = storage;
        this.server = server;
    }

    /// Starts a server in this process, with the options of `hanse kube-apiserver`, and returns
    /// when it is ready.
    public static PlainCluster start(String... options) {
        return CommandLine.populateCommand(new KubeApiserverCommand(), options).start();
    }

    @Override
    public void close() {
        server.close();
        storage.close();
    }
}
