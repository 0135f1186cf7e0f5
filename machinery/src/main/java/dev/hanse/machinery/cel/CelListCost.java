package dev.hanse.machinery.cel;

import dev.cel.common.types.CelKind;
import java.util.Optional;

/// What functions can cost at worst that make a list of another one.
final class CelListCost {

    private CelListCost() {}

    static Optional<CelCallCost.Estimate> of(CelCallCost.Call call) {
        return switch (call.function()) {
            case "slice" -> {
                var most = call.subject().size().most();
                var length = call.argument(1).number(most) - call.argument(0).number(0);
                // Wrong bounds count as endless, as unsigned numbers do that fall below zero.
                yield list(1, CelRange.exactly(length < 0 ? CelRange.UNKNOWN.most() : length));
            }
            case "lists.range" ->
                    list(1, CelRange.exactly(call.argument(0).number(CelRange.UNKNOWN.most())));
            case "reverse" -> list(1, call.subject().size());
            case "flatten" ->
                    list(
                            call.arguments().isEmpty()
                                    ? 1
                                    : (double) call.argument(0).number(CelRange.UNKNOWN.most()),
                            call.subject().size());
            case "distinct" -> list(2, pairs(call.subject()));
            case "sort", "lists.@sortByAssociatedKeys" -> sort(call);
            default -> Optional.empty();
        };
    }

    private static Optional<CelCallCost.Estimate> sort(CelCallCost.Call call) {
        var subject = call.subject();
        var kind = subject.item().map(each -> each.type().kind()).orElse(CelKind.DYN);
        var areTexts = kind == CelKind.STRING || kind == CelKind.BYTES;
        return list(areTexts ? 2 + CelCallPrice.CHARACTER : 2, pairs(subject));
    }

    private static CelRange pairs(CelOperand list) {
        return list.size().times(list.size());
    }

    private static Optional<CelCallCost.Estimate> list(double factor, CelRange size) {
        return Optional.of(
                new CelCallCost.Estimate(
                        size.times(factor)
                                .plus(CelRange.ONE)
                                .plus(CelRange.exactly(CelCallPrice.NEW_LIST)),
                        size));
    }
}
