package dev.hanse.storage.conformance.history;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Small histories, each with one thing to think about.
class LinearizabilityTest {

    private static final Bytes X = Bytes.utf8("x");
    private static final Bytes Y = Bytes.utf8("y");
    private static final Bytes ONE = Bytes.utf8("one");
    private static final Bytes TWO = Bytes.utf8("two");
    private static final Range BOTH = new Range(Bytes.EMPTY, null);

    @Test
    void aReadBesideAWriteMaySeeItOrNot() {
        legal(put(1, 10, X, ONE), saw(2, 3, Map.of()), saw(4, 5, Map.of(X, ONE)));
        illegal(put(1, 10, X, ONE), saw(2, 3, Map.of(X, ONE)), saw(4, 5, Map.of()));
    }

    @Test
    void aReadAfterAWriteSeesIt() {
        illegal(put(1, 2, X, ONE), saw(3, 4, Map.of()));
    }

    @Test
    void aWriteIsNotSeenBeforeItBegan() {
        illegal(saw(1, 2, Map.of(X, ONE)), put(3, 4, X, ONE));
    }

    @Test
    void theLastOfTwoWritesStays() {
        legal(put(1, 5, X, ONE), put(2, 6, X, TWO), saw(7, 8, Map.of(X, ONE)));
        illegal(put(1, 2, X, ONE), put(3, 4, X, TWO), saw(5, 6, Map.of(X, ONE)));
    }

    @Test
    void anUnknownWriteMayTakeEffectLateOrNever() {
        var unknown = new ValueCall.Unknown(1, Map.of(), Map.of(X, Optional.of(ONE)));
        legal(unknown, saw(2, 3, Map.of()), saw(4, 5, Map.of(X, ONE)));
        legal(unknown, saw(2, 3, Map.of()), saw(4, 5, Map.of()));
    }

    @Test
    void anUnknownWriteTakesEffectOnceAndNotBeforeItBegan() {
        var unknown = new ValueCall.Unknown(3, Map.of(), Map.of(X, Optional.of(ONE)));
        illegal(unknown, saw(4, 5, Map.of(X, ONE)), put(6, 7, X, TWO), saw(8, 9, Map.of(X, ONE)));
        illegal(saw(1, 2, Map.of(X, ONE)), unknown);
    }

    @Test
    void anUnknownWriteMindsItsConditions() {
        var unknown =
                new ValueCall.Unknown(1, Map.of(X, Optional.of(TWO)), Map.of(X, Optional.of(ONE)));
        illegal(unknown, saw(2, 3, Map.of(X, ONE)));
    }

    @Test
    void aTransactionIsSeenAsAWhole() {
        var both =
                new ValueCall.Wrote(
                        1, 10, Map.of(), Map.of(X, Optional.of(ONE), Y, Optional.of(ONE)));
        legal(both, saw(2, 3, Map.of(X, ONE, Y, ONE)));
        illegal(both, saw(2, 3, Map.of(X, ONE)));
    }

    @Test
    void readersAgreeOnTheOrderOfWritesToDifferentKeys() {
        illegal(
                put(1, 20, X, ONE),
                put(1, 20, Y, ONE),
                saw(2, 3, Map.of(X, ONE)),
                saw(4, 5, Map.of(Y, ONE)));
    }

    @Test
    void ofTwoCreatorsOneIsRejected() {
        legal(create(1, 4, ONE), rejectedCreation(2, 5, ONE));
        illegal(create(1, 4, ONE), create(2, 5, TWO));
        illegal(rejectedCreation(1, 2, ONE));
    }

    @Test
    void aDeletedKeyIsGone() {
        var deleted = new ValueCall.Wrote(3, 4, Map.of(), Map.of(X, Optional.empty()));
        legal(put(1, 2, X, ONE), deleted, saw(5, 6, Map.of()));
        illegal(put(1, 2, X, ONE), deleted, saw(5, 6, Map.of(X, ONE)));
    }

    private static ValueCall put(long started, long ended, Bytes key, Bytes value) {
        return new ValueCall.Wrote(started, ended, Map.of(), Map.of(key, Optional.of(value)));
    }

    private static ValueCall create(long started, long ended, Bytes value) {
        return new ValueCall.Wrote(
                started, ended, Map.of(X, Optional.empty()), Map.of(X, Optional.of(value)));
    }

    private static ValueCall rejectedCreation(long started, long ended, Bytes found) {
        return new ValueCall.Rejected(
                started, ended, Map.of(X, Optional.empty()), Map.of(X, Optional.of(found)));
    }

    private static ValueCall saw(long started, long ended, Map<Bytes, Bytes> values) {
        return new ValueCall.Saw(started, ended, BOTH, values);
    }

    private static void legal(ValueCall... calls) {
        assertThatCode(() -> Linearizability.require(List.of(calls), Map.of()))
                .doesNotThrowAnyException();
    }

    private static void illegal(ValueCall... calls) {
        assertThatThrownBy(() -> Linearizability.require(List.of(calls), Map.of()))
                .isInstanceOf(AssertionError.class);
    }
}
