package dev.hanse.storage.history;

import dev.hanse.storage.Statistic;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Counts what was written to the history, and how long that took. Thread-safe.
final class AppendCounters {

    private final LongAdder commits = new LongAdder();
    private final LongAdder groups = new LongAdder();
    private final LongAdder nanos = new LongAdder();

    /// @param nanosOfGroup how long the group took to be written and forced to the disk
    void count(int commitsOfGroup, long nanosOfGroup) {
        commits.add(commitsOfGroup);
        groups.increment();
        nanos.add(nanosOfGroup);
    }

    List<Statistic> statistics() {
        return List.of(
                Statistic.counter("commits", "Commits written.", commits.sum()),
                Statistic.counter(
                        "commit_groups",
                        "Groups of commits written, each with one fsync at most.",
                        groups.sum()),
                Statistic.time(
                        "commit_group_write",
                        "Time spent on writing groups of commits and forcing them to the disk.",
                        nanos.sum()));
    }
}
