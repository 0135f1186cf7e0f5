package dev.hanse.apiserver.registry;

import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.registry.Ledger.Charge;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/// Commits writes of objects, each together with what it costs in the [Ledger].
///
/// Thread-safe. Writes of one namespace that cost something take turns: they all change the same
/// account, so at most one of them could commit at a time anyway.
final class Commits {

    /// Other servers may be faster, but not forever.
    private static final int TRIES = 100;

    private final Storage storage;
    private final Ledger ledger;
    private final List<ReentrantLock> turns =
            IntStream.range(0, 64).mapToObj(_ -> new ReentrantLock()).toList();

    Commits(Storage storage, Ledger ledger) {
        this.storage = storage;
        this.ledger = ledger;
    }

    /// What a write would be refused for if it were committed.
    void check(AdmissionRequest request) {
        if (ledger.concerns(request)) {
            ledger.charge(request);
        }
    }

    /// Rejected only if a condition of `txn` itself does not hold.
    Outcome commit(AdmissionRequest request, Txn txn) {
        if (!ledger.concerns(request)) {
            return storage.commit(txn);
        }
        var turn =
                turns.get(
                        Math.floorMod(
                                Objects.hash(request.cluster(), request.namespace()),
                                turns.size()));
        turn.lock();
        try {
            return commitCharged(request, txn);
        } finally {
            turn.unlock();
        }
    }

    private Outcome commitCharged(AdmissionRequest request, Txn txn) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            var outcome = storage.commit(with(txn, ledger.charge(request)));
            if (!(outcome instanceof Outcome.Rejected rejected)
                    || !txn.conditions().stream().allMatch(each -> holds(each, rejected.found()))) {
                return outcome;
            }
        }
        throw ApiException.modified(new GroupResource("", "resourcequotas"), request.namespace());
    }

    private static boolean holds(Condition condition, List<Entry> found) {
        return found.stream()
                .filter(each -> each.key().equals(condition.key()))
                .findFirst()
                .map(each -> each.modRevision().equals(condition.modRevision()))
                .orElse(condition.modRevision().isNone());
    }

    private static Txn with(Txn txn, Charge charge) {
        var conditions = new ArrayList<>(txn.conditions());
        conditions.addAll(charge.conditions());
        var writes = new ArrayList<Write>(txn.writes());
        writes.addAll(charge.writes());
        return new Txn(conditions, writes);
    }
}
