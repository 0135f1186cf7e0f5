package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.apiserver.admission.matching.AdmissionVariables;
import dev.hanse.apiserver.admission.policy.PolicyTypes.KnownType;
import dev.hanse.machinery.cel.CelLanguage;
import dev.hanse.machinery.cel.CelProblemException;
import dev.hanse.machinery.cel.CelProgram;
import dev.hanse.machinery.cel.CelShape;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.schema.CelShapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says what is wrong with the validations of a policy for the types that it is about, in the words
/// of Kubernetes (apiserver/pkg/admission/plugin/policy/validating). Only warns: what a policy does
/// is decided without knowing types.
final class PolicyTypeCheck {

    /// A variable that does not compile can be anything.
    private static final String ANYTHING = "dyn(null)";

    private final PolicyLanguage language;

    /// The language of a policy, for one type of objects.
    private record Typed(GroupVersionKind kind, CelLanguage language) {}

    PolicyTypeCheck(PolicyLanguage language) {
        this.language = language;
    }

    /// `status.typeChecking.expressionWarnings`.
    ///
    /// @param spec of a policy
    ArrayNode warnings(JsonNode spec, PolicyTypes types) {
        var languages = types.objects().stream().map(each -> typed(spec, each, types)).toList();
        var warnings = JsonNodeFactory.instance.arrayNode();
        int i = 0;
        for (var validation : spec.path("validations")) {
            for (var field : List.of("expression", "messageExpression")) {
                var problems = problems(validation.path(field).asText(), languages);
                if (!problems.isEmpty()) {
                    warnings.addObject()
                            .put("fieldRef", "spec.validations[" + i + "]." + field)
                            .put("warning", String.join("\n", problems));
                }
            }
            i++;
        }
        return warnings;
    }

    private static List<String> problems(String expression, List<Typed> languages) {
        var problems = new ArrayList<String>();
        if (!expression.isBlank()) {
            for (var each : languages) {
                try {
                    each.language().compile(expression);
                } catch (CelProblemException e) {
                    problems.add(name(each.kind()) + ": " + e.issues() + "\n");
                }
            }
        }
        return problems;
    }

    /// As Go prints it: the slash is there for the core group, too.
    private static String name(GroupVersionKind kind) {
        return kind.group() + "/" + kind.version() + ", Kind=" + kind.kind();
    }

    private Typed typed(JsonNode spec, KnownType object, PolicyTypes types) {
        var shapes = new CelShapes();
        var objects = shape(shapes, object, AdmissionVariables.OBJECT);
        var params = types.params().map(each -> shape(shapes, each, PolicyLanguage.PARAMS));
        var base =
                language.of(false)
                        .withTypes(shapes.types())
                        .with(AdmissionVariables.OBJECT, objects)
                        .with(AdmissionVariables.OLD_OBJECT, objects);
        if (spec.path("paramKind").isObject()) {
            base = base.with(PolicyLanguage.PARAMS, params.orElse(CelShape.ANY));
        }
        var variables = variables(spec.path("variables"), base);
        var composed = variables.isEmpty() ? base : base.withComposed(variables);
        return new Typed(object.kind(), composed.withAuthorizer());
    }

    private static CelShape shape(CelShapes shapes, KnownType type, String name) {
        return Optional.ofNullable(shapes.of(type.schema(), name, false)).orElse(CelShape.ANY);
    }

    private static Map<String, CelProgram> variables(JsonNode variables, CelLanguage base) {
        var found = new LinkedHashMap<String, CelProgram>();
        for (var each : variables) {
            var known = found.isEmpty() ? base : base.withComposed(found);
            var program =
                    compile(each.path("expression").asText(), known.withAuthorizer())
                            .or(() -> compile(ANYTHING, base));
            program.ifPresent(compiled -> found.put(each.path("name").asText(), compiled));
        }
        return found;
    }

    private static Optional<CelProgram> compile(String expression, CelLanguage language) {
        try {
            return Optional.of(language.compile(expression));
        } catch (CelProblemException e) {
            return Optional.empty();
        }
    }
}
