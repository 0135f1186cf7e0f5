package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Bytes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Searches for an order of calls that explains every answer and does not contradict real time,
/// after Wing and Gong (1993), with the states seen kept as Lowe (2017) proposes.
///
/// Trusts no revision: [ValueCall]s speak of values only. A call nobody knows the outcome of may be
/// anywhere after its start, or nowhere. Keys that no call touches together are searched apart, so
/// that calls of single keys cost next to nothing.
public final class Linearizability {

    private record Visited(BitSet done, Map<Bytes, Bytes> state) {}

    private final List<ValueCall> calls;
    private final Set<Visited> visited = new HashSet<>();
    private final BitSet done = new BitSet();
    private int mostDone;

    private Linearizability(List<ValueCall> calls) {
        this.calls = calls;
    }

    /// @param start the values of all keys when the first call began
    public static void require(List<ValueCall> calls, Map<Bytes, Bytes> start) {
        for (var partition : Partitions.of(calls, start.keySet())) {
            var ordered = new ArrayList<>(partition);
            ordered.sort(Comparator.comparingLong(ValueCall::started));
            var search = new Linearizability(ordered);
            if (!search.search(start)) {
                throw new AssertionError(
                        "no order explains these calls (%d of %d could be ordered): %s"
                                .formatted(search.mostDone, ordered.size(), ordered));
            }
        }
    }

    private boolean search(Map<Bytes, Bytes> state) {
        long bound = firstEnd();
        if (bound == Long.MAX_VALUE) {
            return true;
        }
        mostDone = Math.max(mostDone, done.cardinality());
        if (!visited.add(new Visited((BitSet) done.clone(), state))) {
            return false;
        }
        int harmless = nextWithoutEffect(state, bound);
        if (harmless >= 0) {
            return take(harmless, state);
        }
        for (int i = done.nextClearBit(0); mayBeNext(i, bound); i = done.nextClearBit(i + 1)) {
            @Nullable Map<Bytes, Bytes> next = calls.get(i).next(state);
            if (next != null && !next.equals(state) && take(i, next)) {
                return true;
            }
        }
        return false;
    }

    private boolean take(int call, Map<Bytes, Bytes> next) {
        done.set(call);
        boolean found = search(next);
        if (!found) {
            done.clear(call);
        }
        return found;
    }

    /// A call that may be next, is explained by `state` and leaves it alone. Taking it at once
    /// forbids nothing to the others, so that no alternative needs to be tried.
    private int nextWithoutEffect(Map<Bytes, Bytes> state, long bound) {
        for (int i = done.nextClearBit(0); mayBeNext(i, bound); i = done.nextClearBit(i + 1)) {
            if (calls.get(i).ended() < Long.MAX_VALUE && state.equals(calls.get(i).next(state))) {
                return i;
            }
        }
        return -1;
    }

    private boolean mayBeNext(int call, long bound) {
        return call < calls.size() && calls.get(call).started() <= bound;
    }

    /// When the first call ended that has no place yet: what began later cannot come before it.
    private long firstEnd() {
        long first = Long.MAX_VALUE;
        for (int i = done.nextClearBit(0); mayBeNext(i, first); i = done.nextClearBit(i + 1)) {
            first = Math.min(first, calls.get(i).ended());
        }
        return first;
    }
}
