package dev.hanse.apiserver.admission.matching;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.cel.CelBudget;
import dev.hanse.machinery.cel.CelConditions;
import dev.hanse.machinery.cel.CelConditions.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `matchConditions` of a policy or webhook: all must hold. Immutable.
public final class MatchConditions {

    private final List<String> expressions;
    private final CelConditions language;

    private MatchConditions(List<String> expressions, CelConditions language) {
        this.expressions = List.copyOf(expressions);
        this.language = language;
    }

    /// What conditions make of a write.
    public sealed interface Verdict {

        record Matches() implements Verdict {}

        record Excludes() implements Verdict {}

        /// No condition excludes the write, but some could not be evaluated.
        record Unknown(String reason) implements Verdict {}
    }

    /// @param language see [AdmissionVariables]
    public static MatchConditions parse(JsonNode conditions, CelConditions language) {
        var expressions = new ArrayList<String>();
        conditions.forEach(each -> expressions.add(each.path("expression").asText()));
        return new MatchConditions(expressions, language);
    }

    public boolean isEmpty() {
        return expressions.isEmpty();
    }

    /// @param values of the [AdmissionVariables]
    /// @param authorizer answers for the request
    public Verdict judge(Map<String, JsonNode> values, RequestAuthorizer authorizer) {
        var given =
                new CelConditions.Given(
                        values, authorizer.variables(), CelBudget.of(CelBudget.MATCH_CONDITIONS));
        var failures = new ArrayList<String>();
        for (var each : expressions) {
            switch (language.evaluate(each, given)) {
                case Answer.Holds() -> {}
                // One that does not hold excludes the write, whatever became of the others.
                case Answer.HoldsNot() -> {
                    return new Verdict.Excludes();
                }
                case Answer.Failed(var reason) ->
                        failures.add("expression '" + each + "' resulted in error: " + reason);
            }
        }
        return switch (failures.size()) {
            case 0 -> new Verdict.Matches();
            case 1 -> new Verdict.Unknown(failures.getFirst());
            default -> new Verdict.Unknown("[" + String.join(", ", failures) + "]");
        };
    }
}
