package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Recorded calls without their revisions.
///
/// A revision in a condition stands for the value the client saw there; the values of a recording
/// are all different, so nothing is lost.
public final class ValueCalls {

    private record Version(Bytes key, Revision revision) {}

    /// What a condition asks for when it names a version that nobody ever saw.
    private static final Bytes NEVER = Bytes.utf8("a value that was never written");

    private final Map<Version, Bytes> versions = new HashMap<>();

    private ValueCalls() {}

    public static List<ValueCall> of(List<Call> calls) {
        var translation = new ValueCalls();
        calls.forEach(translation::learn);
        var translated = new ArrayList<ValueCall>();
        calls.forEach(call -> translation.translate(call).ifPresent(translated::add));
        return translated;
    }

    private void learn(Call call) {
        switch (call) {
            case Call.Read read -> read.entries().forEach(this::learn);
            case Call.OldRead read -> read.entries().forEach(this::learn);
            case Call.Commit(_, _, var txn, Outcome.Committed(var revision)) -> {
                for (var write : txn.writes()) {
                    if (write instanceof Write.Put(var key, var value)) {
                        learn(new Version(key, revision), value);
                    }
                }
            }
            case Call.Commit(_, _, _, Outcome.Rejected(_, var found)) -> found.forEach(this::learn);
            case Call.Unresolved _, Call.Refused _ -> {}
        }
    }

    private void learn(Entry entry) {
        learn(new Version(entry.key(), entry.modRevision()), entry.value());
    }

    private void learn(Version version, Bytes value) {
        var known = versions.putIfAbsent(version, value);
        if (known != null && !known.equals(value)) {
            throw new AssertionError(version + " was seen as " + known + " and as " + value);
        }
    }

    private Optional<ValueCall> translate(Call call) {
        return switch (call) {
            case Call.Read(var started, var ended, var range, _, var entries) ->
                    Optional.of(new ValueCall.Saw(started, ended, range, values(entries)));
            case Call.Commit(var started, var ended, var txn, Outcome.Committed _) ->
                    Optional.of(new ValueCall.Wrote(started, ended, conditions(txn), writes(txn)));
            case Call.Commit(var started, var ended, var txn, Outcome.Rejected(_, var found)) ->
                    Optional.of(
                            new ValueCall.Rejected(
                                    started, ended, conditions(txn), found(txn, found)));
            case Call.Unresolved(var started, var txn) ->
                    Optional.of(new ValueCall.Unknown(started, conditions(txn), writes(txn)));
            // True at any time, and never effective: neither says anything about an order.
            case Call.OldRead _, Call.Refused _ -> Optional.empty();
        };
    }

    private static Map<Bytes, Bytes> values(List<Entry> entries) {
        return entries.stream().collect(Collectors.toMap(Entry::key, Entry::value));
    }

    private Map<Bytes, Optional<Bytes>> conditions(Txn txn) {
        return txn.conditions().stream()
                .collect(
                        Collectors.toMap(
                                Condition::key,
                                this::wanted,
                                (one, other) -> one.equals(other) ? one : Optional.of(NEVER)));
    }

    private Optional<Bytes> wanted(Condition condition) {
        return condition.modRevision().isNone()
                ? Optional.empty()
                : Optional.of(
                        versions.getOrDefault(
                                new Version(condition.key(), condition.modRevision()), NEVER));
    }

    private static Map<Bytes, Optional<Bytes>> found(Txn txn, List<Entry> entries) {
        var found = new HashMap<Bytes, Optional<Bytes>>();
        txn.conditions().forEach(condition -> found.put(condition.key(), Optional.empty()));
        entries.forEach(entry -> found.put(entry.key(), Optional.of(entry.value())));
        return found;
    }

    private static Map<Bytes, Optional<Bytes>> writes(Txn txn) {
        var writes = new HashMap<Bytes, Optional<Bytes>>();
        for (var write : txn.writes()) {
            writes.put(
                    write.key(),
                    switch (write) {
                        case Write.Put put -> Optional.of(put.value());
                        case Write.Delete _ -> Optional.empty();
                    });
        }
        return writes;
    }
}
