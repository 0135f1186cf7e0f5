package dev.hanse.machinery.cel;

import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.CelByteString;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Kubernetes' list library: `isSorted`, `sum`, `min`, `max`, `indexOf`, `lastIndexOf`.
final class CelListFunctions {

    private CelListFunctions() {}

    static CelFunctions library() {
        var item = TypeParamType.create("T");
        var list = ListType.create(item);
        var self = new CelFunctions.Parameter<>(list, List.class);
        var argument = new CelFunctions.Parameter<>(item, Object.class);
        return new CelFunctions()
                .method("isSorted", SimpleType.BOOL, list, List.class, CelListFunctions::isSorted)
                .method("sum", item, list, List.class, CelListFunctions::sum)
                .method("min", item, list, List.class, values -> extreme(values, "min", -1))
                .method("max", item, list, List.class, values -> extreme(values, "max", 1))
                .method("indexOf", SimpleType.INT, self, argument, (x, y) -> (long) x.indexOf(y))
                .method(
                        "lastIndexOf",
                        SimpleType.INT,
                        self,
                        argument,
                        (x, y) -> (long) x.lastIndexOf(y))
                .method(
                        "unwrapOpt",
                        list,
                        ListType.create(OptionalType.create(item)),
                        List.class,
                        CelListFunctions::present);
    }

    /// CEL's own `optional.unwrap`, as a method.
    private static List<?> present(List<?> optionals) {
        return optionals.stream()
                .map(optional -> (Optional<?>) optional)
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean isSorted(List<?> values) {
        for (int i = 1; i < values.size(); i++) {
            if (compare(values.get(i - 1), values.get(i)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object sum(List<?> values) {
        Object sum = values.isEmpty() ? (Object) 0L : values.getFirst();
        for (var value : values.subList(Math.min(1, values.size()), values.size())) {
            sum =
                    switch (sum) {
                        case Long a when value instanceof Long b -> Math.addExact(a, b);
                        case Double a when value instanceof Double b -> a + b;
                        case Duration a when value instanceof Duration b -> a.plus(b);
                        default -> throw new IllegalArgumentException("no such overload: sum");
                    };
        }
        return sum;
    }

    private static Object extreme(List<?> values, String name, int direction) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(name + " called on empty list");
        }
        Object best = values.getFirst();
        for (var value : values) {
            if (compare(value, best) * direction > 0) {
                best = value;
            }
        }
        return best;
    }

    @SuppressWarnings("unchecked") // the class check makes it sure
    private static int compare(Object left, Object right) {
        if (left instanceof CelByteString first && right instanceof CelByteString second) {
            return Integer.signum(
                    Arrays.compareUnsigned(first.toByteArray(), second.toByteArray()));
        }
        if (left instanceof Comparable<?> && left.getClass() == right.getClass()) {
            return Integer.signum(((Comparable<Object>) left).compareTo(right));
        }
        throw new IllegalArgumentException("no such overload: comparison of list items");
    }
}
