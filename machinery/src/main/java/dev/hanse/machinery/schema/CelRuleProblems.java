package dev.hanse.machinery.schema;

import dev.hanse.machinery.status.FieldError;
import org.jspecify.annotations.Nullable;

/// Says which rules of a schema do not compile, or look at an old value that nothing identifies.
final class CelRuleProblems {

    private final Report report;

    CelRuleProblems(Report report) {
        this.report = report;
    }

    /// @param uncorrelatable the path of the schema node below which old values cannot be told, or
    ///   null when they can
    void check(
            CelRules rules, SchemaNode schema, @Nullable FieldPath uncorrelatable, FieldPath path) {
        if (rules.rules().isEmpty() && schema.source().has("x-kubernetes-validations")) {
            report.add(
                    new FieldError(
                            FieldError.Type.INTERNAL,
                            path.child("x-kubernetes-validations").field(),
                            null,
                            "rules cannot see a value whose content is not described"));
        }
        for (int i = 0; i < rules.rules().size(); i++) {
            checkRule(
                    rules.rules().get(i),
                    schema,
                    i,
                    uncorrelatable,
                    path.child("x-kubernetes-validations").index(i));
        }
        var belowFields =
                uncorrelatable == null && schema.mapType().equals("atomic") ? path : uncorrelatable;
        schema.properties()
                .forEach(
                        (name, child) -> {
                            var below = rules.properties().get(name);
                            if (below != null) {
                                check(
                                        below,
                                        child,
                                        belowFields,
                                        path.child("properties").key(name));
                            }
                        });
        if (rules.items() != null && schema.items() != null) {
            check(
                    rules.items(),
                    schema.items(),
                    uncorrelatable == null && !schema.listType().equals("map")
                            ? path
                            : uncorrelatable,
                    path.child("items"));
        }
        if (rules.additional() != null && schema.additionalProperties() != null) {
            check(
                    rules.additional(),
                    schema.additionalProperties(),
                    uncorrelatable,
                    path.child("additionalProperties"));
        }
    }

    private void checkRule(
            CelRule rule,
            SchemaNode schema,
            int index,
            @Nullable FieldPath uncorrelatable,
            FieldPath path) {
        for (var problem : rule.problems()) {
            report.add(
                    FieldError.invalid(
                            path.child(problem.field()).field(),
                            schema.source()
                                    .path("x-kubernetes-validations")
                                    .path(index)
                                    .path(problem.field())
                                    .asText(),
                            problem.text()));
        }
        if (rule.usesOldSelf() && uncorrelatable != null) {
            report.add(
                    FieldError.invalid(
                            path.child("rule").field(),
                            rule.rule(),
                            "oldSelf cannot be used on the uncorrelatable portion of the schema"
                                    + " within "
                                    + uncorrelatable));
        } else if (!rule.usesOldSelf() && rule.optionalOldSelf() && rule.program() != null) {
            report.add(
                    FieldError.invalid(
                            path.child("optionalOldSelf").field(),
                            true,
                            "may not be set if oldSelf is not used in rule"));
        }
    }
}
