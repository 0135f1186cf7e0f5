package dev.hanse.storage.embedded;

import dev.hanse.storage.history.HistoryConfig;
import java.nio.file.Path;
import java.time.Duration;

/// How an [EmbeddedStorage] is opened.
///
/// @param directory the data directory; created when missing, used by one process at a time
/// @param deadline how long a call may wait before it gives up
/// @param blockCacheBytes upper bound of the cache for data read from disk
/// @param writeBufferBytes upper bound of what is written but not in tables yet
/// @param recentBytes upper bound of the newest events kept in the heap
/// @param reservedBytes free disk space below which only deletions are accepted
public record EmbeddedStorageConfig(
        Path directory,
        Duration deadline,
        long blockCacheBytes,
        long writeBufferBytes,
        long recentBytes,
        long reservedBytes) {

    public static final Duration DEFAULT_DEADLINE = Duration.ofSeconds(30);
    public static final long DEFAULT_BLOCK_CACHE_BYTES = HistoryConfig.DEFAULT_BLOCK_CACHE_BYTES;
    public static final long DEFAULT_WRITE_BUFFER_BYTES = HistoryConfig.DEFAULT_WRITE_BUFFER_BYTES;
    public static final long DEFAULT_RECENT_BYTES = HistoryConfig.DEFAULT_RECENT_BYTES;
    public static final long DEFAULT_RESERVED_BYTES = 256L << 20;

    public EmbeddedStorageConfig(Path directory) {
        this(
                directory,
                DEFAULT_DEADLINE,
                DEFAULT_BLOCK_CACHE_BYTES,
                DEFAULT_WRITE_BUFFER_BYTES,
                DEFAULT_RECENT_BYTES,
                DEFAULT_RESERVED_BYTES);
    }

    public EmbeddedStorageConfig withDeadline(Duration patience) {
        return new EmbeddedStorageConfig(
                directory, patience, blockCacheBytes, writeBufferBytes, recentBytes, reservedBytes);
    }

    /// @param blockCache see [#blockCacheBytes]
    /// @param writeBuffer see [#writeBufferBytes]
    /// @param recent see [#recentBytes]
    public EmbeddedStorageConfig withMemory(long blockCache, long writeBuffer, long recent) {
        return new EmbeddedStorageConfig(
                directory, deadline, blockCache, writeBuffer, recent, reservedBytes);
    }

    public EmbeddedStorageConfig withReservedBytes(long bytes) {
        return new EmbeddedStorageConfig(
                directory, deadline, blockCacheBytes, writeBufferBytes, recentBytes, bytes);
    }

    HistoryConfig history(Path files) {
        return new HistoryConfig(files, blockCacheBytes, writeBufferBytes, recentBytes, true);
    }
}
