package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One entry of `x-kubernetes-validations`, compiled.
///
/// @param program null when the rule does not compile
/// @param message says what is wrong, or is empty
/// @param messageProgram computes the message, or null
/// @param reason a `FieldValueErrorReason`, or empty
/// @param fieldPath the field to blame below the one that carries the rule, or empty
/// @param problems what is wrong with the rule itself
record CelRule(
        String rule,
        @Nullable Program program,
        boolean usesOldSelf,
        boolean optionalOldSelf,
        String message,
        @Nullable Program messageProgram,
        String reason,
        String fieldPath,
        List<Problem> problems) {

    private static final int LONGEST_MESSAGE = 5 * 1024;

    /// @param field the field of the rule that is wrong
    record Problem(String field, String text) {}

    CelRule {
        problems = List.copyOf(problems);
    }

    /// @param plain the language where `oldSelf` has the type of `self`
    /// @param optional the language where it is optional
    static CelRule compile(JsonNode json, Cel plain, Cel optional) {
        var optionalOldSelf = json.path("optionalOldSelf").asBoolean();
        var cel = optionalOldSelf ? optional : plain;
        var problems = new ArrayList<Problem>(0);
        var rule = json.path("rule").asText().strip();
        var ast = rule.isEmpty() ? null : check(rule, "rule", SimpleType.BOOL, cel, problems);
        var expression = json.path("messageExpression").asText().strip();
        var messageAst =
                expression.isEmpty()
                        ? null
                        : check(expression, "messageExpression", SimpleType.STRING, cel, problems);
        return new CelRule(
                rule,
                program(ast, cel),
                ast != null && usesOldSelf(ast),
                optionalOldSelf,
                json.path("message").asText().strip(),
                program(messageAst, cel),
                json.path("reason").asText(),
                json.path("fieldPath").asText(),
                problems);
    }

    /// Whether the value obeys.
    boolean holds(Map<String, Object> variables) throws CelEvaluationException {
        return program == null || Boolean.TRUE.equals(program.eval(variables));
    }

    /// What to tell the client when it does not.
    String explain(Map<String, Object> variables) {
        if (messageProgram != null) {
            try {
                var text = String.valueOf(messageProgram.eval(variables)).strip();
                if (!text.isEmpty() && text.length() <= LONGEST_MESSAGE && text.indexOf('\n') < 0) {
                    return text;
                }
            } catch (CelEvaluationException _) {
                // As in Kubernetes, the fixed message stands in.
            }
        }
        return message.isEmpty() ? "failed rule: " + rule : message;
    }

    /// How the rule is called in an error about itself.
    String name() {
        return message.isEmpty() ? rule : message;
    }

    private static @Nullable CelAbstractSyntaxTree check(
            String expression, String field, CelType expected, Cel cel, List<Problem> problems) {
        try {
            var ast = cel.compile(expression).getAst();
            if (!ast.getResultType().equals(expected)
                    && !ast.getResultType().equals(SimpleType.DYN)) {
                problems.add(
                        new Problem(
                                field,
                                field.equals("rule")
                                        ? "must evaluate to a bool"
                                        : "must evaluate to a string"));
                return null;
            }
            return ast;
        } catch (CelValidationException e) {
            problems.add(new Problem(field, "compilation failed: " + e.getMessage()));
            return null;
        }
    }

    private static @Nullable Program program(@Nullable CelAbstractSyntaxTree ast, Cel cel) {
        try {
            return ast == null ? null : cel.createProgram(ast);
        } catch (CelEvaluationException e) {
            throw new IllegalStateException("a checked expression has no program", e);
        }
    }

    private static boolean usesOldSelf(CelAbstractSyntaxTree ast) {
        return ast.getReferenceMap().values().stream()
                .anyMatch(each -> each.name().equals("oldSelf"));
    }
}
