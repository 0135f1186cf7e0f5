package dev.hanse.storage.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A small file system that nobody else uses, so that it may lose its power or be full. Needs root.
final class ImageGround implements Ground {

    private static final long BYTES = 256L << 20;

    private final FilesystemImage image;

    ImageGround(Path directory) throws IOException {
        this.image = FilesystemImage.create(directory, BYTES);
    }

    @Override
    public List<Engine> engines() {
        return List.of(new Engine.Embedded(image.directory().resolve("data")));
    }

    @Override
    public Set<Fault> faults() {
        return EnumSet.of(Fault.POWER_LOSS, Fault.DISK_FULL, Fault.DISK_FULL_KILL);
    }

    @Override
    public void strike(Fault fault) {
        switch (fault) {
            case POWER_LOSS -> image.cutPower();
            case DISK_FULL, DISK_FULL_KILL -> fill();
            default -> throw new IllegalArgumentException("cannot happen to a disk: " + fault);
        }
    }

    @Override
    public void heal(Fault fault) {
        switch (fault) {
            case POWER_LOSS -> {
                image.unmount();
                image.mount();
            }
            case DISK_FULL, DISK_FULL_KILL -> empty();
            default -> throw new IllegalArgumentException("cannot happen to a disk: " + fault);
        }
    }

    private Path ballast() {
        return image.directory().resolve("ballast");
    }

    private void fill() {
        var zeros = ByteBuffer.allocate(64 << 10);
        try (var file =
                FileChannel.open(ballast(), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            while (true) {
                var _ = file.write(zeros.clear());
            }
        } catch (IOException e) {
            // No space left: that is what was wanted.
        }
    }

    private void empty() {
        try {
            Files.delete(ballast());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make room", e);
        }
    }

    @Override
    public void close() {
        image.close();
    }
}
