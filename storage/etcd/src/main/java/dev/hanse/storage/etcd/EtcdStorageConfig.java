package dev.hanse.storage.etcd;

import dev.hanse.storage.history.HistoryConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an [EtcdStorage] is connected.
///
/// @param endpoints where the members of the cluster listen for clients
/// @param prefix what all keys in etcd begin with; servers with the same prefix share one store
/// @param replicaDirectory where the local replica lives; disposable, one server each
/// @param deadline how long a call may wait before it gives up
/// @param blockCacheBytes upper bound of the cache for replica data read from disk
/// @param recentBytes upper bound of the newest events kept in the heap
/// @param tls how to connect to `https` endpoints, or null for what the JDK trusts
public record EtcdStorageConfig(
        List<URI> endpoints,
        String prefix,
        Path replicaDirectory,
        Duration deadline,
        long blockCacheBytes,
        long recentBytes,
        @Nullable EtcdTls tls) {

    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

    public EtcdStorageConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no etcd endpoint given");
        }
    }

    public EtcdStorageConfig(List<URI> endpoints, String prefix, Path replicaDirectory) {
        this(
                endpoints,
                prefix,
                replicaDirectory,
                DEFAULT_DEADLINE,
                HistoryConfig.DEFAULT_BLOCK_CACHE_BYTES,
                HistoryConfig.DEFAULT_RECENT_BYTES,
                null);
    }

    public EtcdStorageConfig withTls(EtcdTls files) {
        return new EtcdStorageConfig(
                endpoints, prefix, replicaDirectory, deadline, blockCacheBytes, recentBytes, files);
    }
}
