package dev.hanse.machinery.cel;

import dev.cel.common.values.CelByteString;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a call of a function costs whose work grows with its operands. The figures are those of
/// cel-go (interpreter/runtimecost.go) and of Kubernetes' functions (apiserver/pkg/cel/library).
@FunctionalInterface
interface CelCallPrice {

    /// The cost of walking one character.
    double CHARACTER = 0.1;

    /// The cost of one character of a regular expression.
    double PATTERN = 0.25;

    /// An authorization check: about two fit in one expression.
    long CHECK = 350_000;

    /// A failure that an operator forgives: much work for the runtime, which Kubernetes does not
    /// count.
    long FAILURE = 100;

    /// Operands that have failed have no value.
    ///
    /// @param first the receiver of a method, or the first argument of a function
    long of(@Nullable Object first, @Nullable Object second, Object result);

    /// The price of the functions of a name, or null when they always cost 1.
    static @Nullable CelCallPrice of(String function) {
        return switch (function) {
            case "_&&_" -> (a, b, _) -> failures(a, b, false);
            case "_||_" -> (a, b, _) -> failures(a, b, true);
            case "@not_strictly_false" -> (a, _, _) -> 1 + (a == null ? FAILURE : 0);
            case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_" ->
                    (a, b, _) -> walk(Math.min(size(a), size(b)), 1);
            case "_+_" ->
                    (a, b, _) ->
                            a instanceof String || a instanceof CelByteString
                                    ? walk(size(a) + size(b), 1)
                                    : 1;
            case "@in" -> (_, b, _) -> b instanceof Map ? 1 : size(b);
            case "startsWith", "endsWith" -> (a, _, _) -> walk(size(a), 1);
            case "contains" -> (a, b, _) -> walk(size(a), 1) * walk(size(b), 1);
            case "matches", "find", "findAll" ->
                    (a, b, _) -> walk(1 + size(a), 1) * (long) Math.ceil(size(b) * PATTERN);
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
                    (a, _, _) -> traversal(a);
            case "bytes",
                    "string",
                    "url",
                    "isURL",
                    "lowerAscii",
                    "upperAscii",
                    "substring",
                    "trim",
                    "reverse",
                    "format",
                    "cidr",
                    "isIP",
                    "isCIDR",
                    "ip",
                    "quantity",
                    "isQuantity",
                    "semver",
                    "isSemver",
                    "validate",
                    "jsonpatch.escapeKey" ->
                    (a, _, _) -> Math.max(1, walk(size(a), 1));
            case "replace", "split", "ip.isCanonical" -> (a, _, _) -> walk(size(a), 2);
            case "join" -> (_, _, result) -> walk(size(result), 2);
            case "containsIP" -> (a, b, _) -> walk(2 * size(a), 1) + parsed(b);
            case "containsCIDR" ->
                    (a, b, _) -> walk(2 * size(a), 1) + walk(size(a), 1) + 1 + parsed(b);
            case "sets.contains", "sets.intersects", "sets.equivalent" ->
                    (a, b, _) -> 1 + size(a) * size(b);
            case "flatten", "distinct", "sort", "slice", "lists.range" ->
                    (_, _, result) -> 1 + size(result);
            case "base64.encode", "base64.decode" -> (a, _, _) -> 1 + walk(size(a), 1);
            case "check" -> (_, _, _) -> CHECK;
            default -> null;
        };
    }

    /// @param decisive the first operand that makes the second superfluous
    private static long failures(
            @Nullable Object first, @Nullable Object second, boolean decisive) {
        if (first == null) {
            return second == null ? 2 * FAILURE : FAILURE;
        }
        return second == null && !first.equals(decisive) ? FAILURE : 0;
    }

    private static long walk(long characters, int times) {
        return (long) Math.ceil(characters * times * CHARACTER);
    }

    private static long parsed(@Nullable Object address) {
        return address instanceof String text ? walk(text.length(), 1) : 0;
    }

    /// Texts cost by character, lists by item and by the characters in it.
    private static long traversal(@Nullable Object value) {
        if (!(value instanceof Collection<?> items)) {
            return Math.max(1, walk(size(value), 1));
        }
        long cost = 0;
        for (var each : items) {
            cost += 1 + (each instanceof String text ? walk(text.length(), 1) : 0);
        }
        return cost;
    }

    private static long size(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case CelByteString bytes -> bytes.size();
            case Collection<?> items -> items.size();
            case Map<?, ?> map -> map.size();
            case Optional<?> optional -> optional.isPresent() ? size(optional.get()) : 1;
            case null, default -> 1;
        };
    }
}
