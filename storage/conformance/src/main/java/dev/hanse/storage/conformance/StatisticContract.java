package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Statistic;
import org.junit.jupiter.api.Test;

/// What a store tells about itself.
abstract class StatisticContract {

    private static final double BYTES_WRITTEN = 100_000;

    abstract StoreUnderTest store();

    @Test
    void everyFigureHasANameOfItsOwn() {
        var statistics = store().storage().statistics();

        assertThat(statistics).extracting(Statistic::name).doesNotHaveDuplicates();
        assertThat(statistics).allMatch(each -> each.name().matches("[a-z]+(_[a-z]+)*"));
        assertThat(statistics).allMatch(each -> each.description().endsWith("."));
        assertThat(statistics).allMatch(each -> each.value() >= 0);
    }

    @Test
    void commitsAreCounted() {
        store().put("before", "x");
        double commits = value("commits");

        store().put("one", "x");
        var newest = store().put("two", "x");

        assertThat(value("commits")).isEqualTo(commits + 2);
        assertThat(value("commit_groups")).isBetween(1.0, value("commits"));
        assertThat(value("commit_group_write")).isPositive();
        assertThat(value("newest_revision")).isEqualTo((double) newest.value());
        assertThat(value("writable")).isEqualTo(1);
    }

    @Test
    void whatIsWrittenOccupiesMemoryAndFiles() {
        store().put(Bytes.utf8("large"), Bytes.wrap(new byte[(int) BYTES_WRITTEN]));

        assertThat(value("memtable")).isGreaterThan(BYTES_WRITTEN);
        assertThat(value("write_ahead_log")).isGreaterThan(BYTES_WRITTEN);
        assertThat(value("block_cache_capacity")).isPositive();
    }

    @Test
    void compactionShowsInTheOldestRevision() {
        var first = store().put("key", "x");
        store().put("key", "y");

        store().storage().compact(first);

        assertThat(value("compacted_revision")).isEqualTo((double) first.value());
    }

    @Test
    void whoReadsIsCounted() throws Exception {
        double cursors = value("open_cursors");
        double scans = value("open_scans");

        try (var _ = store().storage().watch(EVERYTHING, Revision.NONE);
                var _ = store().storage().scan(EVERYTHING, Revision.NONE)) {
            assertThat(value("open_cursors")).isEqualTo(cursors + 1);
            assertThat(value("open_scans")).isEqualTo(scans + 1);
        }

        assertThat(value("open_cursors")).isEqualTo(cursors);
        assertThat(value("open_scans")).isEqualTo(scans);
    }

    private double value(String name) {
        return store().storage().statistics().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
