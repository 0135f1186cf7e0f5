package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Cursor;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Follows one range through cursors that end at random places and go on from there. One thread.
final class RandomFollower {

    private static final int LONGEST_WAIT_MILLIS = 50;

    private final StoreCalls storage;
    private final RandomGenerator random;
    private final Range range;
    private final List<Following> followings = new ArrayList<>();
    private Revision position;

    RandomFollower(StoreCalls storage, RandomGenerator random, Revision start) {
        this.storage = storage;
        this.random = random;
        this.range = new RandomTransactions(random).range();
        this.position = start;
    }

    /// Goes on until it has reached `target`, once there is one, or the store fails.
    List<Following> run(Supplier<@Nullable Revision> target) throws InterruptedException {
        try {
            while (!isReached(target.get())) {
                follow(target, 1 + random.nextInt(20));
            }
        } catch (UnavailableException e) {
            // What was delivered until now must be true all the same.
        }
        return followings;
    }

    private boolean isReached(@Nullable Revision target) {
        return target != null && !target.isAfter(position);
    }

    private void follow(Supplier<@Nullable Revision> target, int reads)
            throws InterruptedException {
        var batches = new ArrayList<Cursor.Batch>();
        var start = position;
        var readable = new Semaphore(0);
        try (var cursor = storage.watch(range, start)) {
            for (int i = 0; i < reads && !isReached(target.get()); i++) {
                var batch = cursor.next(1 + random.nextInt(10));
                batches.add(batch);
                position = batch.upTo();
                if (batch.events().isEmpty()) {
                    cursor.whenReadable(readable::release);
                    boolean _ = readable.tryAcquire(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
                }
            }
        } finally {
            followings.add(new Following(range, start, batches));
        }
    }
}
