package dev.hanse.machinery.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What evaluating each part of an expression costs, as cel-go counts it: reading a name or a field
/// is 1, making a container is more, and functions that walk their operands cost by their size.
/// Immutable.
final class CelPrices {

    private static final int LIST = (int) CelCallPrice.NEW_LIST;
    private static final int MAP = 30;
    private static final int STRUCT = (int) CelCallPrice.NEW_STRUCT;

    /// Functions that turn a value into one of another type.
    private static final Set<String> CONVERSIONS =
            Set.of("int", "uint", "double", "bool", "string", "bytes", "duration", "timestamp");

    private final int[] fixed;
    private final @Nullable Call[] calls;
    private final BitSet operands = new BitSet();

    /// By the operand that is evaluated last, the calls that need [CelForesight].
    private final @Nullable Call[] next;

    /// A call whose cost depends on its operands.
    private record Call(String function, CelCallPrice price, List<Integer> operands) {}

    private CelPrices(int size) {
        this.fixed = new int[size];
        this.calls = new Call[size];
        this.next = new Call[size];
    }

    static CelPrices of(CelAbstractSyntaxTree ast) {
        var all =
                CelNavigableAst.fromAst(ast)
                        .getRoot()
                        .allNodes()
                        .map(CelNavigableExpr::expr)
                        .toList();
        var largest = all.stream().mapToLong(CelExpr::id).max().orElse(0);
        var prices = new CelPrices((int) largest + 1);
        all.forEach(prices::add);
        all.stream().filter(CelPrices::isChoice).forEach(prices::makeRootsFree);
        all.stream().filter(CelPrices::isPresenceTest).forEach(prices::makeOperandFree);
        return prices;
    }

    private static boolean isChoice(CelExpr expression) {
        return expression.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL
                && expression.call().function().equals("_?_:_");
    }

    private static boolean isPresenceTest(CelExpr expression) {
        return expression.exprKind().getKind() == CelExpr.ExprKind.Kind.SELECT
                && expression.select().testOnly();
    }

    /// `has(a.b.c)` costs 1, however long the path is.
    private void makeOperandFree(CelExpr test) {
        var at = test;
        while (at.exprKind().getKind() == CelExpr.ExprKind.Kind.SELECT) {
            at = at.select().operand();
            var kind = at.exprKind().getKind();
            if (kind == CelExpr.ExprKind.Kind.SELECT || kind == CelExpr.ExprKind.Kind.IDENT) {
                fixed[(int) at.id()] = 0;
            }
        }
    }

    private void add(CelExpr expression) {
        var id = (int) expression.id();
        fixed[id] =
                switch (expression.exprKind().getKind()) {
                    case IDENT, SELECT -> 1;
                    case LIST -> isConstant(expression) ? 0 : LIST;
                    case MAP -> isConstant(expression) ? 0 : MAP;
                    case STRUCT -> STRUCT;
                    case CALL -> isConstant(expression) ? 0 : addCall(id, expression.call());
                    case CONSTANT, COMPREHENSION, NOT_SET -> 0;
                };
    }

    /// The name at the root of an alternative is read together with what follows.
    private void makeRootsFree(CelExpr choice) {
        for (var alternative : choice.call().args().subList(1, 3)) {
            var root = alternative;
            var next = holder(root);
            while (next.isPresent()) {
                root = next.get();
                next = holder(root);
            }
            if (root.exprKind().getKind() == CelExpr.ExprKind.Kind.IDENT) {
                fixed[(int) root.id()] = 0;
            }
        }
    }

    /// What a field or an item is taken from.
    private static Optional<CelExpr> holder(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case SELECT -> Optional.of(expression.select().operand());
            case CALL ->
                    expression.call().function().equals("_[_]")
                            ? Optional.of(expression.call().args().getFirst())
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// What is made of constants alone is made once, when the expression is compiled.
    private static boolean isConstant(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case CONSTANT -> true;
            case LIST -> expression.list().elements().stream().allMatch(CelPrices::isConstant);
            case MAP ->
                    expression.map().entries().stream()
                            .allMatch(each -> isConstant(each.key()) && isConstant(each.value()));
            case CALL ->
                    CONVERSIONS.contains(expression.call().function())
                            && expression.call().args().stream().allMatch(CelPrices::isConstant);
            case IDENT, SELECT, STRUCT, COMPREHENSION, NOT_SET -> false;
        };
    }

    private static boolean isConstantList(CelExpr expression) {
        return expression.exprKind().getKind() == CelExpr.ExprKind.Kind.LIST
                && isConstant(expression);
    }

    private int addCall(int id, CelExpr.CelCall call) {
        if (call.function().equals("_?_:_")) {
            return 0;
        }
        if (call.function().equals("@in") && isConstantList(call.args().getLast())) {
            return 0;
        }
        var price = CelCallPrice.of(call.function());
        if (price == null) {
            return 1;
        }
        var parts = new ArrayList<Integer>();
        call.target().ifPresent(each -> parts.add((int) each.id()));
        call.args().forEach(each -> parts.add((int) each.id()));
        parts.forEach(operands::set);
        var made = new Call(call.function(), price, List.copyOf(parts));
        calls[id] = made;
        if (!parts.isEmpty() && CelForesight.isNeeded(call.function())) {
            next[parts.getLast()] = made;
        }
        return 0;
    }

    /// Ids of expressions are below this.
    int size() {
        return fixed.length;
    }

    boolean isOperand(int id) {
        return operands.get(id);
    }

    /// Whether the call may begin whose last operand has just been evaluated.
    ///
    /// @param left what the evaluation may still cost
    boolean mayGoOn(int operand, @Nullable Object[] seen, long left) {
        var call = next[operand];
        if (call == null) {
            return true;
        }
        var values = new ArrayList<@Nullable Object>(call.operands().size());
        call.operands().forEach(each -> values.add(seen[each]));
        return CelForesight.mayBegin(call.function(), call.price(), values, left);
    }

    /// @param seen the values of operands by their ids, and null for those without a value; they
    ///   are forgotten
    /// @param result of this part
    long price(int id, @Nullable Object[] seen, Object result) {
        var call = calls[id];
        if (call == null) {
            return fixed[id];
        }
        var first = call.operands().isEmpty() ? null : seen[call.operands().getFirst()];
        var second = call.operands().size() < 2 ? null : seen[call.operands().get(1)];
        for (int each : call.operands()) {
            seen[each] = null;
        }
        return call.price().of(first, second, result);
    }
}
