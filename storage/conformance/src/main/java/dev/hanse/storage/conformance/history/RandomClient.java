package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.CompactedException;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.StorageFullException;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// One client that reads and writes at random and remembers every answer. One thread.
final class RandomClient {

    private static final int FAILURES_BEFORE_GIVING_UP = 5;

    private final StoreCalls storage;
    private final RandomGenerator random;
    private final RandomTransactions transactions;
    private final boolean severalKeys;
    private final List<Call> calls = new ArrayList<>();
    private final Map<Bytes, Revision> known = new HashMap<>();
    private Revision newestSeen = Revision.NONE;
    private int failures;

    RandomClient(StoreCalls storage, RandomGenerator random, boolean severalKeys) {
        this.storage = storage;
        this.random = random;
        this.transactions = new RandomTransactions(random);
        this.severalKeys = severalKeys;
    }

    /// Goes on until it has made so many calls, is told to stop, or hears of nothing but failure.
    List<Call> run(int operations, BooleanSupplier stopped) {
        for (int i = 0;
                i < operations && !stopped.getAsBoolean() && failures < FAILURES_BEFORE_GIVING_UP;
                i++) {
            call();
        }
        return calls;
    }

    private void call() {
        int dice = random.nextInt(100);
        try {
            if (dice < 30) {
                read();
            } else if (dice < 38 && !newestSeen.isNone()) {
                readOld();
            } else {
                commit(transactions.lastingTransaction(this::guess, severalKeys));
            }
            failures = 0;
        } catch (UnavailableException e) {
            failures++;
        }
    }

    private Revision guess(Bytes key) {
        return known.getOrDefault(key, Revision.NONE);
    }

    private void read() {
        var range = severalKeys ? transactions.range() : Range.key(transactions.key());
        int limit = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(5);
        long started = System.nanoTime();
        var first = storage.read(range, Revision.NONE, limit);
        long ended = System.nanoTime();
        var entries = rest(range, first, limit);
        calls.add(new Call.Read(started, ended, range, first.revision(), entries));
        learn(range, entries);
        newestSeen = first.revision();
    }

    private void readOld() {
        var range = transactions.range();
        long started = System.nanoTime();
        try {
            var entries = rest(range, storage.read(range, newestSeen, 3), 3);
            calls.add(new Call.OldRead(started, System.nanoTime(), range, newestSeen, entries));
        } catch (CompactedException e) {
            newestSeen = Revision.NONE;
        }
    }

    private List<Entry> rest(Range range, Page first, int limit) {
        var entries = new ArrayList<>(first.entries());
        var page = first;
        while (page.more()) {
            page = storage.read(range.after(entries.getLast().key()), first.revision(), limit);
            entries.addAll(page.entries());
        }
        return entries;
    }

    private void commit(Txn txn) {
        long started = System.nanoTime();
        try {
            var outcome = storage.commit(txn);
            calls.add(new Call.Commit(started, System.nanoTime(), txn, outcome));
            learn(txn, outcome);
        } catch (OutcomeUnknownException e) {
            calls.add(new Call.Unresolved(started, txn));
            failures++;
        } catch (StorageFullException e) {
            calls.add(new Call.Refused(started, System.nanoTime(), txn));
        } catch (UnavailableException e) {
            calls.add(new Call.Refused(started, System.nanoTime(), txn));
            throw e;
        }
    }

    private void learn(Range range, List<Entry> entries) {
        known.keySet().removeIf(range::contains);
        entries.forEach(entry -> known.put(entry.key(), entry.modRevision()));
    }

    private void learn(Txn txn, Outcome outcome) {
        switch (outcome) {
            case Outcome.Committed(var revision) -> {
                for (var write : txn.writes()) {
                    switch (write) {
                        case Write.Put put -> known.put(put.key(), revision);
                        case Write.Delete delete -> known.remove(delete.key());
                    }
                }
            }
            case Outcome.Rejected(_, var found) -> {
                txn.conditions().forEach(condition -> known.remove(condition.key()));
                found.forEach(entry -> known.put(entry.key(), entry.modRevision()));
            }
        }
    }
}
