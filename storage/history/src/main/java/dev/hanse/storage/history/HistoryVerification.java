package dev.hanse.storage.history;

import dev.hanse.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;

/// Reads everything a [History] has on disk and says what is wrong with it, without changing it.
///
/// First the checksum of every block of every file, then, if the files can be opened, what the rows
/// say about each other. For a directory that no process uses.
public final class HistoryVerification {

    /// Where there are so many, more would not help anybody.
    private static final int MOST_FINDINGS = 100;

    private static final String ADVICE = "restore the newest snapshot into an empty directory";

    private final Path directory;
    private final List<Finding> findings = new ArrayList<>();

    private HistoryVerification(Path directory) {
        this.directory = directory;
    }

    /// What is wrong, most basic first; empty when nothing is.
    ///
    /// @param seen told about every row, for whoever waits
    public static List<Finding> verify(Path directory, Runnable seen) {
        RocksDB.loadLibrary();
        var verification = new HistoryVerification(directory);
        verification.verifyFiles();
        verification.verifyRows(seen);
        return List.copyOf(verification.findings);
    }

    private void verifyFiles() {
        try (var files = Files.newDirectoryStream(directory, "*.sst")) {
            for (var file : files) {
                verifyFile(file);
            }
        } catch (IOException e) {
            report(directory.toString(), "cannot be read: " + e.getMessage());
        }
    }

    private void verifyFile(Path file) {
        try (var options = new Options();
                var reader = new SstFileReader(options)) {
            reader.open(file.toString());
            reader.verifyChecksum();
        } catch (RocksDBException e) {
            report(file, e);
        }
    }

    private void verifyRows(Runnable seen) {
        var config = new HistoryConfig(directory, 32L << 20, 0, false);
        try (var database = HistoryDatabase.openReadOnly(config)) {
            new RowVerification(database, seen, this::report).verify();
        } catch (RocksDBException e) {
            report(directory, e);
        } catch (StorageException e) {
            report(directory.toString(), Corruption.problem(e));
        }
    }

    private void report(Path place, RocksDBException e) {
        var problem = Corruption.problem(Corruption.of("cannot be read", directory, e));
        report(place.toString(), problem.replace(place + " ", ""));
    }

    private void report(String place, String problem) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(new Finding(place, problem, ADVICE));
        }
    }
}
