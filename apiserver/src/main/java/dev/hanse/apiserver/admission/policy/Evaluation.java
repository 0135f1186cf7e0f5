package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.apiserver.admission.matching.AdmissionVariables;
import dev.hanse.apiserver.admission.matching.PresentedObject;
import dev.hanse.apiserver.admission.matching.RequestAuthorizer;
import dev.hanse.apiserver.admission.matching.RequestDescription;
import dev.hanse.apiserver.admission.policy.PolicyProgram.Expression;
import dev.hanse.machinery.cel.CelBudget;
import dev.hanse.machinery.cel.CelComposition;
import dev.hanse.machinery.cel.CelFailedException;
import dev.hanse.machinery.cel.CelShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The evaluation of one policy for one write, with one object of parameters. Used by one thread.
final class Evaluation {

    private final PolicyProgram program;
    private final Map<String, Object> variables = new HashMap<>();
    private final CelBudget budget = CelBudget.of(CelBudget.PER_OBJECT);

    /// A validation that does not hold.
    ///
    /// @param index of the validation
    /// @param reason a `StatusReason`, or empty
    record Violation(int index, String message, String reason) {}

    /// @param namespace of the object, or null for those without one
    Evaluation(
            PolicyProgram program,
            PolicyLanguage language,
            PresentedObject presented,
            JsonNode params,
            @Nullable JsonNode namespace,
            RequestAuthorizer authorizer) {
        this.program = program;
        var request = presented.request();
        variables.put(AdmissionVariables.OBJECT, any(presented.object()));
        variables.put(AdmissionVariables.OLD_OBJECT, any(presented.old()));
        var description = RequestDescription.of(request, presented.version());
        variables.put(AdmissionVariables.REQUEST, language.request().adapt(description));
        variables.put(PolicyLanguage.PARAMS, any(params));
        variables.put(PolicyLanguage.NAMESPACE, language.namespace().adapt(orNull(namespace)));
        variables.putAll(authorizer.variables());
        variables.put("variables", new CelComposition(program.variables(), variables, budget));
    }

    private static Object any(@Nullable JsonNode value) {
        return CelShape.ANY.adapt(orNull(value));
    }

    private static JsonNode orNull(@Nullable JsonNode value) {
        return value == null ? JsonNodeFactory.instance.nullNode() : value;
    }

    /// Whether the policy is about this write at all: no condition says that it is not.
    boolean isWanted() throws PolicyFailedException {
        var failures = new ArrayList<String>();
        var allowance = CelBudget.of(CelBudget.MATCH_CONDITIONS);
        for (var each : program.conditions()) {
            try {
                if (!Boolean.TRUE.equals(each.program().evaluate(variables, allowance))) {
                    return false;
                }
            } catch (CelFailedException e) {
                failures.add(failure(each, e));
            }
        }
        return switch (failures.size()) {
            case 0 -> true;
            case 1 -> throw new PolicyFailedException(failures.getFirst());
            default -> throw new PolicyFailedException("[" + String.join(", ", failures) + "]");
        };
    }

    /// @param ignoresFailures whether a validation that cannot be evaluated counts as held
    List<Violation> violations(boolean ignoresFailures) {
        var found = new ArrayList<Violation>();
        for (int i = 0; i < program.validations().size(); i++) {
            var validation = program.validations().get(i);
            try {
                var result = validation.rule().program().evaluate(variables, budget);
                if (!Boolean.TRUE.equals(result)) {
                    found.add(new Violation(i, message(validation), validation.reason()));
                }
            } catch (CelFailedException e) {
                if (!ignoresFailures) {
                    found.add(new Violation(i, failure(validation.rule(), e), ""));
                }
            }
            if (budget.isSpent()) {
                return found;
            }
        }
        return found;
    }

    private String message(PolicyProgram.Validation validation) throws CelFailedException {
        var program = validation.messageProgram();
        if (program != null) {
            try {
                var text = String.valueOf(program.evaluate(variables, budget)).strip();
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
        return validation.message().isEmpty()
                ? "failed expression: " + validation.rule().source().strip()
                : validation.message();
    }

    /// What an audit annotation says; empty for nothing.
    Optional<String> annotation(Expression value) throws PolicyFailedException {
        return evaluate(value) instanceof String text && !text.isBlank()
                ? Optional.of(text.strip())
                : Optional.empty();
    }

    Object evaluate(Expression expression) throws PolicyFailedException {
        try {
            return expression.program().evaluate(variables, budget);
        } catch (CelFailedException e) {
            throw new PolicyFailedException(failure(expression, e));
        }
    }

    private static String failure(Expression expression, CelFailedException e) {
        return e.reason() == CelFailedException.Cause.BUDGET
                ? String.valueOf(e.getMessage())
                : "expression '" + expression.source() + "' resulted in error: " + e.getMessage();
    }
}
