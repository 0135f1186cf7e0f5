package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.cel.CelBudget;
import dev.hanse.machinery.cel.CelFailedException;
import dev.hanse.machinery.cel.CelLanguage;
import dev.hanse.machinery.cel.CelProblemException;
import dev.hanse.machinery.cel.CelProgram;
import dev.hanse.machinery.cel.CelResult;
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
        @Nullable CelProgram program,
        boolean usesOldSelf,
        boolean optionalOldSelf,
        String message,
        @Nullable CelProgram messageProgram,
        String reason,
        String fieldPath,
        List<Problem> problems) {

    /// @param field the field of the rule that is wrong
    record Problem(String field, String text) {}

    CelRule {
        problems = List.copyOf(problems);
    }

    /// @param plain the language where `oldSelf` has the type of `self`
    /// @param optional the language where it is optional
    static CelRule compile(JsonNode json, CelLanguage plain, CelLanguage optional) {
        var optionalOldSelf = json.path("optionalOldSelf").asBoolean();
        var cel = optionalOldSelf ? optional : plain;
        var problems = new ArrayList<Problem>(0);
        var rule = json.path("rule").asText().strip();
        var program = rule.isEmpty() ? null : compile(rule, "rule", CelResult.BOOL, cel, problems);
        var expression = json.path("messageExpression").asText().strip();
        var message =
                expression.isEmpty()
                        ? null
                        : compile(expression, "messageExpression", CelResult.TEXT, cel, problems);
        return new CelRule(
                rule,
                program,
                program != null && program.mentions("oldSelf"),
                optionalOldSelf,
                json.path("message").asText().strip(),
                message,
                json.path("reason").asText(),
                json.path("fieldPath").asText(),
                problems);
    }

    /// Whether the value obeys.
    boolean holds(Map<String, Object> variables, CelBudget budget) throws CelFailedException {
        return program == null || Boolean.TRUE.equals(program.evaluate(variables, budget));
    }

    /// What to tell the client when it does not.
    ///
    /// @throws CelFailedException when the message costs more than it may
    String explain(Map<String, Object> variables, CelBudget budget) throws CelFailedException {
        if (messageProgram != null) {
            try {
                var text = String.valueOf(messageProgram.evaluate(variables, budget)).strip();
                if (CelBudget.isGoodMessage(text)) {
                    return text;
                }
            } catch (CelFailedException e) {
                if (e.reason() == CelFailedException.Cause.BUDGET) {
                    throw e;
                }
                // As in Kubernetes, the fixed message stands in.
            }
        }
        return message.isEmpty() ? "failed rule: " + rule : message;
    }

    /// How the rule is called in an error about itself.
    String name() {
        return message.isEmpty() ? rule : message;
    }

    private static @Nullable CelProgram compile(
            String expression,
            String field,
            CelResult expected,
            CelLanguage cel,
            List<Problem> problems) {
        try {
            var program = cel.compile(expression);
            if (!program.mayBe(expected)) {
                problems.add(
                        new Problem(
                                field,
                                field.equals("rule")
                                        ? "cel expression must evaluate to a bool"
                                        : "messageExpression must evaluate to a string"));
                return null;
            }
            return program;
        } catch (CelProblemException e) {
            var prefix = field.equals("rule") ? "" : field + " ";
            problems.add(new Problem(field, prefix + e.getMessage()));
            return null;
        }
    }
}
