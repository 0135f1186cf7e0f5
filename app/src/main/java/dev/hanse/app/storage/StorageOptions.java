package dev.hanse.app.storage;

import dev.hanse.storage.Storage;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import dev.hanse.storage.etcd.EtcdStorage;
import dev.hanse.storage.etcd.EtcdStorageConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// Where objects are kept: in an embedded store, or in etcd.
public final class StorageOptions {

    @Option(
            names = "--etcd-servers",
            split = ",",
            paramLabel = "URL",
            description = "Keep objects in these etcd members instead of the embedded store.")
    List<URI> etcdServers = List.of();

    @Option(
            names = "--etcd-prefix",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Prefix of all keys in etcd.")
    String etcdPrefix = "";

    /// @param directory for the data of the embedded store, or the local replica of etcd's
    public Storage open(Path directory) {
        if (etcdServers.isEmpty()) {
            return EmbeddedStorage.open(new EmbeddedStorageConfig(directory.resolve("store")));
        }
        return EtcdStorage.connect(
                new EtcdStorageConfig(etcdServers, etcdPrefix, directory.resolve("replica")));
    }
}
