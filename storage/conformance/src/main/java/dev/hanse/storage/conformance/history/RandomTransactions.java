package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Condition;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Draws keys, ranges and transactions that often meet each other.
public final class RandomTransactions {

    private static final String[] SEGMENTS = {"a", "b", "a\0", "a\0b", "\u00ff", "", "/"};

    private static final String[] WORDS = {
        "", "a", "ab", "a\0", "\0", "\0\0", "\0\u0001", "\0\u00ff", "\u00ff", "\u00ff\u00ff"
    };

    private final RandomGenerator random;

    public RandomTransactions(RandomGenerator random) {
        this.random = random;
    }

    public Bytes key() {
        return Bytes.utf8(segment() + "/" + segment() + random.nextInt(3));
    }

    public Range range() {
        return switch (random.nextInt(4)) {
            case 0 -> new Range(Bytes.EMPTY, null);
            case 1 -> Range.key(key());
            case 2 -> Range.prefix(Bytes.utf8(segment() + "/"));
            default -> {
                var one = key();
                var other = key();
                yield one.compareTo(other) <= 0 ? new Range(one, other) : new Range(other, one);
            }
        };
    }

    /// @param guess what a key might have been written at last
    public Txn transaction(Function<Bytes, Revision> guess) {
        var conditions = new ArrayList<Condition>();
        var writes = new ArrayList<Write>();
        var keys = new HashSet<Bytes>();
        int operations = 1 + random.nextInt(4);
        for (int i = 0; i < operations; i++) {
            var key = key();
            if (random.nextInt(3) == 0) {
                conditions.add(new Condition(key, guess.apply(key)));
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

    /// A transaction of one key, and of another one sometimes if `several`. It leaves a mark when
    /// it takes effect: a value that nothing else writes, or the end of a value it names.
    public Txn lastingTransaction(Function<Bytes, Revision> guess, boolean several) {
        var key = key();
        var known = guess.apply(key);
        if (random.nextInt(5) == 0 && !known.isNone()) {
            return Txn.delete(key, known);
        }
        if (!several || random.nextInt(3) == 0) {
            var conditions =
                    random.nextInt(4) == 0
                            ? List.<Condition>of()
                            : List.of(new Condition(key, known));
            return new Txn(conditions, List.of(new Write.Put(key, value())));
        }
        var txn = transaction(guess);
        while (txn.writes().stream().noneMatch(Write.Put.class::isInstance)) {
            txn = transaction(guess);
        }
        return txn;
    }

    /// Some words, some of them long.
    private Bytes value() {
        var text = new StringBuilder(random.nextInt(20) == 0 ? Words.STRANGE.utf8() : "");
        text.append(Long.toHexString(random.nextLong()));
        text.repeat(text.toString(), random.nextInt(20));
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(' ').append(WORDS[random.nextInt(WORDS.length)]);
        }
        return Words.word(text.toString());
    }

    /// A word that many values have.
    public Bytes word() {
        return Words.word(WORDS[random.nextInt(WORDS.length)]);
    }

    private String segment() {
        return SEGMENTS[random.nextInt(SEGMENTS.length)];
    }
}
