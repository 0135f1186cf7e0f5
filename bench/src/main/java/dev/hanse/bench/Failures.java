package dev.hanse.bench;

import java.util.Map;
import java.util.TreeMap;

/// What went wrong, counted by kind and with one example of each.
///
/// Safe for use by many threads.
final class Failures {

    private record Kind(int count, String example) {}

    private final Map<Integer, Kind> byStatus = new TreeMap<>();
    private int total;

    synchronized void add(Answer answer) {
        total++;
        byStatus.merge(
                answer.status(),
                new Kind(1, answer.body().toString()),
                (old, _) -> new Kind(old.count() + 1, old.example()));
    }

    synchronized int total() {
        return total;
    }

    @Override
    public synchronized String toString() {
        var text = new StringBuilder();
        byStatus.forEach(
                (status, kind) ->
                        text.append(kind.count())
                                .append(" × ")
                                .append(status == 0 ? "no answer" : "status " + status)
                                .append(", for instance: ")
                                .append(kind.example())
                                .append(System.lineSeparator()));
        return text.toString();
    }
}
