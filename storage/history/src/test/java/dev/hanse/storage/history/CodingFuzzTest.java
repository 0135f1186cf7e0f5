package dev.hanse.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Revision;
import java.util.Arrays;

/// Rows of any bytes: what was written is read back, rows sort as keys do, and what nobody wrote is
/// called malformed instead of being decoded.
///
/// As a test it repeats its corpus; `dev/fuzz` makes up new inputs.
class CodingFuzzTest {

    private static final int LONGEST_KEY = 64;

    @FuzzTest(maxDuration = "1m")
    void keysAndRevisionsComeBack(FuzzedDataProvider data) {
        var key = key(data);
        long revision = data.consumeLong(1, Long.MAX_VALUE);

        var row = DataCoding.row(key, revision);
        assertThat(DataCoding.isWellFormed(row)).isTrue();
        assertThat(DataCoding.key(row)).isEqualTo(key);
        assertThat(DataCoding.revision(row)).isEqualTo(revision);

        var log = LogCoding.row(key, revision);
        assertThat(LogCoding.key(log)).isEqualTo(key);
        assertThat(LogCoding.revision(log)).isEqualTo(revision);
    }

    @FuzzTest(maxDuration = "1m")
    void rowsSortAsKeysDoAndNewestFirst(FuzzedDataProvider data) {
        var one = key(data);
        var other = key(data);
        long revision = data.consumeLong(1, Long.MAX_VALUE);
        long later = data.consumeLong(1, Long.MAX_VALUE);

        var row = DataCoding.row(one, revision);
        var otherRow = DataCoding.row(other, later);
        int byKey = Integer.signum(one.compareTo(other));
        int expected = byKey == 0 ? Long.compare(later, revision) : byKey;
        assertThat(Integer.signum(Arrays.compareUnsigned(row, otherRow))).isEqualTo(expected);
        assertThat(DataCoding.sameKey(row, otherRow)).isEqualTo(byKey == 0);

        assertThat(Arrays.compareUnsigned(DataCoding.bound(one), row)).isNegative();
        assertThat(Arrays.compareUnsigned(DataCoding.behind(row), row)).isPositive();
        if (byKey < 0) {
            assertThat(Arrays.compareUnsigned(DataCoding.behind(row), otherRow)).isNegative();
            assertThat(Arrays.compareUnsigned(row, DataCoding.bound(other))).isNegative();
        }
    }

    @FuzzTest(maxDuration = "1m")
    void valuesComeBack(FuzzedDataProvider data) {
        var key = key(data);
        var created = new Revision(data.consumeLong(1, Long.MAX_VALUE));
        var modified = new Revision(data.consumeLong(created.value(), Long.MAX_VALUE));
        var entry = new Entry(key, Bytes.wrap(data.consumeRemainingAsBytes()), created, modified);

        var value = value(entry);
        assertThat(DataCoding.isWellFormedValue(value)).isTrue();
        assertThat(DataCoding.entry(key, modified.value(), value)).isEqualTo(entry);

        var replaced = LogCoding.value(new Event(key, modified, null, entry));
        assertThat(LogCoding.isWellFormed(replaced)).isTrue();
        assertThat(LogCoding.isDeletion(replaced)).isTrue();
        assertThat(LogCoding.previousRevision(replaced)).isEqualTo(modified.value());
    }

    @FuzzTest(maxDuration = "1m")
    void whatIsWellFormedCanBeDecoded(FuzzedDataProvider data) {
        var row = data.consumeBytes(LONGEST_KEY);
        var value = data.consumeRemainingAsBytes();

        if (DataCoding.isWellFormed(row) && DataCoding.revision(row) >= 0) {
            var key = DataCoding.key(row);
            long revision = DataCoding.revision(row);
            assertThat(DataCoding.row(key, revision)).isEqualTo(row);
            if (DataCoding.isWellFormedValue(value) && created(value) >= 0) {
                var entry = DataCoding.entry(key, revision, value);
                assertThat(entry == null ? DataCoding.tombstone() : value(entry))
                        .startsWith(value[0]);
            }
        }
        if (LogCoding.isWellFormed(value)) {
            assertThat(LogCoding.isDeletion(value)).isEqualTo(value[0] == 0);
        }
    }

    private static byte[] value(Entry entry) {
        var header = DataCoding.header(entry);
        var value = Arrays.copyOf(header, header.length + entry.value().length());
        var content = entry.value().unsafeArray();
        System.arraycopy(content, 0, value, header.length, content.length);
        return value;
    }

    private static long created(byte[] value) {
        return DataCoding.isTombstone(value[0]) ? 0 : DataCoding.createRevision(value);
    }

    private static Bytes key(FuzzedDataProvider data) {
        return Bytes.wrap(data.consumeBytes(data.consumeInt(0, LONGEST_KEY)));
    }
}
