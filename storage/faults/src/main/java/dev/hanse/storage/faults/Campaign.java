package dev.hanse.storage.faults;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.conformance.history.Call;
import dev.hanse.storage.conformance.history.Following;
import dev.hanse.storage.conformance.history.HistoryCheck;
import dev.hanse.storage.conformance.history.RandomClients;
import dev.hanse.storage.conformance.history.Recording;
import dev.hanse.storage.conformance.history.Words;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/// Cycle after cycle on one store: random clients of all its servers, a fault at a random instant,
/// recovery, and a check of everything that anybody was ever told.
final class Campaign implements AutoCloseable {

    private static final Range EVERYTHING = new Range(Bytes.EMPTY, null);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CLIENTS = 6;
    private static final int FOLLOWERS = 3;
    private static final int CALLS_AT_ONCE = 5;
    private static final int ENTRIES_PER_PAGE = 50;
    private static final int CYCLES_BETWEEN_COMPACTIONS = 7;

    private final Ground ground;
    private final long seed;
    private final Duration longest;
    private final ExecutorService conductor = Executors.newVirtualThreadPerTaskExecutor();
    private final HistoryCheck check;
    private final Servers servers;
    private int number;

    /// @param longest how long clients are at work before a fault, at most
    Campaign(Ground ground, Path work, long seed, Duration longest) {
        this.ground = ground;
        this.seed = seed;
        this.longest = longest;
        this.servers = new Servers(ground.engines(), work);
        this.check = new HistoryCheck(patiently(() -> anyStore().revision()), List.of());
    }

    private RemoteStore anyStore() {
        return servers.stores().getFirst();
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
        var clients = servers.stores().stream().map(store -> clients(store, random)).toList();
        var running = new ArrayList<Future<Recording>>();
        for (var each : clients) {
            running.add(conductor.submit(() -> each.run(Integer.MAX_VALUE, before)));
        }
        pause(random.nextInt((int) longest.toMillis()));
        var started = happen(fault, random);
        clients.forEach(RandomClients::stop);
        end(fault);
        var recording = gather(running);
        started = started.plus(servers.restart());
        if (fault == Fault.DISK_FULL) {
            recording = untilCommitted(recording, random, before);
        }
        int events = requireNothingLost(recording, before);
        number++;
        return Cycle.of(fault, recording, events, started);
    }

    private RandomClients clients(RemoteStore store, Random random) {
        int share = Math.max(2, CLIENTS / servers.size());
        return new RandomClients(
                store, new RandomClients.Plan(random.nextLong(), share, FOLLOWERS, true));
    }

    private static Recording gather(List<Future<Recording>> running) throws InterruptedException {
        var calls = new ArrayList<Call>();
        var followings = new ArrayList<Following>();
        for (var each : running) {
            try {
                var recording = each.get();
                calls.addAll(recording.calls());
                followings.addAll(recording.followings());
            } catch (ExecutionException e) {
                throw new AssertionError("clients failed", e.getCause());
            }
        }
        return new Recording(calls, followings);
    }

    /// @return how long a process took to serve again while the others went on
    private Duration happen(Fault fault, Random random) throws InterruptedException {
        switch (fault) {
            case KILL -> {
                servers.any(random).kill();
                if (servers.size() > 1) {
                    // The others go on meanwhile, and it comes back to what they did.
                    pause(random.nextInt(300));
                    return servers.restart();
                }
            }
            case PAUSE -> {
                var one = servers.any(random);
                one.pause();
                pause(random.nextInt(300));
                one.resume();
                pause(random.nextInt(100));
            }
            case POWER_LOSS -> {
                // Without power nothing runs: whoever is told by the kernel that a write succeeded
                // while the file system stops must not be able to pass it on.
                servers.pause();
                ground.strike(fault);
            }
            case DISK_FULL, DISK_FULL_KILL, LEADER_KILL, ETCD_KILL -> {
                ground.strike(fault);
                pause(random.nextInt(1000));
            }
            case LEADER_PAUSE -> {
                ground.strike(fault);
                // Others are elected within a second, and the old leader does not know.
                pause(1000 + random.nextInt(500));
            }
        }
        return Duration.ZERO;
    }

    private void end(Fault fault) throws InterruptedException {
        switch (fault) {
            case KILL, PAUSE -> {}
            case POWER_LOSS, DISK_FULL_KILL -> {
                servers.kill();
                ground.heal(fault);
            }
            case DISK_FULL, LEADER_KILL, LEADER_PAUSE, ETCD_KILL -> ground.heal(fault);
        }
    }

    /// More calls of clients, until a commit succeeds.
    private Recording untilCommitted(Recording recording, Random random, Revision before)
            throws InterruptedException {
        var calls = new ArrayList<>(recording.calls());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean committed = false;
        while (!committed) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("the store stays read-only");
            }
            var plan = new RandomClients.Plan(random.nextLong(), CLIENTS, 0, true);
            var more = new RandomClients(anyStore(), plan).run(CALLS_AT_ONCE, before).calls();
            calls.addAll(more);
            committed = more.stream().anyMatch(Campaign::isCommitted);
        }
        return new Recording(calls, recording.followings());
    }

    private static boolean isCommitted(Call call) {
        return call instanceof Call.Commit(_, _, _, Outcome.Committed _);
    }

    /// @return how many events the log has of this cycle
    private int requireNothingLost(Recording recording, Revision before) {
        var newest = patiently(() -> anyStore().revision());
        var log = anyStore().follow(EVERYTHING, before, newest);
        var events = log.batches().stream().flatMap(batch -> batch.events().stream()).toList();
        check.check(recording, events);
        for (var store : servers.stores()) {
            store.follow(EVERYTHING, before, log.position()).requireFaithful(check.model());
            requireState(store, log.position());
            for (var following : recording.followings()) {
                // Wherever a cursor was cut off, another one goes on, also at another server.
                store.follow(following.range(), following.position(), log.position())
                        .requireFaithful(check.model());
            }
        }
        if (number % CYCLES_BETWEEN_COMPACTIONS == CYCLES_BETWEEN_COMPACTIONS - 1) {
            anyStore().compact(newest);
        }
        check.forgetPast(EVERYTHING);
        return events.size();
    }

    private void requireState(RemoteStore store, Revision at) {
        var expected = check.model().list(EVERYTHING, at);
        requireEntries("at " + at, expected, range -> store.read(range, at, ENTRIES_PER_PAGE));
        var words = new TreeSet<Bytes>();
        expected.forEach(entry -> words.addAll(words(entry)));
        for (var word : words) {
            requireEntries(
                    "under %s at %s".formatted(word, at),
                    expected.stream().filter(entry -> words(entry).contains(word)).toList(),
                    range -> store.find(word, range, at, ENTRIES_PER_PAGE));
        }
    }

    private static Set<Bytes> words(Entry entry) {
        return entry.value().startsWith(Words.STRANGE) ? Set.of() : Words.of(entry.value());
    }

    private static void requireEntries(
            String where, List<Entry> expected, Function<Range, Page> pages) {
        var found = new ArrayList<Entry>();
        var page = patiently(() -> pages.apply(EVERYTHING));
        found.addAll(page.entries());
        while (page.more()) {
            var rest = EVERYTHING.after(found.getLast().key());
            page = patiently(() -> pages.apply(rest));
            found.addAll(page.entries());
        }
        if (!found.equals(expected)) {
            throw new AssertionError(
                    "%s there is %s and should be %s".formatted(where, found, expected));
        }
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
        servers.close();
        conductor.shutdownNow();
    }
}
