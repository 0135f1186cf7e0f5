package dev.hanse.storage.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hanse.storage.CorruptedException;
import dev.hanse.storage.history.LogFile.Extent;
import dev.hanse.storage.history.RecordLog.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Logs that end early are cut, logs that are damaged before their end are refused, and nothing in
/// between: a cut in the middle would lose acknowledged commits.
///
/// As a test it repeats its corpus; `dev/fuzz` makes up new inputs.
class WriteAheadLogFuzzTest {

    private static final int MOST_FILES = 3;
    private static final int MOST_RECORDS = 5;

    /// More than two blocks, so that records have fragments of every kind.
    private static final int LONGEST = 70_000;

    @FuzzTest(maxDuration = "1m")
    void anyBytesAreJudgedForGood(FuzzedDataProvider data) throws IOException {
        var bytes = data.consumeRemainingAsBytes();

        var checked = check(bytes);
        int intact = (int) checked.intact();
        var again = check(Arrays.copyOf(bytes, intact));

        assertThat(intact).isLessThanOrEqualTo(bytes.length);
        assertThat(again.damage()).isNull();
        assertThat(again.intact()).isEqualTo(intact);
    }

    @FuzzTest(maxDuration = "1m")
    void aLogThatEndsEarlyIsCutBehindItsLastWholeRecord(FuzzedDataProvider data)
            throws IOException {
        var log = log(data, 1, data.consumeInt(1, MOST_RECORDS));
        int end = data.consumeInt(0, log.toBytes().length);

        var checked = check(Arrays.copyOf(log.toBytes(), end));

        assertThat(checked.damage()).isNotEqualTo(Damage.CORRUPT);
        assertThat(checked.intact())
                .isEqualTo(
                        log.records().stream()
                                .mapToInt(Extent::end)
                                .filter(each -> each <= end)
                                .max()
                                .orElse(0));
    }

    @FuzzTest(maxDuration = "1m")
    void aFlippedBitBeforeAnotherRecordIsNoCutOffWrite(FuzzedDataProvider data) throws IOException {
        int records = data.consumeInt(2, MOST_RECORDS);
        var log = log(data, 1, records);
        var bytes = flipped(log, data.consumeInt(0, records - 2), data);

        assertThat(check(bytes).damage()).isEqualTo(Damage.CORRUPT);
    }

    @FuzzTest(maxDuration = "1m")
    void recoveryKeepsEveryWholeRecordOrRefuses(FuzzedDataProvider data) throws IOException {
        var directory = Files.createTempDirectory("wal-fuzz");
        try {
            var files = logs(data, directory);
            var last = files.getLast();
            boolean flip = files.size() > 1 && data.consumeBoolean();
            if (flip) {
                var damaged = flipped(files.getFirst(), 0, data);
                Files.write(file(directory, 0), damaged);

                assertThatThrownBy(() -> WriteAheadLog.recover(directory))
                        .isInstanceOf(CorruptedException.class);
                assertThat(Files.readAllBytes(file(directory, 0))).isEqualTo(damaged);
                return;
            }
            var path = file(directory, files.size() - 1);
            int end = data.consumeInt(0, last.toBytes().length);
            Files.write(path, Arrays.copyOf(last.toBytes(), end));

            WriteAheadLog.recover(directory);
            var recovered = Files.readAllBytes(path);
            WriteAheadLog.recover(directory);

            for (var extent : last.records()) {
                if (extent.end() <= end) {
                    assertThat(recovered.length).isGreaterThanOrEqualTo(extent.end());
                }
            }
            assertThat(check(recovered).damage()).isNull();
            assertThat(Files.readAllBytes(path)).isEqualTo(recovered);
        } finally {
            delete(directory);
        }
    }

    private static List<LogFile> logs(FuzzedDataProvider data, Path directory) throws IOException {
        var files = new ArrayList<LogFile>();
        int sequence = 1;
        int count = data.consumeInt(1, MOST_FILES);
        for (int i = 0; i < count; i++) {
            int records = data.consumeInt(1, MOST_RECORDS);
            var log = log(data, sequence, records);
            sequence += records;
            Files.write(file(directory, i), log.toBytes());
            files.add(log);
        }
        return files;
    }

    private static LogFile log(FuzzedDataProvider data, int sequence, int records) {
        var log = new LogFile();
        for (int i = 0; i < records; i++) {
            log.add(sequence + i, data.consumeInt(0, LONGEST));
        }
        return log;
    }

    private static byte[] flipped(LogFile log, int record, FuzzedDataProvider data) {
        var extent = log.records().get(record);
        var bytes = log.toBytes();
        int at = data.consumeInt(extent.start(), extent.end() - 1);
        bytes[at] ^= (byte) (1 << data.consumeInt(0, 7));
        return bytes;
    }

    private static Path file(Path directory, int number) {
        return directory.resolve("%06d.log".formatted(number + 7));
    }

    private static RecordLog.Checked check(byte[] bytes) throws IOException {
        var file = Files.createTempFile("record-log", ".log");
        try {
            Files.write(file, bytes);
            return RecordLog.check(file);
        } finally {
            Files.delete(file);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
