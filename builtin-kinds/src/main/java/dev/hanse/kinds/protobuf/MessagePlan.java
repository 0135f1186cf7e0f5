package dev.hanse.kinds.protobuf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A message as seen from its JSON: which member goes where, and what is written for members that
/// are not there. Embedded messages are taken apart, for JSON does not know them.
///
/// @param slots in the order of the wire
/// @param byName the leaves by the names of JSON members
/// @param leaves how many there are; their ranks are below
/// @param isTransparent whether JSON has the value of one of the fields in the message's place
record MessagePlan(List<Slot> slots, Map<String, Leaf> byName, int leaves, boolean isTransparent) {

    /// A numbered place in a message.
    sealed interface Slot {}

    /// @param rank counts the leaves of a plan
    record Leaf(int rank, int number, MessageField field) implements Slot {}

    /// A message whose fields are, in JSON, members of the object around it.
    record Embedded(int number, List<Slot> slots) implements Slot {
        Embedded {
            slots = List.copyOf(slots);
        }
    }

    MessagePlan {
        slots = List.copyOf(slots);
        byName = Map.copyOf(byName);
    }

    @Nullable Leaf leaf(String name) {
        return byName.get(name);
    }

    List<Leaf> leavesOfTransparent() {
        return slots.stream().map(Leaf.class::cast).toList();
    }

    /// The plans of a table, made when first used. Thread-safe.
    static final class Plans {
        private final MessageTable table;
        private final Map<String, MessagePlan> plans = new ConcurrentHashMap<>();

        Plans(MessageTable table) {
            this.table = table;
        }

        MessagePlan plan(String message) {
            return plans.computeIfAbsent(message, name -> new Builder(table).build(name));
        }
    }

    private static final class Builder {
        private final MessageTable table;
        private final Map<String, Leaf> byName = new HashMap<>();
        private int rank;

        Builder(MessageTable table) {
            this.table = table;
        }

        MessagePlan build(String message) {
            var slots = slots(message);
            boolean transparent = byName.containsKey("");
            return new MessagePlan(slots, byName, rank, transparent);
        }

        private List<Slot> slots(String message) {
            var slots = new ArrayList<Slot>();
            for (var each : new TreeMap<>(table.fields(message)).entrySet()) {
                var field = each.getValue();
                if (field.shape() == MessageField.Shape.INLINE) {
                    slots.add(new Embedded(each.getKey(), slots(field.message())));
                } else {
                    var leaf = new Leaf(rank++, each.getKey(), field);
                    slots.add(leaf);
                    byName.put(field.name(), leaf);
                }
            }
            return slots;
        }
    }
}
