package dev.hanse.storage.faults;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.conformance.history.Following;
import dev.hanse.storage.conformance.history.HistoryCheck;
import dev.hanse.storage.conformance.history.RandomClients;
import dev.hanse.storage.conformance.history.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Cycle after cycle on one store: random clients, a fault at a random instant, recovery, and a
/// check of everything that anybody was ever told.
final class Campaign implements AutoCloseable {

    private static final Range EVERYTHING = new Range(Bytes.EMPTY, null);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CLIENTS = 6;
    private static final int FOLLOWERS = 3;
    private static final int CYCLES_BETWEEN_COMPACTIONS = 7;

    private final Ground ground;
    private final Path work;
    private final long seed;
    private final Duration longest;
    private final ExecutorService conductor = Executors.newVirtualThreadPerTaskExecutor();
    private final HistoryCheck check;
    private ChildProcess child;
    private int number;

    /// @param longest how long clients are at work before a fault, at most
    Campaign(Ground ground, Path work, long seed, Duration longest) {
        this.ground = ground;
        this.work = work;
        this.seed = seed;
        this.longest = longest;
        this.child = start();
        this.check = new HistoryCheck(patiently(() -> child.store().revision()), List.of());
    }

    private ChildProcess start() {
        return ChildProcess.start(ground.engine(), work, List.of());
    }

    /// One cycle with a fault that the seed decides on.
    Cycle next() throws InterruptedException {
        var random = random();
        var special = List.copyOf(ground.faults());
        int dice = random.nextInt(10);
        if (dice == 0) {
            return next(Fault.PAUSE);
        }
        return dice < 4 && !special.isEmpty()
                ? next(special.get(random.nextInt(special.size())))
                : next(Fault.KILL);
    }

    private Random random() {
        return new Random(seed * 1_000_003 + number);
    }

    Cycle next(Fault fault) throws InterruptedException {
        var random = random();
        var before = check.model().newest();
        var plan = new RandomClients.Plan(random.nextLong(), CLIENTS, FOLLOWERS, true);
        var clients = new RandomClients(child.store(), plan);
        var running = conductor.submit(() -> clients.run(Integer.MAX_VALUE, before));
        pause(random.nextInt((int) longest.toMillis()));
        happen(fault, random);
        clients.stop();
        end(fault);
        Recording recording;
        try {
            recording = running.get();
        } catch (ExecutionException e) {
            throw new AssertionError("clients failed", e.getCause());
        }
        var started = restart();
        int events = requireNothingLost(recording, before);
        number++;
        return Cycle.of(fault, recording, events, started);
    }

    private void happen(Fault fault, Random random) throws InterruptedException {
        switch (fault) {
            case KILL -> child.kill();
            case PAUSE -> {
                child.pause();
                pause(random.nextInt(300));
                child.resume();
                pause(random.nextInt(100));
            }
            case POWER_LOSS -> {
                // Without power nothing runs: whoever is told by the kernel that a write succeeded
                // while the file system stops must not be able to pass it on.
                child.pause();
                ground.strike(fault);
            }
            case DISK_FULL, LEADER_KILL, ETCD_KILL -> {
                ground.strike(fault);
                pause(random.nextInt(1000));
            }
            case LEADER_PAUSE -> {
                ground.strike(fault);
                // Others are elected within a second, and the old leader does not know.
                pause(1000 + random.nextInt(500));
            }
        }
    }

    private void end(Fault fault) throws InterruptedException {
        switch (fault) {
            case KILL, PAUSE -> {}
            case POWER_LOSS, DISK_FULL -> {
                child.kill();
                ground.heal(fault);
            }
            case LEADER_KILL, LEADER_PAUSE, ETCD_KILL -> ground.heal(fault);
        }
    }

    private Duration restart() {
        if (child.isAlive()) {
            return Duration.ZERO;
        }
        long begun = System.nanoTime();
        child = start();
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /// @return how many events the log has of this cycle
    private int requireNothingLost(Recording recording, Revision before) {
        var newest = patiently(() -> child.store().revision());
        var log = follow(EVERYTHING, before, newest);
        var events = log.batches().stream().flatMap(batch -> batch.events().stream()).toList();
        check.check(recording, events);
        requireState(log.position());
        for (var following : recording.followings()) {
            // Wherever a cursor was cut off, another one goes on.
            follow(following.range(), following.position(), log.position())
                    .requireFaithful(check.model());
        }
        if (number % CYCLES_BETWEEN_COMPACTIONS == CYCLES_BETWEEN_COMPACTIONS - 1) {
            child.store().compact(newest);
        }
        check.forgetPast(EVERYTHING);
        return events.size();
    }

    private void requireState(Revision at) {
        var expected = check.model().list(EVERYTHING, at);
        var found = new ArrayList<Entry>();
        var page = patiently(() -> child.store().read(EVERYTHING, at, 50));
        found.addAll(page.entries());
        while (page.more()) {
            page = child.store().read(EVERYTHING.after(found.getLast().key()), at, 50);
            found.addAll(page.entries());
        }
        if (!found.equals(expected)) {
            throw new AssertionError(
                    "at %s there is %s and should be %s".formatted(at, found, expected));
        }
    }

    private Following follow(Range range, Revision after, Revision upTo) {
        var batches = new ArrayList<Cursor.Batch>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (var cursor = child.store().watch(range, after)) {
            var position = after;
            while (upTo.isAfter(position)) {
                var batch = cursor.next(1000);
                batches.add(batch);
                position = batch.upTo();
                if (batch.events().isEmpty()) {
                    cursor.whenReadable(() -> {});
                }
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "a cursor over %s stays at %s and does not reach %s"
                                    .formatted(range, position, upTo));
                }
            }
        }
        return new Following(range, after, batches);
    }

    /// A store may be unavailable for a while after a fault, and no longer.
    private static <T> T patiently(Supplier<T> question) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                return question.get();
            } catch (UnavailableException e) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("the store does not come back", e);
                }
                pauseUninterrupted();
            }
        }
    }

    private static void pauseUninterrupted() {
        try {
            pause(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /// The instant of a fault is the randomness of the experiment; nothing is waited for.
    private static void pause(int millis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(millis);
    }

    @Override
    public void close() {
        child.close();
        conductor.shutdownNow();
    }
}
