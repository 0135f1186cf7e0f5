package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// A file system that is quickly full. Needs to be root; a test that opens one is skipped
/// otherwise.
final class SmallFileSystem implements AutoCloseable {

    private static final int SECONDS = 30;

    private final Path mountPoint;

    private SmallFileSystem(Path mountPoint) {
        this.mountPoint = mountPoint;
    }

    /// In memory: full means full, immediately.
    static SmallFileSystem tmpfs(Path mountPoint, int megabytes) throws Exception {
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", mountPoint),
                "only root can mount a file system");
        return new SmallFileSystem(mountPoint);
    }

    /// In a file: with a journal, and space that is allocated late.
    static SmallFileSystem ext4(Path image, Path mountPoint, int megabytes) throws Exception {
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) megabytes << 20);
        }
        Assumptions.assumeTrue(
                run("mkfs.ext4", "-q", "-F", image)
                        && run("mount", "-o", "loop", image, mountPoint),
                "only root can mount a file system");
        return new SmallFileSystem(mountPoint);
    }

    /// Takes all space but `left` bytes, until [#release].
    void fill(long left) throws IOException {
        var chunk = ByteBuffer.allocate(1 << 18);
        try (var ballast =
                FileChannel.open(
                        ballast(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (Files.getFileStore(mountPoint).getUsableSpace() > left) {
                ballast.write(chunk.clear());
                // Space that is allocated late would not count yet.
                ballast.force(false);
            }
        }
    }

    void release() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return mountPoint.resolve("ballast");
    }

    private static boolean run(Object... command) throws IOException, InterruptedException {
        var words = Arrays.stream(command).map(Object::toString).toList();
        var process =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        return process.waitFor(SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    @Override
    public void close() throws IOException {
        try {
            assertThat(run("umount", mountPoint)).as("unmounted").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
