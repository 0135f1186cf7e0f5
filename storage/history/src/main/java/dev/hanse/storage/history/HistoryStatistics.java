package dev.hanse.storage.history;

import dev.hanse.storage.Statistic;
import dev.hanse.storage.Statistic.Unit;
import java.util.List;

/// What can be said of a history without looking at its files.
final class HistoryStatistics {

    private HistoryStatistics() {}

    static List<Statistic> of(
            Publication publication, Compaction compaction, boolean writable, int openScans) {
        return List.of(
                Statistic.gauge(
                        "newest_revision",
                        Unit.NONE,
                        "The newest revision that can be read here.",
                        publication.published().value()),
                Statistic.gauge(
                        "compacted_revision",
                        Unit.NONE,
                        "The oldest revision that can be read.",
                        compaction.compacted().value()),
                Statistic.gauge(
                        "writable",
                        Unit.NONE,
                        "0 after a failed write, until the files could be opened again.",
                        writable ? 1 : 0),
                Statistic.gauge(
                        "recent_events",
                        Unit.BYTES,
                        "Heap of the newest events, kept for watches.",
                        publication.recent().weight()),
                Statistic.gauge(
                        "open_cursors",
                        Unit.NONE,
                        "Watches being served.",
                        publication.cursors().size()),
                Statistic.gauge(
                        "open_scans",
                        Unit.NONE,
                        "Walks going on, each of which holds on to disk space.",
                        openScans));
    }
}
