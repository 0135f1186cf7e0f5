package dev.hanse.storage.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RangeTreeTest {

    private final Random random = new Random(9);
    private final RangeTree<Integer> tree = new RangeTree<>();
    private final Map<Integer, Range> members = new HashMap<>();

    @Test
    void findsExactlyTheMembersWhoseRangeHoldsTheKey() {
        for (int i = 0; i < 3_000; i++) {
            if (random.nextInt(3) > 0) {
                add(i);
            } else {
                remove(random.nextInt(i + 1));
            }
            requireFound(key());
        }
        members.keySet().stream().toList().forEach(this::remove);

        assertThat(tree.isEmpty()).isTrue();
    }

    private void add(int member) {
        var one = key();
        var other = key();
        var range =
                switch (random.nextInt(4)) {
                    case 0 -> Range.prefix(one);
                    case 1 -> new Range(one, null);
                    default ->
                            one.compareTo(other) <= 0
                                    ? new Range(one, other)
                                    : new Range(other, one);
                };
        members.put(member, range);
        tree.add(range, member);
    }

    private void remove(int member) {
        var range = members.remove(member);
        if (range != null) {
            tree.remove(range, member);
        }
    }

    private void requireFound(Bytes key) {
        var found = new ArrayList<Integer>();
        tree.find(key, found::add);
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        members.entrySet().stream()
                                .filter(member -> member.getValue().contains(key))
                                .map(Map.Entry::getKey)
                                .toList());
    }

    private Bytes key() {
        var bytes = new byte[random.nextInt(4)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ('a' + random.nextInt(5));
        }
        return Bytes.wrap(bytes);
    }
}
