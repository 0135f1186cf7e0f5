package dev.hanse.storage.history;

import java.nio.file.Path;

/// How a [History] is kept.
///
/// @param directory where the RocksDB files are; created when missing
/// @param blockCacheBytes upper bound of the cache for blocks, indexes and filters read from disk
/// @param writeBufferBytes upper bound of what is written but not in tables yet; bounds the time
///   recovery takes, too
/// @param recentBytes upper bound of the newest events kept in the heap for cursors
/// @param durable whether each append waits until its bytes are on stable storage
public record HistoryConfig(
        Path directory,
        long blockCacheBytes,
        long writeBufferBytes,
        long recentBytes,
        boolean durable) {

    public static final long DEFAULT_BLOCK_CACHE_BYTES = 64L << 20;
    public static final long DEFAULT_WRITE_BUFFER_BYTES = 96L << 20;
    public static final long DEFAULT_RECENT_BYTES = 16L << 20;

    public HistoryConfig(Path directory, long blockCacheBytes, long recentBytes, boolean durable) {
        this(directory, blockCacheBytes, DEFAULT_WRITE_BUFFER_BYTES, recentBytes, durable);
    }

    public HistoryConfig {
        if (blockCacheBytes <= 0 || writeBufferBytes <= 0 || recentBytes < 0) {
            throw new IllegalArgumentException(
                    "sizes in memory must be positive: %d, %d, %d"
                            .formatted(blockCacheBytes, writeBufferBytes, recentBytes));
        }
    }
}
