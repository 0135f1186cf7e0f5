package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.policy.PolicyProgram.Expression;
import dev.hanse.machinery.cel.CelLanguage;
import dev.hanse.machinery.cel.CelProblemException;
import dev.hanse.machinery.cel.CelProgram;
import dev.hanse.machinery.cel.CelResult;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Compiles the expressions of one policy and collects what is wrong with them. Empty expressions
/// are left out: they are for [PolicyStrategy] to refuse.
final class PolicyCompilation {

    private final List<FieldError> problems = new ArrayList<>();
    private final CelLanguage base;
    private final PolicyProgram program;

    @FunctionalInterface
    private interface Compiler {
        CelProgram compile(String expression) throws CelProblemException;
    }

    PolicyCompilation(PolicyLanguage language, JsonNode spec) {
        this.base = language.of(spec.path("paramKind").isObject());
        var conditions = conditions(spec.path("matchConditions"));
        var variables = variables(spec.path("variables"));
        var composed = variables.isEmpty() ? base : base.withComposed(variables);
        var authorizing = composed.withAuthorizer();
        this.program =
                new PolicyProgram(
                        conditions,
                        variables,
                        validations(spec.path("validations"), authorizing, composed),
                        annotations(spec.path("auditAnnotations"), authorizing),
                        mutations(spec.path("mutations"), authorizing),
                        problems);
    }

    PolicyProgram program() {
        return program;
    }

    private List<Expression> conditions(JsonNode array) {
        var found = new ArrayList<Expression>();
        var language = base.withAuthorizer();
        each(
                array,
                "spec.matchConditions",
                (json, path) ->
                        compile(json, "expression", path, language::compile, CelResult.BOOL)
                                .ifPresent(found::add));
        return found;
    }

    private Map<String, CelProgram> variables(JsonNode array) {
        var found = new LinkedHashMap<String, CelProgram>();
        each(
                array,
                "spec.variables",
                (json, path) -> {
                    var language = found.isEmpty() ? base : base.withComposed(found);
                    compile(json, "expression", path, language.withAuthorizer()::compile)
                            .ifPresent(
                                    each -> found.put(json.path("name").asText(), each.program()));
                });
        return found;
    }

    private List<PolicyProgram.Validation> validations(
            JsonNode array, CelLanguage language, CelLanguage ofMessages) {
        var found = new ArrayList<PolicyProgram.Validation>();
        each(
                array,
                "spec.validations",
                (json, path) -> {
                    var rule = compile(json, "expression", path, language::compile, CelResult.BOOL);
                    var message =
                            compile(
                                    json,
                                    "messageExpression",
                                    path,
                                    ofMessages::compile,
                                    CelResult.TEXT);
                    rule.ifPresent(
                            each ->
                                    found.add(
                                            new PolicyProgram.Validation(
                                                    each,
                                                    json.path("message").asText().strip(),
                                                    message.map(Expression::program).orElse(null),
                                                    json.path("reason").asText())));
                });
        return found;
    }

    private List<PolicyProgram.Annotation> annotations(JsonNode array, CelLanguage language) {
        var found = new ArrayList<PolicyProgram.Annotation>();
        each(
                array,
                "spec.auditAnnotations",
                (json, path) ->
                        compile(
                                        json,
                                        "valueExpression",
                                        path,
                                        language::compile,
                                        CelResult.TEXT,
                                        CelResult.NULL)
                                .ifPresent(
                                        each ->
                                                found.add(
                                                        new PolicyProgram.Annotation(
                                                                json.path("key").asText(), each))));
        return found;
    }

    private List<PolicyProgram.Mutation> mutations(JsonNode array, CelLanguage language) {
        var found = new ArrayList<PolicyProgram.Mutation>();
        each(
                array,
                "spec.mutations",
                (json, path) -> {
                    boolean isApply = json.path("patchType").asText().equals("ApplyConfiguration");
                    var field = isApply ? "applyConfiguration" : "jsonPatch";
                    compile(
                                    json.path(field),
                                    "expression",
                                    path + "." + field,
                                    language::compilePatch,
                                    isApply ? CelResult.MAP : CelResult.LIST)
                            .ifPresent(
                                    each -> found.add(new PolicyProgram.Mutation(isApply, each)));
                });
        return found;
    }

    @FunctionalInterface
    private interface Element {
        void see(JsonNode json, String path);
    }

    private static void each(JsonNode array, String path, Element element) {
        for (int i = 0; i < array.size(); i++) {
            element.see(array.get(i), path + "[" + i + "]");
        }
    }

    /// @param allowed none for any kind
    private Optional<Expression> compile(
            JsonNode json, String field, String path, Compiler compiler, CelResult... allowed) {
        var source = json.path(field).asText();
        if (source.isBlank()) {
            return Optional.empty();
        }
        try {
            var compiled = compiler.compile(source);
            var kinds = Set.of(allowed);
            if (!kinds.isEmpty() && kinds.stream().noneMatch(compiled::mayBe)) {
                problem(path + "." + field, source, "must evaluate to " + names(kinds));
                return Optional.empty();
            }
            return Optional.of(new Expression(source, compiled));
        } catch (CelProblemException e) {
            problem(path + "." + field, source, e.getMessage());
            return Optional.empty();
        }
    }

    private void problem(String field, String source, @Nullable String text) {
        problems.add(FieldError.invalid(field, source, String.valueOf(text)));
    }

    private static String names(Set<CelResult> kinds) {
        if (kinds.size() > 1) {
            return "one of [string null_type]";
        }
        return switch (kinds.iterator().next()) {
            case BOOL -> "bool";
            case TEXT -> "string";
            case NULL -> "null_type";
            case MAP -> "Object";
            case LIST -> "list(JSONPatch)";
        };
    }
}
