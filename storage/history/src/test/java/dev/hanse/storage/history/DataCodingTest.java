package dev.hanse.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DataCodingTest {

    private final Random random = new Random(5);

    @Test
    void rowsSortByKeyThenNewestFirst() {
        for (int i = 0; i < 20_000; i++) {
            var one = key();
            var other = key();
            long revision = random.nextLong(1000);
            long otherRevision = random.nextLong(1000);
            int expected =
                    one.equals(other)
                            ? Long.compare(otherRevision, revision)
                            : one.compareTo(other);

            int actual =
                    Arrays.compareUnsigned(
                            DataCoding.row(one, revision), DataCoding.row(other, otherRevision));

            assertThat(Integer.signum(actual))
                    .as("%s@%d and %s@%d", one, revision, other, otherRevision)
                    .isEqualTo(Integer.signum(expected));
        }
    }

    @Test
    void rowsAreReadBack() {
        for (int i = 0; i < 5_000; i++) {
            var key = key();
            long revision = random.nextLong(Long.MAX_VALUE);

            var row = DataCoding.row(key, revision);

            assertThat(DataCoding.key(row)).isEqualTo(key);
            assertThat(DataCoding.revision(row)).isEqualTo(revision);
        }
    }

    @Test
    void aBoundLiesBeforeTheRowsOfItsKeyAndBehindThoseOfSmallerOnes() {
        for (int i = 0; i < 20_000; i++) {
            var bound = key();
            var key = key();

            boolean before =
                    Arrays.compareUnsigned(DataCoding.bound(bound), DataCoding.row(key, 7)) <= 0;

            assertThat(before).as("%s and %s", bound, key).isEqualTo(bound.compareTo(key) <= 0);
        }
    }

    @Test
    void thePositionBehindAKeyIsBeforeTheNextOne() {
        for (int i = 0; i < 20_000; i++) {
            var key = key();
            var other = key();
            var behind = DataCoding.behind(DataCoding.row(key, 7));

            boolean skipped = Arrays.compareUnsigned(DataCoding.row(other, 0), behind) < 0;

            assertThat(skipped).as("%s and %s", key, other).isEqualTo(other.compareTo(key) <= 0);
        }
    }

    /// Short keys of few different bytes, so that prefixes and equal keys are common.
    private Bytes key() {
        var bytes = new byte[random.nextInt(5)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = new byte[] {0, 1, 2, 'a', (byte) 0xff}[random.nextInt(5)];
        }
        return Bytes.wrap(bytes);
    }
}
