package dev.hanse.bench.storage;

import dev.hanse.storage.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// How long after a write its watchers know: counted from when the write was sent, and from when it
/// was answered (zero for events that come first).
final class Watches implements Measurement {

    private static final double MODEST = 50;
    private static final double SLOW = 2;
    private static final int MANY = 10_000;

    private final Values values = new Values();

    @Override
    public String name() {
        return "watches";
    }

    @Override
    public Set<Subject> subjects() {
        return EnumSet.of(Subject.EMBEDDED, Subject.ETCD, Subject.RAW_ETCD);
    }

    @Override
    public void run(Bench bench) {
        try (var store = bench.open()) {
            var first = new Keys("watched");
            var all = Range.prefix(first.prefix());
            var _ = Fanout.run(store, first, List.of(all), 200, Duration.ofSeconds(3), values);
            measure(bench, store, "1", first, List.of(all), MODEST);
            measure(bench, store, "100", first, same(all, 100), MODEST);
            measure(bench, store, "10000", first, same(all, MANY), SLOW);
            var others = IntStream.range(0, MANY).mapToObj(i -> prefix("other" + i)).toList();
            measure(bench, store, "10000 elsewhere and 1", first, with(all, others), MODEST);
        }
    }

    private void measure(
            Bench bench, Store store, String text, Keys keys, List<Range> ranges, double rate) {
        var id = "watch_" + text.replace(' ', '_');
        var fanout = Fanout.run(store, keys, ranges, rate, bench.settings().phase(), values);
        var label = "write sent → event, watchers: " + text;
        bench.report(id + "_sent_p50", label + ", p50", "ms", fanout.sent(50));
        bench.report(id + "_sent_p99", "  p99", "ms", fanout.sent(99));
        bench.report(id + "_answered_p50", "  answered → event, p50", "ms", fanout.answered(50));
        bench.report(id + "_answered_p99", "  p99", "ms", fanout.answered(99));
        bench.report(id + "_lost", "  events that did not come", "", fanout.lost());
        bench.reportMemory(id);
    }

    private static Range prefix(String resource) {
        return Range.prefix(new Keys(resource).prefix());
    }

    private static List<Range> same(Range range, int count) {
        return IntStream.range(0, count).mapToObj(_ -> range).toList();
    }

    private static List<Range> with(Range range, List<Range> others) {
        var ranges = new ArrayList<>(others);
        ranges.add(range);
        return ranges;
    }
}
