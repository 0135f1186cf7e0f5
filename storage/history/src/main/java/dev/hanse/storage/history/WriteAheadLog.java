package dev.hanse.storage.history;

import dev.hanse.storage.CorruptedException;
import dev.hanse.storage.history.RecordLog.Damage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The write-ahead log of a closed RocksDB, checked before it is opened.
///
/// RocksDB by itself either takes any damage for the end of the log, losing acknowledged commits
/// behind it, or cannot be started after a power failure. So the torn end is found and cut here,
/// and RocksDB is told to accept no damage at all.
final class WriteAheadLog {

    private static final Logger log = LoggerFactory.getLogger(WriteAheadLog.class);

    private record Checked(Path file, RecordLog.Checked result) {}

    private WriteAheadLog() {}

    /// Cuts off a last write that did not reach the disk completely.
    ///
    /// @throws CorruptedException if anything before it is damaged or missing
    static void recover(Path directory) throws IOException {
        var files = new ArrayList<Checked>();
        for (var file : files(directory)) {
            files.add(new Checked(file, RecordLog.check(file)));
        }
        requireNoGap(files);
        for (int i = 0; i < files.size(); i++) {
            var file = files.get(i);
            var damage = file.result().damage();
            if (damage != null) {
                var behind = files.subList(i + 1, files.size());
                boolean last = behind.stream().allMatch(next -> next.result().batches().isEmpty());
                if (damage == Damage.CORRUPT || !last) {
                    throw Corruption.at(
                            file.file(),
                            file.result().intact(),
                            "a record of the write-ahead log is damaged and more than a cut-off"
                                    + " last write");
                }
                cut(file.file(), file.result().intact());
            }
        }
    }

    private static void requireNoGap(List<Checked> files) {
        @Nullable Batches before = null;
        for (var file : files) {
            var batches = file.result().batches();
            if (batches.isEmpty()) {
                continue;
            }
            if (batches.hasGap() || (before != null && !batches.follow(before))) {
                throw Corruption.of(
                        file.file(), "commits before it, or in it, are missing from the log");
            }
            before = file.result().damage() == null ? batches : null;
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.newDirectoryStream(directory, "[0-9]*.log")) {
            var found = new ArrayList<Path>();
            files.forEach(found::add);
            found.sort(Comparator.comparingLong(WriteAheadLog::number));
            return found;
        }
    }

    private static long number(Path file) {
        var name = file.getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')));
    }

    private static void cut(Path file, long length) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            log.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("offset", length)
                    .addKeyValue("bytes", channel.size() - length)
                    .log("cut off a write that was not finished when the process ended");
            channel.truncate(length);
            channel.force(true);
        }
    }
}
