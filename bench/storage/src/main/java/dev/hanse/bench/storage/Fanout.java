package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.Histogram;

/// One writer at a fixed pace, many watchers, and when each of them saw each write.
final class Fanout {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int FEWEST_WRITES = 20;

    private final long[] sent;
    private final long[] answered;
    private final AtomicLongArray arrivals;
    private final AtomicInteger arrived = new AtomicInteger();

    private Fanout(int writes, int watchers) {
        this.sent = new long[writes];
        this.answered = new long[writes];
        this.arrivals = new AtomicLongArray(writes * watchers * 2);
    }

    /// @param ranges one per watcher; those that contain `keys` see every write
    static Fanout run(
            Store store,
            Keys keys,
            List<Range> ranges,
            double perSecond,
            Duration duration,
            Values values) {
        int writes = Math.max(FEWEST_WRITES, (int) (perSecond * duration.toMillis() / 1000));
        int watching = (int) ranges.stream().filter(r -> r.contains(keys.of(0))).count();
        var fanout = new Fanout(writes, watching);
        var watchers = new ArrayList<Store.Watcher>();
        try {
            for (var range : ranges) {
                watchers.add(store.watch(range, fanout::arrived));
            }
            fanout.write(store, keys, perSecond, values);
            fanout.awaitArrivals();
        } finally {
            watchers.forEach(Store.Watcher::close);
        }
        return fanout;
    }

    private void write(Store store, Keys keys, double perSecond, Values values) {
        long start = System.nanoTime();
        for (int i = 0; i < sent.length; i++) {
            long early = start + (long) (i / perSecond * 1e9) - System.nanoTime();
            if (early > 0) {
                Pause.of(Duration.ofNanos(early));
            }
            var value = values.of(i).unsafeArray().clone();
            ByteBuffer.wrap(value).putInt(i);
            sent[i] = System.nanoTime();
            var _ = store.put(keys.of(i), Bytes.wrap(value));
            answered[i] = System.nanoTime();
        }
    }

    private void arrived(byte[] value) {
        long now = System.nanoTime();
        int slot = 2 * arrived.getAndIncrement();
        if (slot < arrivals.length()) {
            arrivals.set(slot, ByteBuffer.wrap(value).getInt());
            arrivals.set(slot + 1, now);
        }
    }

    private void awaitArrivals() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (lost() > 0 && System.nanoTime() < deadline) {
            Pause.of(Duration.ofMillis(10));
        }
    }

    int lost() {
        return arrivals.length() / 2 - arrived.get();
    }

    /// Milliseconds from when a write was sent.
    double sent(double percentile) {
        return since(sent).getValueAtPercentile(percentile) / 1e6;
    }

    /// Milliseconds from when a write was answered.
    double answered(double percentile) {
        return since(answered).getValueAtPercentile(percentile) / 1e6;
    }

    private Histogram since(long[] times) {
        var latency = Load.histogram();
        for (int slot = 0; slot < Math.min(arrivals.length(), 2 * arrived.get()); slot += 2) {
            long time = times[(int) arrivals.get(slot)];
            latency.recordValue(Math.max(0, arrivals.get(slot + 1) - time));
        }
        return latency;
    }
}
