package dev.hanse.storage.embedded;

import dev.hanse.storage.history.HistoryConfig;
import java.nio.file.Path;
import java.time.Duration;

/// How an [EmbeddedStorage] is opened.
///
/// @param directory the data directory; created when missing, used by one process at a time
/// @param deadline how long a call may wait before it gives up
/// @param blockCacheBytes upper bound of the cache for data read from disk
/// @param recentBytes upper bound of the newest events kept in the heap
/// @param reservedBytes free disk space below which only deletions are accepted
public record EmbeddedStorageConfig(
        Path directory,
        Duration deadline,
        long blockCacheBytes,
        long recentBytes,
        long reservedBytes) {

    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);
    public static final long DEFAULT_RESERVED_BYTES = 256L << 20;

    public EmbeddedStorageConfig(Path directory) {
        this(
                directory,
                DEFAULT_DEADLINE,
                HistoryConfig.DEFAULT_BLOCK_CACHE_BYTES,
                HistoryConfig.DEFAULT_RECENT_BYTES,
                DEFAULT_RESERVED_BYTES);
    }

    public EmbeddedStorageConfig withDeadline(Duration patience) {
        return new EmbeddedStorageConfig(
                directory, patience, blockCacheBytes, recentBytes, reservedBytes);
    }
}
