package dev.hanse.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

class RowBatchTest {

    private static final int LARGE = 200_000;

    @TempDir Path directory;

    private final Random random = new Random(7);

    @Test
    void theBytesAreThoseThatRocksDbMakesItself() throws RocksDBException {
        try (var database = HistoryDatabase.open(new HistoryConfig(directory, 1, 1 << 20, false));
                var expected = new WriteBatch()) {
            var batch = new RowBatch();
            for (int length : new int[] {0, 1, 127, 128, 16_383, 16_384, LARGE}) {
                var key = bytes(length);
                var value = bytes(length);
                var head = bytes(9);
                batch.put(database.data(), key, value);
                expected.put(database.data(), key, value);
                batch.put(database.log(), key, head, Bytes.wrap(value));
                expected.put(database.log(), key, concatenated(head, value));
                batch.delete(database.head(), key);
                expected.delete(database.head(), key);
                batch.deleteRange(database.index(), key, value);
                expected.deleteRange(database.index(), key, value);
            }

            assertThat(batch.count()).isEqualTo(expected.count());
            assertThat(batch.size()).isEqualTo(expected.getDataSize());
            try (var rows = batch.toWriteBatch()) {
                assertThat(rows.data()).isEqualTo(expected.data());
            }
        }
    }

    @Test
    void aClearedBatchStartsOver() throws RocksDBException {
        try (var database = HistoryDatabase.open(new HistoryConfig(directory, 1, 1 << 20, false));
                var empty = new WriteBatch()) {
            var batch = new RowBatch();
            batch.put(database.data(), bytes(5), bytes(LARGE));
            batch.clear();

            assertThat(batch.count()).isZero();
            try (var rows = batch.toWriteBatch()) {
                assertThat(rows.data()).isEqualTo(empty.data());
            }
        }
    }

    private byte[] bytes(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] concatenated(byte[] head, byte[] rest) {
        var whole = Arrays.copyOf(head, head.length + rest.length);
        System.arraycopy(rest, 0, whole, head.length, rest.length);
        return whole;
    }
}
