package dev.hanse.machinery.cel;

import dev.cel.common.values.CelByteString;
import dev.hanse.machinery.format.IpAddress;
import java.util.Collection;
import java.util.List;
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

    long NEW_LIST = 10;

    long NEW_STRUCT = 40;

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
                    "lowerAscii",
                    "upperAscii",
                    "substring",
                    "trim",
                    "format",
                    "strings.quote",
                    "cidr",
                    "isIP",
                    "isCIDR",
                    "quantity",
                    "isQuantity",
                    "semver",
                    "isSemver",
                    "jsonpatch.escapeKey" ->
                    (a, _, _) -> walk(size(a), 1);
            case "ip" -> (a, _, _) -> a instanceof String ? walk(size(a), 1) : 1;
            case "validate" ->
                    (a, b, _) ->
                            a instanceof CelFormatFunctions.Format format
                                    ? walk(1 + size(b), 1)
                                            * (long) Math.ceil(format.patternLength() * PATTERN)
                                    : 1;
            case "fieldSelector", "labelSelector" -> (_, b, _) -> selector(size(b));
            case "replace", "split", "ip.isCanonical" -> (a, _, _) -> walk(size(a), 2);
            case "join" -> (_, _, result) -> walk(size(result), 2);
            case "containsIP" -> (a, b, _) -> walk(2 * size(a), 1) + parsed(b);
            case "containsCIDR" ->
                    (a, b, _) -> walk(2 * size(a), 1) + walk(size(a), 1) + 1 + parsed(b);
            case "sets.contains", "sets.intersects" -> (a, b, _) -> 1 + size(a) * size(b);
            case "sets.equivalent" -> (a, b, _) -> 1 + 2 * size(a) * size(b);
            case "slice", "reverse" -> (_, _, result) -> list(size(result));
            case "lists.range" -> (a, _, _) -> list(a instanceof Long size ? Math.max(0, size) : 0);
            case "flatten" ->
                    (a, b, _) -> list(size(a) * (b instanceof Long depth ? Math.max(0, depth) : 1));
            case "distinct", "sort" -> (a, _, _) -> comparison(a);
            case "lists.@sortByAssociatedKeys" -> (a, _, _) -> comparison(a);
            case "or", "orValue" -> (_, _, _) -> 0;
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

    /// Texts cost by character, everything else by what is in it.
    private static long traversal(@Nullable Object value) {
        return switch (value) {
            case String text -> (long) (text.length() * CHARACTER);
            case CelByteString bytes -> (long) (bytes.size() * CHARACTER);
            case Collection<?> items -> items.stream().mapToLong(CelCallPrice::traversal).sum();
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .mapToLong(
                                    each -> traversal(each.getKey()) + traversal(each.getValue()))
                            .sum();
            case null, default -> 1;
        };
    }

    private static long list(long size) {
        return 1 + NEW_LIST + size;
    }

    /// Each item of a list with each.
    private static long comparison(@Nullable Object list) {
        long pairs = size(list) * size(list);
        var areTexts =
                list instanceof List<?> items
                        && !items.isEmpty()
                        && (items.getFirst() instanceof String
                                || items.getFirst() instanceof CelByteString);
        return list((long) (pairs * (areTexts ? 2 + CHARACTER : 2)));
    }

    /// Read, and each requirement of two characters made into a list and a struct.
    private static long selector(long length) {
        return NEW_LIST + walk(length, 1) + (NEW_LIST + NEW_STRUCT) * ((length + 1) / 2);
    }

    private static long size(@Nullable Object value) {
        return switch (value) {
            case String text -> text.length();
            case CelByteString bytes -> bytes.size();
            case Collection<?> items -> items.size();
            case Map<?, ?> map -> map.size();
            case IpAddress.Network network -> (network.prefixLength() + 7) / 8;
            case Optional<?> optional -> optional.isPresent() ? size(optional.get()) : 1;
            case null, default -> 1;
        };
    }
}
