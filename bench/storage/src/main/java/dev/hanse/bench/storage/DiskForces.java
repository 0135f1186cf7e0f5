package dev.hanse.bench.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/// How often a second the disk can be made to keep what was written: nobody who waits for each
/// write can be faster.
final class DiskForces implements Measurement {

    private static final Duration DURATION = Duration.ofSeconds(1);
    private static final int RECORD = 1100;

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public Set<Subject> subjects() {
        return EnumSet.of(Subject.DISK);
    }

    @Override
    public void run(Bench bench) {
        bench.report(
                "disk_append",
                "1.1 KB appended and forced",
                "/s",
                forces(bench.directory().resolve("appended"), false));
        bench.report(
                "disk_overwrite",
                "1.1 KB overwritten and forced",
                "/s",
                forces(bench.directory().resolve("overwritten"), true));
    }

    private static double forces(Path file, boolean overwrite) {
        try (var channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (overwrite) {
                channel.write(ByteBuffer.allocate(64 << 20));
                channel.force(true);
                channel.position(0);
            }
            var record = ByteBuffer.allocateDirect(RECORD);
            long start = System.nanoTime();
            long count = 0;
            while (System.nanoTime() - start < DURATION.toNanos()) {
                channel.write(record.clear());
                channel.force(false);
                count++;
            }
            return count * 1e9 / (System.nanoTime() - start);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            var _ = file.toFile().delete();
        }
    }
}
