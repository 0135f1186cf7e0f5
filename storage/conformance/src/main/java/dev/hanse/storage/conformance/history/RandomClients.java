package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Clients and followers side by side on one store, recorded.
public final class RandomClients {

    /// @param seed decides everything but the interleaving
    /// @param severalKeys whether calls may touch several keys
    public record Plan(long seed, int clients, int followers, boolean severalKeys) {}

    private final StoreCalls storage;
    private final Plan plan;
    private volatile boolean stopped;
    private volatile @Nullable Revision end;

    public RandomClients(StoreCalls storage, Plan plan) {
        this.storage = storage;
        this.plan = plan;
    }

    /// Makes every client end after the call it is in.
    public void stop() {
        stopped = true;
    }

    /// Runs until every client has made so many calls or stopped, and the followers have caught up.
    ///
    /// @param start where the followers begin
    public Recording run(int operations, Revision start) throws InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var following = new ArrayList<Future<List<Following>>>();
            for (int i = 0; i < plan.followers(); i++) {
                var follower = new RandomFollower(storage, random(-1 - i), start);
                following.add(threads.submit(() -> follower.run(() -> end)));
            }
            var clients = new ArrayList<Future<List<Call>>>();
            for (int i = 0; i < plan.clients(); i++) {
                var client = new RandomClient(storage, random(i), plan.severalKeys());
                clients.add(threads.submit(() -> client.run(operations, () -> stopped)));
            }
            try {
                var calls = gather(clients);
                end = newest(start);
                return new Recording(calls, gather(following));
            } finally {
                stopped = true;
                end = start;
            }
        }
    }

    private Random random(int number) {
        return new Random(plan.seed() * 1000 + number);
    }

    /// A store that cannot be asked cannot be followed either.
    private Revision newest(Revision otherwise) {
        try {
            return storage.revision();
        } catch (UnavailableException e) {
            return otherwise;
        }
    }

    private static <T> List<T> gather(List<Future<List<T>>> futures) throws InterruptedException {
        var gathered = new ArrayList<T>();
        for (var future : futures) {
            try {
                gathered.addAll(future.get());
            } catch (ExecutionException e) {
                throw new AssertionError("a client failed", e.getCause());
            }
        }
        return gathered;
    }
}
