package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/// Fills a store, in an order that is not the one of its keys.
final class Loader {

    private static final int BATCH = 100;
    private static final int WRITERS = 8;

    /// A prime, so that the batches numbered by its multiples are all there are.
    private static final long STRIDE = 1_000_003;

    private Loader() {}

    /// @param value of a key's number
    static void load(Store store, Keys keys, long count, LongFunction<Bytes> value) {
        long batches = (count + BATCH - 1) / BATCH;
        var next = new AtomicLong();
        Callable<Boolean> writer =
                () -> {
                    long turn;
                    while ((turn = next.getAndIncrement()) < batches) {
                        long batch = turn * STRIDE % batches;
                        write(
                                store,
                                keys,
                                batch * BATCH,
                                Math.min(count, (batch + 1) * BATCH),
                                value);
                    }
                    return true;
                };
        var _ = Load.all(Collections.nCopies(WRITERS, writer));
    }

    private static void write(
            Store store, Keys keys, long from, long end, LongFunction<Bytes> value) {
        var puts = new ArrayList<Write.Put>(BATCH);
        for (long number = from; number < end; number++) {
            puts.add(new Write.Put(keys.of(number), value.apply(number)));
        }
        store.putAll(puts);
    }
}
