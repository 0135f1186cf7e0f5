package dev.hanse.storage.embedded;

import dev.hanse.storage.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The data directory, held by this process alone until closed.
///
/// ```
/// lock            locked by the process that uses the directory; holds its process id
/// restoring       there while a snapshot is being restored: nothing else counts
/// format-version  how to read the rest
/// history/        the RocksDB files
/// ```
final class DataDirectory implements AutoCloseable {

    private static final String FORMAT = "2";

    private static final String THIS_PROCESS = "this process";

    /// Formats that [dev.hanse.storage.history.History] brings up to date when it opens the files.
    private static final Set<String> OLDER_FORMATS = Set.of("1");

    private static final int LONGEST_PROCESS_ID = 32;

    /// What this process holds. Static because the lock is the process's, too: POSIX gives it up
    /// when any descriptor of the file is closed, so a second one must not even be opened.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final Path held;
    private final FileChannel lock;

    /// Kept, because finding it reads the table of all mounts.
    private final FileStore store;

    private DataDirectory(Path directory) throws IOException {
        this.directory = directory;
        this.held = directory.toRealPath();
        this.store = Files.getFileStore(directory);
        if (!HELD.add(held)) {
            throw inUse(directory, THIS_PROCESS);
        }
        try {
            this.lock = lock(directory);
        } catch (IOException | RuntimeException e) {
            HELD.remove(held);
            throw e;
        }
    }

    /// @throws UnavailableException if another process uses the directory, or wrote it in a format
    ///   this version cannot read
    static DataDirectory open(Path directory) {
        return open(directory, true);
    }

    private static DataDirectory open(Path directory, boolean migrate) {
        try {
            create(directory);
            var opened = new DataDirectory(directory);
            try {
                opened.requireFormat(migrate);
                return opened;
            } catch (IOException | UnavailableException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UnavailableException("cannot use the data directory " + directory, e);
        }
    }

    /// The same for a directory that must hold a store already, in today's format.
    static DataDirectory openExisting(Path directory) {
        if (!Files.isDirectory(directory.resolve("history"))) {
            throw new UnavailableException("there is no store in " + directory, null);
        }
        return open(directory, false);
    }

    /// Prepares a directory without a store, or one that an interrupted restore has left, for being
    /// filled. Until [#restored] nobody can open it.
    static DataDirectory openForRestore(Path directory) {
        try {
            create(directory);
            var opened = new DataDirectory(directory);
            try {
                opened.beginRestore();
                return opened;
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UnavailableException("cannot use the data directory " + directory, e);
        }
    }

    private void beginRestore() throws IOException {
        if (!Files.exists(restoring())) {
            if (Files.exists(history()) || Files.exists(formatVersion())) {
                throw new UnavailableException(
                        "there is a store in "
                                + directory
                                + " already: restore into an empty directory",
                        null);
            }
            Files.createFile(restoring());
            force(directory);
        }
        Files.deleteIfExists(formatVersion());
        delete(history());
    }

    /// Declares that everything is there.
    void restored() {
        try {
            writeFormat(formatVersion());
            Files.delete(restoring());
            force(directory);
        } catch (IOException e) {
            throw new UnavailableException("cannot finish restoring " + directory, e);
        }
    }

    /// Makes the names in `folder` survive a power failure.
    private static void force(Path folder) throws IOException {
        try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (var files = Files.walk(tree)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private Path restoring() {
        return directory.resolve("restoring");
    }

    private Path formatVersion() {
        return directory.resolve("format-version");
    }

    Path history() {
        return directory.resolve("history");
    }

    /// Bytes this process may still write before the disk is full.
    long freeBytes() {
        try {
            return store.getUsableSpace();
        } catch (IOException e) {
            throw new UnavailableException("cannot see the free space of " + directory, e);
        }
    }

    /// A new directory is its owner's alone: it will hold secrets.
    private static void create(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            createForced(directory.toAbsolutePath());
            if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(
                        directory, PosixFilePermissions.fromString("rwx------"));
            }
        }
    }

    private static void createForced(Path folder) throws IOException {
        var parent = folder.getParent();
        if (parent != null && !Files.exists(folder)) {
            createForced(parent);
            Files.createDirectory(folder);
            force(parent);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        var file = directory.resolve("lock");
        var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            var holder = holder(channel);
            channel.close();
            throw inUse(directory, holder);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid())
                                .getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    /// Who has locked the directory, as far as can be told.
    static Optional<String> holder(Path directory) {
        var file = directory.resolve("lock");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        if (isHeld(directory)) {
            return Optional.of(THIS_PROCESS);
        }
        try (var channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return channel.tryLock() == null ? Optional.of(holder(channel)) : Optional.empty();
        } catch (IOException e) {
            throw new UnavailableException("cannot use the data directory " + directory, e);
        }
    }

    private static boolean isHeld(Path directory) {
        try {
            return HELD.contains(directory.toRealPath());
        } catch (IOException e) {
            throw new UnavailableException("cannot use the data directory " + directory, e);
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        var text = ByteBuffer.allocate(LONGEST_PROCESS_ID);
        channel.read(text, 0);
        return "process " + StandardCharsets.UTF_8.decode(text.flip());
    }

    private static UnavailableException inUse(Path directory, String holder) {
        return new UnavailableException(
                "the data directory " + directory + " is in use by " + holder, null);
    }

    private void requireFormat(boolean migrate) throws IOException {
        if (Files.exists(restoring())) {
            throw new UnavailableException(
                    "a restore into "
                            + directory
                            + " was interrupted: run it again, or delete the directory",
                    null);
        }
        var file = formatVersion();
        if (!Files.exists(file)) {
            if (Files.exists(history())) {
                throw new UnavailableException(
                        "the data directory " + directory + " has lost its format-version file",
                        null);
            }
            writeFormat(file);
            return;
        }
        var found = Files.readString(file).strip();
        if (OLDER_FORMATS.contains(found)) {
            if (!migrate) {
                throw new UnavailableException(
                        "the store in %s is in format %s: start a server on it or compact it once, which brings it to format %s"
                                .formatted(directory, found, FORMAT),
                        null);
            }
            // First, so that no older version can open what is half migrated.
            writeFormat(file);
        } else if (!found.equals(FORMAT)) {
            throw new UnavailableException(
                    "the data directory %s is in format %s, this version reads format %s"
                            .formatted(directory, found, FORMAT),
                    null);
        }
    }

    /// All of it or nothing, also after a power failure: a directory without it is refused.
    private void writeFormat(Path file) throws IOException {
        var written = directory.resolve("format-version.new");
        try (var channel =
                FileChannel.open(
                        written,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(FORMAT + "\n"));
            channel.force(true);
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        force(directory);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UnavailableException("cannot unlock " + directory, e);
        } finally {
            HELD.remove(held);
        }
    }
}
