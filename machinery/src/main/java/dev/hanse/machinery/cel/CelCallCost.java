package dev.hanse.machinery.cel;

import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one call of a function can cost at worst, without its operands: cel-go's figures for the
/// standard functions and Kubernetes' for the others (apiserver/pkg/cel/library). [CelCallPrice]
/// says what a call did cost.
final class CelCallCost {

    private static final double CHARACTER = CelCallPrice.CHARACTER;
    private static final double PATTERN = CelCallPrice.PATTERN;

    /// The longest pattern behind a format, and the longest name of one.
    private static final int LONGEST_FORMAT_PATTERN = 128;

    private static final int LONGEST_FORMAT = 64;

    /// An address of version 4, or of version 6.
    private static final CelRange ADDRESS = new CelRange(4, 16);

    private static final Estimate SIMPLE = new Estimate(CelRange.ONE, null);

    /// @param target null unless the function is called as a method
    record Call(
            String function,
            String overload,
            @Nullable CelOperand target,
            List<CelOperand> arguments) {

        /// What a method is called on, or the first argument.
        CelOperand subject() {
            return target == null ? arguments.getFirst() : target;
        }

        CelOperand argument(int index) {
            return arguments.get(index);
        }
    }

    /// @param result the size of what the function returns, or null
    record Estimate(CelRange cost, @Nullable CelRange result) {}

    private CelCallCost() {}

    static Estimate of(Call call) {
        return call.target() == null && call.arguments().isEmpty() ? SIMPLE : byName(call);
    }

    private static Estimate byName(Call call) {
        return switch (call.function()) {
            case "check" -> cost(CelRange.exactly(CelCallPrice.CHECK));
            case "fieldSelector", "labelSelector" -> cost(selector(call.argument(0).size()));
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" ->
                    cost(traversal(call.subject()));
            case "url", "jsonpatch.escapeKey", "lowerAscii", "upperAscii", "substring", "trim" ->
                    new Estimate(call.subject().size().times(CHARACTER), call.subject().size());
            case "cidr", "isIP", "isCIDR", "quantity", "isQuantity", "semver", "isSemver" ->
                    walk(call.subject());
            case "ip" -> call.target() == null ? walk(call.argument(0)) : SIMPLE;
            case "ip.isCanonical" -> cost(call.argument(0).size().times(2 * CHARACTER));
            case "containsIP" -> cost(ADDRESS.times(2 * CHARACTER).plus(parsed(call.argument(0))));
            case "containsCIDR" ->
                    cost(
                            ADDRESS.times(2 * CHARACTER)
                                    .plus(ADDRESS.times(CHARACTER))
                                    .plus(CelRange.ONE)
                                    .plus(parsed(call.argument(0))));
            case "validate" ->
                    cost(
                            call.argument(0)
                                    .size()
                                    .times(CHARACTER)
                                    .times(LONGEST_FORMAT_PATTERN * PATTERN));
            case "replace" -> CelTextCost.replace(call);
            case "split" -> CelTextCost.split(call);
            case "join" -> CelTextCost.join(call);
            case "find", "findAll" -> search(call, true);
            case "matches" -> call.target() == null ? SIMPLE : search(call, false);
            case "contains" ->
                    cost(
                            call.subject()
                                    .size()
                                    .times(CHARACTER)
                                    .times(call.argument(0).size().times(CHARACTER)));
            case "startsWith", "endsWith" -> walk(call.argument(0));
            case "format" -> walk(call.subject());
            case "strings.quote" ->
                    new Estimate(
                            call.argument(0).size().times(CHARACTER),
                            call.argument(0)
                                    .size()
                                    .times(new CelRange(1, 2))
                                    .plus(CelRange.exactly(2)));
            case "sets.contains", "sets.intersects", "sets.equivalent" -> sets(call);
            default -> CelListCost.of(call).orElseGet(() -> byOverload(call));
        };
    }

    private static Estimate byOverload(Call call) {
        return switch (call.overload()) {
            case "string_to_bytes" -> {
                var size = call.argument(0).size();
                yield new Estimate(size.times(CHARACTER), size.times(new CelRange(1, 4)));
            }
            case "bytes_to_string" -> {
                var size = call.argument(0).size();
                yield new Estimate(
                        size.times(CHARACTER), new CelRange(size.least() / 4, size.most()));
            }
            case "in_list" -> cost(call.argument(1).size());
            case "add_list" ->
                    new Estimate(
                            CelRange.ONE, call.argument(0).size().plus(call.argument(1).size()));
            case "add_string", "add_bytes" -> {
                var size = call.argument(0).size().plus(call.argument(1).size());
                yield new Estimate(size.times(CHARACTER), size);
            }
            case "less_string",
                    "greater_string",
                    "less_equals_string",
                    "greater_equals_string",
                    "less_bytes",
                    "greater_bytes",
                    "less_equals_bytes",
                    "greater_equals_bytes",
                    "equals",
                    "not_equals" ->
                    cost(comparison(call));
            default -> SIMPLE;
        };
    }

    static Estimate cost(CelRange cost) {
        return new Estimate(cost, null);
    }

    private static Estimate walk(CelOperand text) {
        return cost(text.size().times(CHARACTER));
    }

    /// Only as many characters are compared as the shorter one has.
    private static CelRange comparison(Call call) {
        var left = call.argument(0);
        var right = call.argument(1);
        if (call.overload().equals("equals") && left.type().equals(right.type())) {
            switch (left.type().name()) {
                case "net.IP", "net.CIDR", "kubernetes.Quantity", "kubernetes.Semver" -> {
                    return CelRange.ONE;
                }
                case "kubernetes.NamedFormat" -> {
                    return new CelRange(1, LONGEST_FORMAT).times(CHARACTER);
                }
                case "kubernetes.URL" -> {
                    var most = right.computed() == null ? 1 : right.computed().most();
                    return new CelRange(1, most).times(CHARACTER);
                }
                default -> {
                    if (isAuthorization(left.type())) {
                        return CelRange.ONE;
                    }
                }
            }
        }
        var most = Math.min(left.size().most(), right.size().most());
        return new CelRange(most > 0 ? 1 : 0, most).times(CHARACTER);
    }

    private static boolean isAuthorization(CelType type) {
        return type.name().startsWith("kubernetes.authorization.");
    }

    private static CelRange parsed(CelOperand address) {
        return address.type().kind() == CelKind.STRING
                ? address.size().times(CHARACTER)
                : CelRange.ZERO;
    }

    private static CelRange selector(CelRange length) {
        return CelRange.exactly(CelCallPrice.NEW_LIST)
                .plus(length.times(CHARACTER))
                .plus(
                        length.times(0.5)
                                .times((double) CelCallPrice.NEW_LIST + CelCallPrice.NEW_STRUCT));
    }

    /// Each item once, and each character in it.
    private static CelRange traversal(CelOperand subject) {
        var item = subject.item();
        if (item.isEmpty()) {
            return subject.size().times(CHARACTER);
        }
        var each = CelRange.ONE;
        var kind = item.get().type().kind();
        if (kind == CelKind.STRING || kind == CelKind.BYTES) {
            each = each.plus(item.get().size().times(CHARACTER));
        }
        return subject.size().times(each);
    }

    /// How many states a pattern has can only be guessed from its length.
    private static Estimate search(Call call, boolean hasResult) {
        var text = call.subject().size();
        return new Estimate(
                text.plus(CelRange.ONE)
                        .times(CHARACTER)
                        .times(call.argument(0).size().times(PATTERN)),
                hasResult ? new CelRange(0, text.most()) : null);
    }

    private static Estimate sets(Call call) {
        var pairs = call.argument(0).size().times(call.argument(1).size());
        var factor = call.function().equals("sets.equivalent") ? 2.0 : 1.0;
        return cost(pairs.times(factor).plus(CelRange.ONE));
    }
}
