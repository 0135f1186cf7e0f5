package dev.hanse.machinery.cel;

/// What functions can cost at worst that make texts of others, and how long the results can be.
final class CelTextCost {

    private static final double CHARACTER = CelCallPrice.CHARACTER;

    private CelTextCost() {}

    static CelCallCost.Estimate replace(CelCallCost.Call call) {
        var text = call.subject().size();
        var old = call.argument(0).size();
        var with = call.argument(1).size();
        long most = text.most();
        if (old.least() == 0) {
            // Between all characters, and at both ends.
            most = plus(times(plus(text.most(), 1), with.most()), text.most());
        } else if (with.most() > old.least()) {
            most = times(ceiling(text.most(), old.least()), with.most());
        }
        long least = text.least();
        if (old.most() == 0) {
            least = plus(times(plus(text.least(), 1), with.least()), text.least());
        } else if (old.most() > with.least()) {
            least = times(ceiling(text.least(), old.most()), with.least());
        }
        return new CelCallCost.Estimate(text.times(2 * CHARACTER), new CelRange(least, most));
    }

    /// At worst into single characters.
    static CelCallCost.Estimate split(CelCallCost.Call call) {
        var text = call.subject().size();
        var most = call.arguments().size() > 1 ? call.argument(1).number(text.most()) : text.most();
        return new CelCallCost.Estimate(text.times(2 * CHARACTER), new CelRange(0, most));
    }

    static CelCallCost.Estimate join(CelCallCost.Call call) {
        var items = call.subject().size();
        var size =
                call.subject().item().map(each -> items.times(each.size())).orElse(CelRange.ZERO);
        if (!call.arguments().isEmpty()) {
            var between =
                    new CelRange(Math.max(0, items.least() - 1), Math.max(0, items.most() - 1));
            size = size.plus(call.argument(0).size().times(between));
        }
        return new CelCallCost.Estimate(size.times(CHARACTER), size);
    }

    private static long plus(long left, long right) {
        return CelRange.exactly(left).plus(CelRange.exactly(right)).most();
    }

    private static long times(long left, long right) {
        return CelRange.exactly(left).times(CelRange.exactly(right)).most();
    }

    private static long ceiling(long amount, long divisor) {
        return amount / divisor + (amount % divisor == 0 ? 0 : 1);
    }
}
