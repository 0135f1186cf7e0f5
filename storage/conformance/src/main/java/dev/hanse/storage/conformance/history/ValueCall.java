package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A call without revisions: what had to be there, and what is there afterwards.
///
/// An absent value means that the key does not exist.
public sealed interface ValueCall {

    long started();

    /// [Long#MAX_VALUE] if the call never ended.
    long ended();

    /// The state after this call if it took effect now, or null if its answer would be wrong then.
    @Nullable Map<Bytes, Bytes> next(Map<Bytes, Bytes> state);

    /// The keys whose values the answer depends on, or that are written, out of `all`.
    Set<Bytes> touched(Set<Bytes> all);

    /// Saw exactly these values in the range.
    record Saw(long started, long ended, Range range, Map<Bytes, Bytes> values)
            implements ValueCall {
        public Saw {
            values = Map.copyOf(values);
        }

        @Override
        public @Nullable Map<Bytes, Bytes> next(Map<Bytes, Bytes> state) {
            var there = new HashMap<>(state);
            there.keySet().removeIf(key -> !range.contains(key));
            return there.equals(values) ? state : null;
        }

        @Override
        public Set<Bytes> touched(Set<Bytes> all) {
            var touched = new HashSet<>(all);
            touched.removeIf(key -> !range.contains(key));
            return touched;
        }
    }

    /// Wrote these values, because every key of `conditions` had the value named there.
    record Wrote(
            long started,
            long ended,
            Map<Bytes, Optional<Bytes>> conditions,
            Map<Bytes, Optional<Bytes>> values)
            implements ValueCall {
        public Wrote {
            conditions = Map.copyOf(conditions);
            values = Map.copyOf(values);
        }

        @Override
        public @Nullable Map<Bytes, Bytes> next(Map<Bytes, Bytes> state) {
            return hold(conditions, state) ? written(values, state) : null;
        }

        @Override
        public Set<Bytes> touched(Set<Bytes> all) {
            return union(conditions, values);
        }
    }

    /// Was rejected, because not all `conditions` held but `found` was there instead.
    record Rejected(
            long started,
            long ended,
            Map<Bytes, Optional<Bytes>> conditions,
            Map<Bytes, Optional<Bytes>> found)
            implements ValueCall {
        public Rejected {
            conditions = Map.copyOf(conditions);
            found = Map.copyOf(found);
        }

        @Override
        public @Nullable Map<Bytes, Bytes> next(Map<Bytes, Bytes> state) {
            return hold(found, state) && !hold(conditions, state) ? state : null;
        }

        @Override
        public Set<Bytes> touched(Set<Bytes> all) {
            return conditions.keySet();
        }
    }

    /// Wrote these values, or was rejected, or never arrived.
    record Unknown(
            long started,
            Map<Bytes, Optional<Bytes>> conditions,
            Map<Bytes, Optional<Bytes>> values)
            implements ValueCall {
        public Unknown {
            conditions = Map.copyOf(conditions);
            values = Map.copyOf(values);
        }

        @Override
        public long ended() {
            return Long.MAX_VALUE;
        }

        @Override
        public @Nullable Map<Bytes, Bytes> next(Map<Bytes, Bytes> state) {
            return hold(conditions, state) ? written(values, state) : null;
        }

        @Override
        public Set<Bytes> touched(Set<Bytes> all) {
            return union(conditions, values);
        }
    }

    private static boolean hold(Map<Bytes, Optional<Bytes>> conditions, Map<Bytes, Bytes> state) {
        return conditions.entrySet().stream()
                .allMatch(
                        wanted ->
                                wanted.getValue()
                                        .equals(Optional.ofNullable(state.get(wanted.getKey()))));
    }

    private static Map<Bytes, Bytes> written(
            Map<Bytes, Optional<Bytes>> values, Map<Bytes, Bytes> state) {
        var next = new HashMap<>(state);
        values.forEach(
                (key, value) ->
                        value.ifPresentOrElse(
                                there -> next.put(key, there), () -> next.remove(key)));
        return next;
    }

    private static Set<Bytes> union(
            Map<Bytes, Optional<Bytes>> conditions, Map<Bytes, Optional<Bytes>> values) {
        var union = new HashSet<>(conditions.keySet());
        union.addAll(values.keySet());
        return union;
    }
}
