package dev.hanse.app.storage;

import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What the embedded store may use of the machine.
final class EmbeddedOptions {

    private static final String CACHE = "--storage-block-cache-size";
    private static final String BUFFER = "--storage-write-buffer-size";
    private static final String RESERVED = "--storage-reserved-space";

    /// Less would make a file of every few objects.
    private static final long LEAST_MEMORY = 1L << 20;

    @Option(
            names = CACHE,
            paramLabel = "SIZE",
            description = "Memory of the embedded store for data read from disk (default: 64Mi).")
    @Nullable String blockCache;

    @Option(
            names = BUFFER,
            paramLabel = "SIZE",
            description =
                    "Memory of the embedded store for writes that are not in tables yet (default:"
                            + " 96Mi).")
    @Nullable String writeBuffer;

    @Option(
            names = RESERVED,
            paramLabel = "SIZE",
            description =
                    "Free disk space below which the embedded store accepts only deletions"
                            + " (default: 256Mi).")
    @Nullable String reserved;

    /// @throws IllegalArgumentException if a size is none, or too small
    EmbeddedStorageConfig config(Path store) {
        return new EmbeddedStorageConfig(store)
                .withMemory(
                        bytes(
                                CACHE,
                                blockCache,
                                EmbeddedStorageConfig.DEFAULT_BLOCK_CACHE_BYTES,
                                LEAST_MEMORY),
                        bytes(
                                BUFFER,
                                writeBuffer,
                                EmbeddedStorageConfig.DEFAULT_WRITE_BUFFER_BYTES,
                                LEAST_MEMORY),
                        EmbeddedStorageConfig.DEFAULT_RECENT_BYTES)
                .withReservedBytes(
                        bytes(RESERVED, reserved, EmbeddedStorageConfig.DEFAULT_RESERVED_BYTES, 0));
    }

    /// @throws IllegalArgumentException if there are options for a store that is not there
    void checkAbsent() {
        if (Stream.of(blockCache, writeBuffer, reserved).anyMatch(Objects::nonNull)) {
            throw new IllegalArgumentException(
                    "--storage-* options are for the embedded store, not for --etcd-servers");
        }
    }

    private static long bytes(String option, @Nullable String given, long otherwise, long least) {
        if (given == null) {
            return otherwise;
        }
        long bytes;
        try {
            bytes = ByteSize.parse(given).bytes();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(option + " " + e.getMessage(), e);
        }
        if (bytes < least) {
            throw new IllegalArgumentException(
                    "%s %s is less than %d bytes".formatted(option, given, least));
        }
        return bytes;
    }
}
