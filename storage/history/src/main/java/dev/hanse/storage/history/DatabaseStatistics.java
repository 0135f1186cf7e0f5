package dev.hanse.storage.history;

import dev.hanse.storage.Statistic;
import dev.hanse.storage.Statistic.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.RocksDBException;

/// What RocksDB says about its files, its memory and its background work. Asks for properties that
/// it has at hand, and reads no file.
final class DatabaseStatistics {

    /// As many as RocksDB has by default.
    private static final int LEVELS = 7;

    private final HistoryDatabase database;
    private final List<Statistic> found = new ArrayList<>();

    private DatabaseStatistics(HistoryDatabase database) {
        this.database = database;
    }

    static List<Statistic> of(HistoryDatabase database) throws RocksDBException {
        var statistics = new DatabaseStatistics(database);
        statistics.addFiles();
        statistics.addMemory();
        statistics.addBackgroundWork();
        return List.copyOf(statistics.found);
    }

    private void addFiles() throws RocksDBException {
        gauge("table", Unit.BYTES, "Size of the table files in use.", sum("live-sst-files-size"));
        gauge("table_files", Unit.NONE, "Number of table files in use.", tableFiles());
        gauge(
                "write_ahead_log",
                Unit.BYTES,
                "Size of the log that a restart after a crash has to read.",
                logBytes());
    }

    private void addMemory() throws RocksDBException {
        gauge(
                "memtable",
                Unit.BYTES,
                "Memory of what is written but not in table files yet.",
                sum("cur-size-all-mem-tables"));
        gauge(
                "block_cache",
                Unit.BYTES,
                "Memory of blocks read from table files.",
                ofTheCache("block-cache-usage"));
        gauge(
                "block_cache_pinned",
                Unit.BYTES,
                "The part of the block cache that readers hold.",
                ofTheCache("block-cache-pinned-usage"));
        gauge(
                "block_cache_capacity",
                Unit.BYTES,
                "What the block cache may grow to.",
                ofTheCache("block-cache-capacity"));
    }

    private void addBackgroundWork() throws RocksDBException {
        gauge(
                "pending_compaction",
                Unit.BYTES,
                "Estimate of what has to be rewritten to bring the table files into shape.",
                sum("estimate-pending-compaction-bytes"));
        gauge(
                "running_compactions",
                Unit.NONE,
                "Compactions of table files going on.",
                database.db().getLongProperty("rocksdb.num-running-compactions"));
        gauge(
                "running_flushes",
                Unit.NONE,
                "Flushes of memory to table files going on.",
                database.db().getLongProperty("rocksdb.num-running-flushes"));
        gauge(
                "write_stopped",
                Unit.NONE,
                "1 while writes wait for flushes or compactions.",
                database.db().getLongProperty("rocksdb.is-write-stopped"));
        gauge(
                "delayed_write_bytes_per_second",
                Unit.NONE,
                "The rate to which writes are slowed down for flushes or compactions, 0 if not.",
                database.db().getLongProperty("rocksdb.actual-delayed-write-rate"));
    }

    private void gauge(String name, Unit unit, String description, long value) {
        found.add(Statistic.gauge(name, unit, description, value));
    }

    private long sum(String property) throws RocksDBException {
        return database.db().getAggregatedLongProperty("rocksdb." + property);
    }

    /// All column families share one cache, so that a sum would count it several times.
    private long ofTheCache(String property) throws RocksDBException {
        return database.db().getLongProperty(database.data(), "rocksdb." + property);
    }

    private long tableFiles() throws RocksDBException {
        long files = 0;
        for (var family : database.families()) {
            for (int level = 0; level < LEVELS; level++) {
                files +=
                        Long.parseLong(
                                database.db()
                                        .getProperty(family, "rocksdb.num-files-at-level" + level));
            }
        }
        return files;
    }

    private long logBytes() {
        long bytes = 0;
        try (var files = Files.newDirectoryStream(database.directory(), "*.log")) {
            for (var file : files) {
                bytes += size(file);
            }
        } catch (IOException e) {
            return 0;
        }
        return bytes;
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            // Flushed and deleted since the directory was listed.
            return 0;
        }
    }
}
