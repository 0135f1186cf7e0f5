package dev.hanse.machinery.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a [CelCallCost] knows about an operand.
///
/// @param expression null for the items of a list
/// @param path back to the variable, or null
/// @param computed size, or null when nothing says it
record CelOperand(
        @Nullable CelExpr expression,
        CelType type,
        @Nullable List<String> path,
        @Nullable CelRange computed,
        CelExtent self) {

    CelRange size() {
        var found = computed == null ? CelSizes.extent(path, self) : computed;
        return found == null ? CelRange.UNKNOWN : found;
    }

    /// What the operand consists of, if its type says that.
    Optional<CelOperand> item() {
        if (type.parameters().isEmpty()) {
            return Optional.empty();
        }
        List<String> below = null;
        if (path != null) {
            below = new ArrayList<>(path);
            below.add(CelSizes.ITEMS);
        }
        return Optional.of(new CelOperand(null, type.parameters().getFirst(), below, null, self));
    }

    /// The number that is written here, or `unknown` if it is none.
    long number(long unknown) {
        if (expression == null
                || expression.exprKind().getKind() != CelExpr.ExprKind.Kind.CONSTANT
                || expression.constant().getKind() != CelConstant.Kind.INT64_VALUE) {
            return unknown;
        }
        return Math.max(0, expression.constant().int64Value());
    }
}
