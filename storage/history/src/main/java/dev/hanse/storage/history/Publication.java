package dev.hanse.storage.history;

import dev.hanse.storage.Range;
import java.util.List;

/// How readers and cursors learn of what was written. Thread-safe; one thread publishes.
final class Publication {

    private final PublishedRevision published;
    private final RecentCommits recent;
    private final CursorRegistry cursors;

    /// @param newest what is published from the start
    Publication(long newest, long recentBytes) {
        this.published = new PublishedRevision(newest);
        this.recent = new RecentCommits(recentBytes, newest);
        this.cursors = new CursorRegistry(newest);
    }

    PublishedRevision published() {
        return published;
    }

    RecentCommits recent() {
        return recent;
    }

    CursorRegistry cursors() {
        return cursors;
    }

    /// A cursor of `history` over the commits to `range` after `after`.
    HistoryCursor cursor(History history, Range range, long after) {
        var cursor = new HistoryCursor(history, range, after);
        cursors.register(cursor);
        return cursor;
    }

    /// Makes `commits` visible, which are written, and tells the cursors that they concern.
    void publish(List<Commit> commits) {
        recent.add(commits);
        // INVARIANT: cursors are told before the revision is visible; see CursorRegistry.
        var touched = cursors.touch(commits);
        published.advance(commits.getLast().revision().value());
        touched.forEach(HistoryCursor::signal);
    }

    /// Makes visible what the disk holds up to `revision`, when nobody knows which commits that
    /// are.
    ///
    /// @return tells the cursors; to be run when reading is possible
    Runnable publishFromDisk(long revision) {
        recent.clear(revision);
        var touched = cursors.touchAll(revision);
        published.advance(revision);
        return () -> touched.forEach(HistoryCursor::signal);
    }

    /// Lets everybody who waits find out that the history was closed.
    void wakeAll() {
        published.wakeAll();
        cursors.all().forEach(HistoryCursor::signal);
    }
}
