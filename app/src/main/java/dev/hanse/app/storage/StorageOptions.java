package dev.hanse.app.storage;

import dev.hanse.storage.Index;
import dev.hanse.storage.Storage;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.etcd.EtcdStorage;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;

/// Where objects are kept: in an embedded store, or in etcd.
public final class StorageOptions {

    @Mixin EtcdOptions etcd = new EtcdOptions();

    @Mixin EmbeddedOptions embedded = new EmbeddedOptions();

    /// @param directory for the data of the embedded store, or the local replica of etcd's
    /// @param indexes all that values are looked up by
    public Storage open(Path directory, List<Index> indexes) {
        if (etcd.isGiven()) {
            embedded.checkAbsent();
            return EtcdStorage.connect(etcd.config(directory.resolve("replica")), indexes);
        }
        etcd.checkAbsent();
        return EmbeddedStorage.open(embedded.config(directory.resolve("store")), indexes);
    }
}
