package dev.hanse.storage.conformance;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;

/// Draws keys, ranges and transactions that often meet each other.
final class RandomTransactions {

    private static final String[] SEGMENTS = {"a", "b", "a\0", "a\0b", "\u00ff", "", "/"};

    private final RandomGenerator random;

    RandomTransactions(RandomGenerator random) {
        this.random = random;
    }

    Bytes key() {
        return Bytes.utf8(segment() + "/" + segment() + random.nextInt(3));
    }

    Range range() {
        return switch (random.nextInt(4)) {
            case 0 -> StoreUnderTest.EVERYTHING;
            case 1 -> Range.key(key());
            case 2 -> Range.prefix(Bytes.utf8(segment() + "/"));
            default -> {
                var one = key();
                var other = key();
                yield one.compareTo(other) <= 0 ? new Range(one, other) : new Range(other, one);
            }
        };
    }

    /// @param revisions what keys might have been written at
    Txn transaction(List<Revision> revisions) {
        var conditions = new ArrayList<Condition>();
        var writes = new ArrayList<Write>();
        var keys = new HashSet<Bytes>();
        int operations = 1 + random.nextInt(4);
        for (int i = 0; i < operations; i++) {
            var key = key();
            if (random.nextInt(3) == 0) {
                var revision =
                        random.nextBoolean() || revisions.isEmpty()
                                ? Revision.NONE
                                : revisions.get(random.nextInt(revisions.size()));
                conditions.add(new Condition(key, revision));
            }
            if (keys.add(key)) {
                writes.add(
                        random.nextInt(3) == 0
                                ? new Write.Delete(key)
                                : new Write.Put(key, value()));
            }
        }
        return new Txn(conditions, writes);
    }

    private Bytes value() {
        return Bytes.utf8(Long.toHexString(random.nextLong()).repeat(1 + random.nextInt(20)));
    }

    private String segment() {
        return SEGMENTS[random.nextInt(SEGMENTS.length)];
    }
}
