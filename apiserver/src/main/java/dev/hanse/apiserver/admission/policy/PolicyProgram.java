package dev.hanse.apiserver.admission.policy;

import dev.hanse.machinery.cel.CelProgram;
import dev.hanse.machinery.status.FieldError;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The expressions of one policy, compiled. Immutable, and shared by all policies that say the
/// same.
///
/// @param variables in the order in which they may use each other
/// @param problems what does not compile; such a policy is not evaluated
record PolicyProgram(
        List<Expression> conditions,
        Map<String, CelProgram> variables,
        List<Validation> validations,
        List<Annotation> annotations,
        List<Mutation> mutations,
        List<FieldError> problems) {

    PolicyProgram {
        conditions = List.copyOf(conditions);
        // Not Map.copyOf: the order counts.
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        validations = List.copyOf(validations);
        annotations = List.copyOf(annotations);
        mutations = List.copyOf(mutations);
        problems = List.copyOf(problems);
    }

    /// @param source as written
    record Expression(String source, CelProgram program) {}

    /// @param messageProgram computes the message, or null
    /// @param reason a `StatusReason`, or empty
    record Validation(
            Expression rule, String message, @Nullable CelProgram messageProgram, String reason) {}

    /// Goes to the audit log.
    record Annotation(String key, Expression value) {}

    /// @param isApply whether it is a configuration to apply, and no JSON Patch
    record Mutation(boolean isApply, Expression patch) {}
}
