package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.matching.MatchCriteria;
import dev.hanse.machinery.object.KubeObject;
import java.util.List;

/// One policy with everything that binds it, ready to be evaluated.
///
/// @param paramKind as written; missing when the policy has no parameters
/// @param ignoresFailures whether a write goes on when the policy cannot be evaluated
/// @param mayBeReinvoked whether it wants to see what others have made of its output
record Policy(
        String name,
        MatchCriteria criteria,
        PolicyProgram program,
        JsonNode paramKind,
        boolean ignoresFailures,
        boolean mayBeReinvoked,
        List<PolicyBinding> bindings) {

    Policy {
        bindings = List.copyOf(bindings);
    }

    static Policy parse(KubeObject object, PolicyPrograms programs, List<PolicyBinding> bindings) {
        var spec = object.json().path("spec");
        return new Policy(
                object.name(),
                MatchCriteria.ofPolicy(spec.path("matchConstraints")),
                programs.of(spec),
                spec.path("paramKind"),
                spec.path("failurePolicy").asText().equals("Ignore"),
                spec.path("reinvocationPolicy").asText().equals("IfNeeded"),
                bindings);
    }
}
