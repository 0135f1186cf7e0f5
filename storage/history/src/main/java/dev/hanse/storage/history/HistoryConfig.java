package dev.hanse.storage.history;

import java.nio.file.Path;

/// How a [History] is kept.
///
/// @param directory where the RocksDB files are; created when missing
/// @param blockCacheBytes upper bound of the cache for blocks, indexes and filters read from disk
/// @param recentBytes upper bound of the newest events kept in the heap for cursors
/// @param durable whether each append waits until its bytes are on stable storage
public record HistoryConfig(
        Path directory, long blockCacheBytes, long recentBytes, boolean durable) {

    public static final long DEFAULT_BLOCK_CACHE_BYTES = 64L << 20;
    public static final long DEFAULT_RECENT_BYTES = 16L << 20;

    public HistoryConfig {
        if (blockCacheBytes <= 0 || recentBytes < 0) {
            throw new IllegalArgumentException(
                    "cache sizes must be positive: " + blockCacheBytes + ", " + recentBytes);
        }
    }
}
