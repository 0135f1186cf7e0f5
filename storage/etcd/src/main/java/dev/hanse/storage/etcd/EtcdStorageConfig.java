package dev.hanse.storage.etcd;

import dev.hanse.storage.history.HistoryConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How an [EtcdStorage] is connected.
///
/// @param endpoints where the members of the cluster listen for clients
/// @param prefix what all keys in etcd begin with; servers with the same prefix share one store
/// @param replicaDirectory where the local replica lives; disposable, one server each
/// @param deadline how long a call may wait before it gives up
/// @param blockCacheBytes upper bound of the cache for replica data read from disk
/// @param recentBytes upper bound of the newest events kept in the heap
/// @param tls how to connect to `https` endpoints
public record EtcdStorageConfig(
        List<URI> endpoints,
        String prefix,
        Path replicaDirectory,
        Duration deadline,
        long blockCacheBytes,
        long recentBytes,
        EtcdTls tls) {

    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);

    public EtcdStorageConfig {
        endpoints = List.copyOf(endpoints);
        if (endpoints.isEmpty()) {
            throw new IllegalArgumentException("no etcd endpoint given");
        }
        if (endpoints.stream().map(URI::getScheme).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "either all etcd endpoints are https or none: " + endpoints);
        }
    }

    boolean isSecure() {
        return "https".equals(endpoints.getFirst().getScheme());
    }

    public EtcdStorageConfig(List<URI> endpoints, String prefix, Path replicaDirectory) {
        this(
                endpoints,
                prefix,
                replicaDirectory,
                DEFAULT_DEADLINE,
                HistoryConfig.DEFAULT_BLOCK_CACHE_BYTES,
                HistoryConfig.DEFAULT_RECENT_BYTES,
                EtcdTls.DEFAULT);
    }

    public EtcdStorageConfig withTls(EtcdTls files) {
        return new EtcdStorageConfig(
                endpoints, prefix, replicaDirectory, deadline, blockCacheBytes, recentBytes, files);
    }
}
