package dev.hanse.machinery.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is known about the sizes of values before an expression runs: from literals, from results
/// of functions, and from the schema where a value can be followed back to it. Used by one
/// [CelCost].
final class CelSizes {

    static final String ITEMS = "@items";
    static final String VALUES = "@values";
    static final String KEYS = "@keys";
    private static final String INDICES = "@indices";

    private final CelAbstractSyntaxTree ast;
    private final CelExtent self;
    private final Map<Long, List<String>> paths = new HashMap<>();
    private final Map<Long, CelRange> sizes = new HashMap<>();
    private final Map<Long, Entries> entries = new HashMap<>();
    private final Map<String, Deque<Local>> locals = new HashMap<>();

    /// How large what is in a container is.
    record Entries(boolean isList, CelRange keys, CelRange values) {

        static @Nullable Entries or(@Nullable Entries left, @Nullable Entries right) {
            return left == null || right == null
                    ? null
                    : new Entries(
                            left.isList, left.keys.or(right.keys), left.values.or(right.values));
        }
    }

    /// A variable of a comprehension.
    private record Local(
            @Nullable List<String> path, @Nullable CelRange size, @Nullable Entries entries) {}

    CelSizes(CelAbstractSyntaxTree ast, CelExtent self) {
        this.ast = ast;
        this.self = self;
    }

    CelType type(CelExpr expression) {
        return ast.getType(expression.id()).orElse(SimpleType.DYN);
    }

    /// An operand of a call.
    CelOperand operand(CelExpr expression) {
        return new CelOperand(
                expression, type(expression), path(expression), find(expression), self);
    }

    @Nullable List<String> path(CelExpr expression) {
        var local = local(expression);
        return local == null ? paths.get(expression.id()) : local.path();
    }

    private @Nullable Local local(CelExpr expression) {
        if (expression.exprKind().getKind() != CelExpr.ExprKind.Kind.IDENT) {
            return null;
        }
        var scopes = locals.get(expression.ident().name());
        return scopes == null ? null : scopes.peek();
    }

    void follow(CelExpr name) {
        var local = local(name);
        follow(name, local == null ? List.of(name.ident().name()) : local.path());
    }

    void follow(CelExpr expression, CelExpr from, String part) {
        follow(expression, extended(path(from), part));
    }

    private void follow(CelExpr expression, @Nullable List<String> path) {
        if (path != null) {
            paths.put(expression.id(), path);
        }
    }

    private static List<String> extended(@Nullable List<String> path, String part) {
        var longer = new ArrayList<String>();
        if (path != null) {
            longer.addAll(path);
        }
        longer.add(part);
        return List.copyOf(longer);
    }

    CelRange of(CelExpr expression) {
        var found = find(expression);
        return found == null ? CelRange.UNKNOWN : found;
    }

    void set(CelExpr expression, @Nullable CelRange size) {
        if (size != null) {
            sizes.put(expression.id(), size);
        }
    }

    @Nullable CelRange find(CelExpr expression) {
        var known = sizes.get(expression.id());
        if (known == null) {
            known = literal(expression);
        }
        if (known == null) {
            known = extent(path(expression), self);
        }
        if (known == null && isScalar(type(expression))) {
            known = CelRange.ONE;
        }
        if (known == null) {
            var local = local(expression);
            known = local == null ? null : local.size();
        }
        return known;
    }

    static @Nullable CelRange extent(@Nullable List<String> path, CelExtent root) {
        var extent = path == null || path.isEmpty() ? null : root.at(path);
        return extent == null ? null : new CelRange(0, extent.most());
    }

    private static @Nullable CelRange literal(CelExpr expression) {
        return switch (expression.exprKind().getKind()) {
            case CONSTANT -> constant(expression.constant());
            case LIST -> CelRange.exactly(expression.list().elements().size());
            case MAP -> CelRange.exactly(expression.map().entries().size());
            default -> null;
        };
    }

    private static CelRange constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case STRING_VALUE -> {
                var text = constant.stringValue();
                yield CelRange.exactly(text.codePointCount(0, text.length()));
            }
            case BYTES_VALUE -> CelRange.exactly(constant.bytesValue().size());
            default -> CelRange.ONE;
        };
    }

    private static boolean isScalar(CelType type) {
        return switch (type.kind()) {
            case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT -> true;
            case OPAQUE ->
                    type instanceof OptionalType optional
                            && isScalar(optional.parameters().getFirst());
            default -> false;
        };
    }

    @Nullable Entries entries(CelExpr expression) {
        var known = entries.get(expression.id());
        var local = local(expression);
        return known == null && local != null ? local.entries() : known;
    }

    void setEntries(CelExpr expression, @Nullable Entries found) {
        if (found != null) {
            entries.put(expression.id(), found);
        }
    }

    /// Enters the scope of a variable that has the value of an expression.
    void bind(String name, CelExpr value) {
        push(name, new Local(path(value), find(value), entries(value)));
    }

    /// Enters the scope of what a comprehension runs over.
    void bindSingle(String name, CelExpr range) {
        if (isList(range)) {
            bindValue(name, range);
        } else {
            bindKey(name, range);
        }
    }

    void bindKey(String name, CelExpr range) {
        var found = entries(range);
        var size = found == null ? null : found.keys();
        var part = isList(range) ? INDICES : KEYS;
        push(name, new Local(extended(path(range), part), size, null));
    }

    void bindValue(String name, CelExpr range) {
        var found = entries(range);
        var size = found == null ? null : found.values();
        var part = isList(range) ? ITEMS : VALUES;
        push(name, new Local(extended(path(range), part), size, null));
    }

    void release(String name) {
        locals.getOrDefault(name, new ArrayDeque<>()).poll();
    }

    private boolean isList(CelExpr range) {
        var found = entries(range);
        return found == null ? type(range).kind() == CelKind.LIST : found.isList();
    }

    private void push(String name, Local local) {
        locals.computeIfAbsent(name, _ -> new ArrayDeque<>()).push(local);
    }
}
