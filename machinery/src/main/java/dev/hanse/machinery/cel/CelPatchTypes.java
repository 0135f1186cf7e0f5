package dev.hanse.machinery.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import java.util.ArrayList;
import java.util.Set;

/// The types of mutating policies (KEP-3962): `JSONPatch{...}`, and `Object{...}` with
/// `Object.spec{...}` and so on below, named after the path of a field. They are maps with other
/// names, and this is what they are turned into, before anything knows types.
final class CelPatchTypes {

    private static final String ROOT = "Object";
    private static final String OPERATION = "JSONPatch";
    private static final Set<String> OPERATION_FIELDS = Set.of("op", "path", "from", "value");

    private final CelMutableAst ast;
    private long nextId = 1_000_000;

    private CelPatchTypes(CelMutableAst ast) {
        this.ast = ast;
    }

    static CelAbstractSyntaxTree asMaps(CelAbstractSyntaxTree parsed) throws CelProblemException {
        var types = new CelPatchTypes(CelMutableAst.fromCelAst(parsed));
        types.rewrite(types.ast.expr());
        return types.ast.toParsedAst();
    }

    private void rewrite(CelMutableExpr expression) throws CelProblemException {
        switch (expression.getKind()) {
            case SELECT -> rewrite(expression.select().operand());
            case CALL -> {
                var call = expression.call();
                if (call.target().isPresent()) {
                    rewrite(call.target().get());
                }
                rewrite(call.args());
            }
            case LIST -> rewrite(expression.list().elements());
            case MAP -> {
                for (var entry : expression.map().entries()) {
                    rewrite(entry.key());
                    rewrite(entry.value());
                }
            }
            case COMPREHENSION -> {
                var loop = expression.comprehension();
                rewrite(loop.iterRange());
                rewrite(loop.accuInit());
                rewrite(loop.loopCondition());
                rewrite(loop.loopStep());
                rewrite(loop.result());
            }
            case STRUCT -> rewriteStruct(expression);
            case CONSTANT, IDENT, NOT_SET -> {}
        }
    }

    private void rewrite(Iterable<CelMutableExpr> expressions) throws CelProblemException {
        for (var each : expressions) {
            rewrite(each);
        }
    }

    private void rewriteStruct(CelMutableExpr expression) throws CelProblemException {
        var struct = expression.struct();
        var name = struct.messageName();
        boolean isOperation = name.equals(OPERATION);
        if (!isOperation && !name.equals(ROOT) && !name.startsWith(ROOT + ".")) {
            return;
        }
        var entries = new ArrayList<CelMutableMap.Entry>();
        for (var field : struct.entries()) {
            if (isOperation && !OPERATION_FIELDS.contains(field.fieldKey())) {
                throw problem("undefined field '" + field.fieldKey() + "'");
            }
            if (!isOperation) {
                requireTypeOfField(name, field.fieldKey(), field.value());
            }
            rewrite(field.value());
            var key = CelMutableExpr.ofConstant(nextId++, CelConstant.ofValue(field.fieldKey()));
            entries.add(
                    CelMutableMap.Entry.create(
                            field.id(), key, field.value(), field.optionalEntry()));
        }
        expression.setMap(CelMutableMap.create(entries));
    }

    /// What is written out for field `a` of `Object.spec` must be an `Object.spec.a`, or a plain
    /// value.
    private static void requireTypeOfField(String parent, String field, CelMutableExpr value)
            throws CelProblemException {
        switch (value.getKind()) {
            case STRUCT -> {
                var expected = parent + "." + field;
                var found = value.struct().messageName();
                if (!found.equals(expected)) {
                    throw problem(
                            "unexpected type name \""
                                    + found
                                    + "\", expected \""
                                    + expected
                                    + "\", which matches field name path from root Object type");
                }
            }
            case LIST -> {
                for (var each : value.list().elements()) {
                    requireTypeOfField(parent, field, each);
                }
            }
            case CONSTANT, IDENT, SELECT, CALL, MAP, COMPREHENSION, NOT_SET -> {}
        }
    }

    private static CelProblemException problem(String text) {
        return new CelProblemException("compilation failed: " + text, null);
    }
}
