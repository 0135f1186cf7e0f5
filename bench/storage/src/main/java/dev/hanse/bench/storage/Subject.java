package dev.hanse.bench.storage;

import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import dev.hanse.storage.etcd.EtcdStorageConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What can be measured side by side.
enum Subject {
    /// Our embedded engine.
    EMBEDDED,
    /// Our engine on an etcd process.
    ETCD,
    /// The etcd process alone.
    RAW_ETCD,
    /// The least that RocksDB has to do.
    SPIKE,
    /// The disk below all of them; it has no store.
    DISK;

    boolean usesEtcd() {
        return this == ETCD || this == RAW_ETCD;
    }

    /// @param etcd where etcd listens, for those that use it
    Store open(Path directory, String etcd) {
        return switch (this) {
            case EMBEDDED ->
                    HanseStore.embedded(new EmbeddedStorageConfig(directory.resolve("embedded")));
            case ETCD ->
                    HanseStore.etcd(
                            new EtcdStorageConfig(
                                    List.of(URI.create(etcd)),
                                    "/bench",
                                    directory.resolve("replica")));
            case RAW_ETCD -> new RawEtcdStore(etcd);
            case SPIKE -> SpikeStore.open(directory.resolve("spike"));
            case DISK -> throw new IllegalArgumentException("a disk is no store");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
