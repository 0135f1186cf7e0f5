package dev.hanse.machinery.cel;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stops calls before they begin that nobody could stop any more: those that compare everything
/// with everything, and those whose result is many times as large as their operands. All others are
/// small compared to what has been paid for their operands, and are paid for when they are done.
final class CelForesight {

    /// Characters or items that one call may make; more could not be looked at within any budget.
    private static final long LARGEST_RESULT = 32 * 1024 * 1024;

    private static final Set<String> SLOW =
            Set.of(
                    "sets.contains",
                    "sets.intersects",
                    "sets.equivalent",
                    "contains",
                    "matches",
                    "find",
                    "findAll",
                    "sort",
                    "lists.@sortByAssociatedKeys",
                    "distinct",
                    "flatten",
                    "lists.range");

    private static final Set<String> LARGE = Set.of("replace", "join", "format", "_+_");

    private CelForesight() {}

    /// Whether calls of a function have to be looked at before they begin.
    static boolean isNeeded(String function) {
        return SLOW.contains(function) || LARGE.contains(function);
    }

    /// @param operands without those that have failed
    /// @param left what the evaluation may still cost
    static boolean mayBegin(
            String function, CelCallPrice price, List<@Nullable Object> operands, long left) {
        if (SLOW.contains(function)) {
            var second = operands.size() < 2 ? null : operands.get(1);
            return price.of(operands.getFirst(), second, 0L) <= left;
        }
        return result(function, operands) <= LARGEST_RESULT;
    }

    private static long result(String function, List<@Nullable Object> operands) {
        var first = operands.getFirst();
        return switch (function) {
            case "replace" ->
                    first instanceof String text
                                    && operands.get(1) instanceof String old
                                    && operands.get(2) instanceof String with
                            ? text.length() + (long) occurrences(text, old) * with.length()
                            : 0;
            case "join" -> {
                var between = operands.size() < 2 ? 0 : size(operands.get(1));
                yield first instanceof Collection<?> items
                        ? size(items) + items.size() * between
                        : 0;
            }
            case "format" -> operands.stream().mapToLong(CelForesight::size).sum();
            default ->
                    first instanceof Collection<?> left
                                    && operands.get(1) instanceof Collection<?> right
                            ? (long) left.size() + right.size()
                            : 0;
        };
    }

    /// How often a text is found in another; the empty one is between all characters.
    private static int occurrences(String text, String part) {
        if (part.isEmpty()) {
            return text.length() + 1;
        }
        int count = 0;
        for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + part.length())) {
            count++;
        }
        return count;
    }

    /// Characters of a text, and of the texts in a list.
    private static long size(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case Collection<?> items -> items.stream().mapToLong(CelForesight::size).sum();
            case null, default -> 1;
        };
    }
}
