package dev.hanse.storage.snapshot;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file in the making that appears under its name only when it is a whole snapshot on stable
/// storage. Until then it is called `<name>.partial`; readable by its owner only, because it holds
/// everybody's secrets.
public final class SnapshotFile implements AutoCloseable {

    private final Path file;
    private final Path partial;
    private final FileChannel channel;
    private final OutputStream out;

    private SnapshotFile(Path file, Path partial, FileChannel channel) {
        this.file = file;
        this.partial = partial;
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 20);
    }

    /// @throws UncheckedIOException if `file` exists or cannot be written
    public static SnapshotFile create(Path file) {
        var partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            Files.deleteIfExists(partial);
            var channel =
                    FileChannel.open(
                            partial,
                            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                            ownerOnly());
            return new SnapshotFile(file, partial, channel);
        } catch (FileAlreadyExistsException e) {
            throw new UncheckedIOException(e.getFile() + " exists already: choose another name", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + partial, e);
        }
    }

    /// Where the bytes of the snapshot go.
    public OutputStream out() {
        return out;
    }

    /// Reads back what was written, and gives it its name if it is a whole snapshot.
    ///
    /// @throws DamagedSnapshotException if it is not, and then there is no file
    public void publish() {
        try {
            out.flush();
            channel.force(true);
            channel.close();
            try (var reader = SnapshotReader.open(partial)) {
                while (reader.hasNext()) {
                    reader.next();
                }
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
            forceDirectory();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private void forceDirectory() throws IOException {
        var directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (var opened = FileChannel.open(directory, StandardOpenOption.READ)) {
                opened.force(true);
            }
        }
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /// Deletes what was not published.
    @Override
    public void close() {
        try {
            channel.close();
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + partial, e);
        }
    }
}
