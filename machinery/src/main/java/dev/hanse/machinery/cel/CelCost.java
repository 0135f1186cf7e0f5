package dev.hanse.machinery.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an expression can cost at worst, before it runs. The figures are those of cel-go
/// (checker/cost.go), because users of Kubernetes have written their schemas to fit them: a change
/// here refuses definitions that were fine, or accepts some that are nowhere else.
final class CelCost {

    private static final CelRange NEW_LIST = CelRange.exactly(CelCallPrice.NEW_LIST);
    private static final CelRange NEW_MAP = CelRange.exactly(30);
    private static final CelRange NEW_STRUCT = CelRange.exactly(CelCallPrice.NEW_STRUCT);
    private static final CelRange NOTHING_YET = new CelRange(Long.MAX_VALUE, 0);

    /// What comprehensions that CEL itself makes of macros call what they gather.
    private static final String ACCUMULATOR = "@result";

    private final CelAbstractSyntaxTree ast;
    private final CelSizes sizes;

    private CelCost(CelAbstractSyntaxTree ast, CelExtent self) {
        this.ast = ast;
        this.sizes = new CelSizes(ast, self);
    }

    /// @param self what the variables of the expression can be as large as
    static long worst(CelAbstractSyntaxTree ast, CelExtent self) {
        return new CelCost(ast, self).of(ast.getExpr()).most();
    }

    private CelRange of(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case CONSTANT, NOT_SET -> CelRange.ZERO;
            case IDENT -> {
                sizes.follow(expression);
                yield CelRange.ONE;
            }
            case SELECT -> ofSelect(expression);
            case CALL -> ofCall(expression);
            case LIST -> ofList(expression);
            case MAP -> ofMap(expression);
            case STRUCT -> {
                var cost = NEW_STRUCT;
                for (var each : expression.struct().entries()) {
                    cost = cost.plus(of(each.value()));
                }
                yield cost;
            }
            case COMPREHENSION ->
                    isBinding(expression.comprehension())
                            ? ofBinding(expression)
                            : ofComprehension(expression);
        };
    }

    private CelRange ofSelect(CelExpr expression) {
        var operand = expression.select().operand();
        var cost = of(operand);
        if (expression.select().testOnly()) {
            return cost;
        }
        sizes.follow(expression, operand, expression.select().field());
        return switch (sizes.type(operand).kind()) {
            case MAP, STRUCT, TYPE_PARAM -> cost.plus(CelRange.ONE);
            default -> cost;
        };
    }

    private CelRange ofCall(CelExpr expression) {
        var call = expression.call();
        if (call.function().equals("dyn")) {
            return ofDyn(expression, call.args().getFirst());
        }
        var costs = new ArrayList<CelRange>();
        var operands = new ArrayList<CelOperand>();
        for (var each : call.args()) {
            costs.add(of(each));
            operands.add(sizes.operand(each));
        }
        var overloads =
                ast.getReference(expression.id())
                        .map(each -> (List<String>) each.overloadIds())
                        .orElse(List.of());
        if (overloads.isEmpty()) {
            return CelRange.ZERO;
        }
        var before = CelRange.ZERO;
        CelOperand target = null;
        if (call.target().isPresent()) {
            before = of(call.target().get());
            target = sizes.operand(call.target().get());
        }
        var cost = NOTHING_YET;
        CelRange result = null;
        for (var overload : overloads) {
            var estimate =
                    estimate(
                            expression,
                            new CelCallCost.Call(call.function(), overload, target, operands),
                            costs);
            cost = cost.or(estimate.cost());
            result = either(result, estimate.result());
            result = followIndex(expression, overload, result);
            result = result == null ? sizes.find(expression) : result;
        }
        sizes.set(expression, result);
        return before.plus(cost);
    }

    private static @Nullable CelRange either(@Nullable CelRange left, @Nullable CelRange right) {
        return left == null || right == null ? (left == null ? right : left) : left.or(right);
    }

    private @Nullable CelRange followIndex(
            CelExpr expression, String overload, @Nullable CelRange result) {
        if (!overload.equals("index_list") && !overload.equals("index_map")) {
            return result;
        }
        var container = expression.call().args().getFirst();
        sizes.follow(
                expression,
                container,
                overload.equals("index_list") ? CelSizes.ITEMS : CelSizes.VALUES);
        var found = sizes.entries(container);
        return found == null ? null : found.values();
    }

    private CelRange ofDyn(CelExpr expression, CelExpr argument) {
        var cost = of(argument).plus(CelRange.ONE);
        sizes.set(expression, sizes.find(argument));
        sizes.setEntries(expression, sizes.entries(argument));
        return cost;
    }

    /// With the cost of the arguments, of which some functions use only a part.
    private CelCallCost.Estimate estimate(
            CelExpr expression, CelCallCost.Call call, List<CelRange> costs) {
        switch (call.overload()) {
            case "logical_or", "logical_and" -> {
                var all = sum(costs);
                return new CelCallCost.Estimate(
                        new CelRange(costs.getFirst().least(), all.most()), null);
            }
            case "conditional" -> {
                var choices = call.arguments();
                sizes.setEntries(expression, entriesOfEither(expression.call().args()));
                return new CelCallCost.Estimate(
                        costs.get(0).plus(costs.get(1).or(costs.get(2))),
                        known(choices.get(1)).or(known(choices.get(2))));
            }
            case "add_string", "add_bytes", "add_list" ->
                    sizes.setEntries(
                            expression,
                            CelSizes.Entries.or(
                                    sizes.entries(expression.call().args().get(0)),
                                    sizes.entries(expression.call().args().get(1))));
            default -> {}
        }
        var own = CelCallCost.of(call);
        return new CelCallCost.Estimate(own.cost().plus(sum(costs)), own.result());
    }

    private CelSizes.@Nullable Entries entriesOfEither(List<CelExpr> arguments) {
        return CelSizes.Entries.or(
                sizes.entries(arguments.get(1)), sizes.entries(arguments.get(2)));
    }

    private static CelRange known(CelOperand operand) {
        return operand.computed() == null ? CelRange.UNKNOWN : operand.computed();
    }

    private static CelRange sum(List<CelRange> costs) {
        return costs.stream().reduce(CelRange.ZERO, CelRange::plus);
    }

    private CelRange ofList(CelExpr expression) {
        var cost = CelRange.ZERO;
        var items = expression.list().elements().isEmpty() ? CelRange.ZERO : NOTHING_YET;
        for (var each : expression.list().elements()) {
            cost = cost.plus(of(each));
            items = items.or(sizes.of(each));
        }
        sizes.setEntries(expression, new CelSizes.Entries(true, CelRange.ONE, items));
        return cost.plus(NEW_LIST);
    }

    private CelRange ofMap(CelExpr expression) {
        var cost = CelRange.ZERO;
        var keys = expression.map().entries().isEmpty() ? CelRange.ZERO : NOTHING_YET;
        var values = keys;
        for (var each : expression.map().entries()) {
            cost = cost.plus(of(each.key())).plus(of(each.value()));
            keys = keys.or(sizes.of(each.key()));
            values = values.or(sizes.of(each.value()));
        }
        sizes.setEntries(expression, new CelSizes.Entries(false, keys, values));
        return cost.plus(NEW_MAP);
    }

    private CelRange ofComprehension(CelExpr expression) {
        var loop = expression.comprehension();
        var cost = of(loop.iterRange()).plus(of(loop.accuInit()));
        sizes.bind(loop.accuVar(), loop.accuInit());
        if (loop.iterVar2().isEmpty()) {
            sizes.bindSingle(loop.iterVar(), loop.iterRange());
        } else {
            sizes.bindKey(loop.iterVar(), loop.iterRange());
            sizes.bindValue(loop.iterVar2(), loop.iterRange());
        }
        var condition = of(loop.loopCondition());
        var step = of(loop.loopStep());
        sizes.release(loop.iterVar());
        if (!loop.iterVar2().isEmpty()) {
            sizes.release(loop.iterVar2());
        }
        cost = cost.plus(of(loop.result()));
        sizes.release(loop.accuVar());
        var rounds = sizes.of(loop.iterRange());
        switch (loop.accuInit().exprKind().getKind()) {
            case CONSTANT -> sizes.set(expression, sizes.find(loop.accuInit()));
            case LIST, MAP -> {
                sizes.set(expression, rounds);
                sizes.setEntries(expression, sizes.entries(loop.loopStep()));
            }
            default -> {}
        }
        return cost.plus(rounds.times(step.plus(condition)));
    }

    /// A loop over nothing gives a name to a value: what `optMap` becomes.
    private static boolean isBinding(CelExpr.CelComprehension loop) {
        return loop.iterRange().exprKind().getKind() == CelExpr.ExprKind.Kind.LIST
                && loop.iterRange().list().elements().isEmpty()
                && loop.loopCondition().exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && loop.loopCondition().constant().getKind() == CelConstant.Kind.BOOLEAN_VALUE
                && !loop.loopCondition().constant().booleanValue()
                && !loop.accuVar().equals(ACCUMULATOR);
    }

    private CelRange ofBinding(CelExpr expression) {
        var binding = expression.comprehension();
        var cost = of(binding.iterRange()).plus(of(binding.accuInit()));
        sizes.bind(binding.accuVar(), binding.accuInit());
        cost = cost.plus(of(binding.result()));
        sizes.release(binding.accuVar());
        sizes.set(expression, sizes.find(binding.result()));
        sizes.setEntries(expression, sizes.entries(binding.result()));
        return cost;
    }
}
