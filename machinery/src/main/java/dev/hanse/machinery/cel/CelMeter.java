package dev.hanse.machinery.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.runtime.CelEvaluationListener;
import org.jspecify.annotations.Nullable;

/// Adds up what one evaluation costs while it runs, and stops it at a limit. Used by one thread.
final class CelMeter implements CelEvaluationListener {

    private final CelPrices prices;
    private final long limit;
    private final @Nullable Object[] seen;
    private long spent;

    /// Stops an evaluation. An [Error], because the operators of CEL that forgive failures (`||`,
    /// `&&`, comprehensions) forgive every exception.
    static final class LimitReached extends Error {
        private static final long serialVersionUID = 1L;

        LimitReached() {
            super("operation cancelled: actual cost limit exceeded", null, false, false);
        }
    }

    CelMeter(CelPrices prices, long limit) {
        this.prices = prices;
        this.limit = limit;
        this.seen = new Object[prices.size()];
    }

    @Override
    public void callback(CelExpr expression, Object value) {
        var id = (int) expression.id();
        boolean isKnown = id >= 0 && id < seen.length;
        spent += isKnown ? prices.price(id, seen, value) : 1;
        if (isKnown && prices.isOperand(id)) {
            seen[id] = value;
        }
        if (spent > limit || (isKnown && !prices.mayGoOn(id, seen, limit - spent))) {
            throw new LimitReached();
        }
    }

    long spent() {
        return spent;
    }
}
