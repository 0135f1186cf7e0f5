package dev.hanse.machinery.cel;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.types.CelType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Map;

/// An expression, ready to be evaluated. Immutable and thread-safe; made by a [CelLanguage].
public final class CelProgram {

    private final CelAbstractSyntaxTree ast;
    private final CelRuntime.Program program;
    private final CelPrices prices;

    private CelProgram(CelAbstractSyntaxTree ast, CelRuntime.Program program) {
        this.ast = ast;
        this.program = program;
        this.prices = CelPrices.of(ast);
    }

    static CelProgram of(CelAbstractSyntaxTree ast, Cel cel) {
        try {
            return new CelProgram(ast, cel.createProgram(ast));
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("a checked expression has no program", e);
        }
    }

    /// Whether its values can be of a kind, as far as one can know before.
    public boolean mayBe(CelResult kind) {
        return kind.fits(type());
    }

    CelType type() {
        return ast.getResultType();
    }

    /// What one evaluation can cost at worst.
    ///
    /// @param self how large the value can be that the expression is about
    public long worstCost(CelExtent self) {
        return CelCost.worst(ast, self);
    }

    /// Whether the value of a variable can matter.
    public boolean mentions(String variable) {
        return ast.getReferenceMap().values().stream()
                .anyMatch(each -> each.name().equals(variable));
    }

    /// @param variables as [CelShape]s have adapted them
    /// @param budget is charged for the evaluation
    public Object evaluate(Map<String, ?> variables, CelBudget budget) throws CelFailedException {
        var meter = new CelMeter(prices, CelBudget.PER_CALL);
        try {
            var value = program.trace(variables, meter);
            charge(meter, budget);
            return value;
        } catch (CelEvaluationException e) {
            charge(meter, budget);
            throw CelFailures.of(e);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // A text that cannot be the date, duration or bytes that its format promises.
            charge(meter, budget);
            throw new CelFailedException(
                    CelFailedException.Cause.OTHER, String.valueOf(e.getMessage()));
        } catch (CelMeter.LimitReached e) {
            charge(meter, budget);
            throw new CelFailedException(
                    CelFailedException.Cause.CALL_LIMIT, String.valueOf(e.getMessage()));
        }
    }

    private static void charge(CelMeter meter, CelBudget budget) throws CelFailedException {
        budget.spend(meter.spent());
        if (budget.isOverdrawn()) {
            throw new CelFailedException(
                    CelFailedException.Cause.BUDGET,
                    "validation failed due to running out of cost budget, no further validation"
                            + " rules will be run");
        }
    }
}
