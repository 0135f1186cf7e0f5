package dev.hanse.storage.faults;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// An ext4 file system of its own, in a file, mounted through a loop device. Needs root.
///
/// [#cutPower] is the switch that file system developers test recovery with: the kernel stops all
/// I/O of this file system at once and without writing its journal. What was not forced to it is
/// lost with the next [#unmount], as if the machine had lost its power; mounting again recovers the
/// journal.
final class FilesystemImage implements AutoCloseable {

    /// `_IOR('X', 125, __u32)`, for ext4 and XFS alike.
    private static final long SHUTDOWN = 0x8004587DL;

    private static final int WITHOUT_JOURNAL = 2;

    private final Path image;
    private final Path mountPoint;

    private FilesystemImage(Path image, Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /// Whether this process may mount file systems at all.
    static boolean isPossible(Path directory) {
        try (var _ = create(directory.resolve("possible"), 8L << 20)) {
            return true;
        } catch (IOException | IllegalStateException e) {
            return false;
        }
    }

    /// Makes and mounts an empty file system of `bytes`.
    static FilesystemImage create(Path directory, long bytes) throws IOException {
        var mountPoint = Files.createDirectories(directory.resolve("mounted"));
        var image = directory.resolve("image");
        try (var file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(bytes);
        }
        run("mkfs.ext4", "-q", "-F", image.toString());
        var created = new FilesystemImage(image, mountPoint);
        created.mount();
        return created;
    }

    Path directory() {
        return mountPoint;
    }

    void mount() {
        run("mount", "-o", "loop", image.toString(), mountPoint.toString());
    }

    /// Nobody may be using it.
    void unmount() {
        run("umount", mountPoint.toString());
    }

    // Calling C is what this is about; the JVM is told on the command line that it may.
    @SuppressWarnings("restricted")
    void cutPower() {
        var linker = Linker.nativeLinker();
        var libc = linker.defaultLookup();
        try (var arena = Arena.ofConfined()) {
            var open =
                    linker.downcallHandle(
                            libc.findOrThrow("open"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_INT),
                            Linker.Option.firstVariadicArg(2));
            var ioctl =
                    linker.downcallHandle(
                            libc.findOrThrow("ioctl"),
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.ADDRESS),
                            Linker.Option.firstVariadicArg(2));
            var close =
                    linker.downcallHandle(
                            libc.findOrThrow("close"),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
            var path = arena.allocateFrom(mountPoint.toString(), StandardCharsets.UTF_8);
            var how = arena.allocateFrom(ValueLayout.JAVA_INT, WITHOUT_JOURNAL);
            int descriptor = call(open, path, 0);
            int stopped = call(ioctl, descriptor, SHUTDOWN, how);
            int _ = call(close, descriptor);
            if (stopped != 0) {
                throw new IllegalStateException("the file system cannot be stopped");
            }
        }
    }

    private static int call(MethodHandle function, Object... arguments) {
        try {
            return (int) function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new IllegalStateException("a call of the C library failed", e);
        }
    }

    private static void run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command[0], e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        unmount();
        try {
            Files.delete(image);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + image, e);
        }
    }
}
