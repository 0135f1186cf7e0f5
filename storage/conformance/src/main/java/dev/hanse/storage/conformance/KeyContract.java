package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Keys and values are any bytes; ranges and prefixes cut exactly.
abstract class KeyContract {

    private static final int LARGE_VALUE = 3 << 19;

    abstract StoreUnderTest store();

    @Test
    void keysOfAnyBytesKeepTheirOrder() {
        var keys =
                new ArrayList<>(
                        List.of(
                                bytes(),
                                bytes(0),
                                bytes(0, 0),
                                bytes(0, 1),
                                bytes(0, 0xff),
                                bytes(1),
                                bytes('a'),
                                bytes('a', 0),
                                bytes('a', 0, 0),
                                bytes('a', 0, 1),
                                bytes('a', 0, 0xff),
                                bytes('a', 0, 0xff, 0),
                                bytes('a', 1),
                                bytes('a', '/'),
                                bytes('a', 0xff),
                                bytes('b'),
                                bytes(0xc3, 0x28),
                                bytes(0xff),
                                bytes(0xff, 0),
                                bytes(0xff, 0xff)));
        var inOrder = List.copyOf(keys);
        Collections.shuffle(keys, new Random(42));
        keys.forEach(key -> store().put(key, key));

        assertThat(store().list(EVERYTHING, Revision.NONE))
                .extracting(Entry::key)
                .containsExactlyElementsOf(inOrder);
        for (var start : inOrder) {
            assertThat(store().get(start, Revision.NONE))
                    .isNotNull()
                    .extracting(Entry::value)
                    .isEqualTo(start);
            for (var end : inOrder) {
                if (start.compareTo(end) <= 0) {
                    assertThat(store().list(new Range(start, end), Revision.NONE))
                            .extracting(Entry::key)
                            .containsExactlyElementsOf(
                                    inOrder.subList(inOrder.indexOf(start), inOrder.indexOf(end)));
                }
            }
        }
    }

    @Test
    void aPrefixHoldsNoKeyOfItsNeighbours() {
        for (var key : List.of("t", "t/", "t/1", "t/2", "t-b/1", "t0", "ta/1", "s/1", "u")) {
            store().put(key, "x");
        }

        assertThat(store().show(Range.prefix(Bytes.utf8("t/")), Revision.NONE))
                .containsExactly("t/=x", "t/1=x", "t/2=x");
        assertThat(store().show(Range.prefix(bytes(0xff)), Revision.NONE)).isEmpty();
    }

    @Test
    void aPrefixOfHighestBytesReachesTheEnd() {
        store().put(bytes(0xfe), Bytes.EMPTY);
        store().put(bytes(0xff), Bytes.EMPTY);
        store().put(bytes(0xff, 0xff, 7), Bytes.EMPTY);

        assertThat(store().list(Range.prefix(bytes(0xff)), Revision.NONE))
                .extracting(Entry::key)
                .containsExactly(bytes(0xff), bytes(0xff, 0xff, 7));
    }

    @Test
    void anEmptyValueIsAValue() {
        store().put("key", "");

        assertThat(store().get("key")).isNotNull().extracting(Entry::value).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void valuesAsLargeAsKubernetesAllowsAreKept() {
        var random = new Random(7);
        var values = new ArrayList<Bytes>();
        for (int i = 0; i < 4; i++) {
            var value = new byte[LARGE_VALUE];
            random.nextBytes(value);
            values.add(Bytes.wrap(value));
            store().put(Bytes.utf8("large-" + i), values.get(i));
        }

        assertThat(store().list(EVERYTHING, Revision.NONE))
                .extracting(Entry::value)
                .containsExactlyElementsOf(values);
    }

    private static Bytes bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Bytes.wrap(bytes);
    }
}
