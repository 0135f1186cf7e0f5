package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hanse.machinery.cel.CelBudget;
import dev.hanse.machinery.cel.CelEnvironment;
import dev.hanse.machinery.cel.CelFailedException;
import dev.hanse.machinery.cel.CelShape;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The rules of a schema node and of what is below it, compiled. Immutable and thread-safe.
///
/// Rules that look at `oldSelf` run only when there is an old value to compare with, unless they
/// declare it optional. Other rules forgive what has not changed (KEP-4008).
final class CelRules {

    /// A part of the object beside what it was before.
    private record Change(JsonNode value, JsonNode old) {
        boolean isNone() {
            return value.equals(old);
        }
    }

    /// One validation of an object.
    private record Run(Report report, CelBudget budget) {}

    private final SchemaNode schema;
    private final @Nullable CelShape shape;
    private final List<CelRule> rules;
    private final Map<String, CelRules> properties;
    private final @Nullable CelRules items;
    private final @Nullable CelRules additional;
    private final Correlation correlation;

    private CelRules(
            SchemaNode schema,
            @Nullable CelShape shape,
            List<CelRule> rules,
            Map<String, CelRules> properties,
            @Nullable CelRules items,
            @Nullable CelRules additional) {
        this.schema = schema;
        this.shape = shape;
        this.rules = rules;
        this.properties = properties;
        this.items = items;
        this.additional = additional;
        this.correlation = Correlation.of(schema.source());
    }

    /// Whether the schema has rules anywhere.
    static boolean areIn(SchemaNode schema) {
        return !schema.source().path("x-kubernetes-validations").isEmpty()
                || schema.properties().values().stream().anyMatch(CelRules::areIn)
                || (schema.items() != null && areIn(schema.items()))
                || (schema.additionalProperties() != null && areIn(schema.additionalProperties()));
    }

    /// Compiles all rules of a resource's schema. Slow: milliseconds a rule.
    static CelRules compile(SchemaNode root, CelEnvironment environment) {
        return compile(root, "", true, new CelShapes(), environment);
    }

    private static CelRules compile(
            SchemaNode schema,
            String path,
            boolean isResource,
            CelShapes shapes,
            CelEnvironment environment) {
        var properties = new LinkedHashMap<String, CelRules>(0);
        for (var each : schema.properties().entrySet()) {
            var below = below(each.getValue(), path + "." + each.getKey(), shapes, environment);
            if (below != null) {
                properties.put(each.getKey(), below);
            }
        }
        var shape = shapes.of(schema, path, isResource);
        return new CelRules(
                schema,
                shape,
                shape == null ? List.of() : rules(schema, shape, shapes, environment),
                properties,
                below(schema.items(), path + "[]", shapes, environment),
                below(schema.additionalProperties(), path + "{}", shapes, environment));
    }

    private static @Nullable CelRules below(
            @Nullable SchemaNode schema,
            String path,
            CelShapes shapes,
            CelEnvironment environment) {
        return schema != null && areIn(schema)
                ? compile(schema, path, schema.embeddedResource(), shapes, environment)
                : null;
    }

    private static List<CelRule> rules(
            SchemaNode schema, CelShape shape, CelShapes shapes, CelEnvironment environment) {
        var source = schema.source().path("x-kubernetes-validations");
        if (source.isEmpty()) {
            return List.of();
        }
        var language = environment.language().withTypes(shapes.types()).with("self", shape);
        var plain = language.with("oldSelf", shape);
        var optional = language.with("oldSelf", new CelShape.Perhaps(shape));
        var rules = new ArrayList<CelRule>(source.size());
        for (var each : source) {
            requireTime();
            rules.add(CelRule.compile(each, plain, optional));
        }
        return List.copyOf(rules);
    }

    /// Compiling thousands of rules never waits, so a deadline would pass unnoticed.
    private static void requireTime() {
        if (Thread.currentThread().isInterrupted()) {
            throw ApiException.timeout("compiling the rules of the schema took too long");
        }
    }

    List<CelRule> rules() {
        return rules;
    }

    Map<String, CelRules> properties() {
        return properties;
    }

    @Nullable CelRules items() {
        return items;
    }

    @Nullable CelRules additional() {
        return additional;
    }

    void check(JsonNode object, @Nullable JsonNode old, Report report) {
        check(
                object,
                old,
                null,
                FieldPath.ROOT,
                new Run(report, CelBudget.of(CelBudget.PER_OBJECT)));
    }

    private void check(
            JsonNode value,
            @Nullable JsonNode old,
            @Nullable Change around,
            FieldPath path,
            Run run) {
        if (value.isNull()) {
            return;
        }
        var change = old == null ? around : new Change(value, old);
        if (!rules.isEmpty() && shape != null) {
            evaluate(shape, value, old, change, path, run);
        }
        if (value.isObject()) {
            for (var field : value.properties()) {
                var name = field.getKey();
                var listed = properties.get(name);
                var below = listed == null ? additional : listed;
                if (below != null && !run.budget().isSpent()) {
                    below.check(
                            field.getValue(),
                            correlation.field(old, name),
                            change,
                            listed == null ? path.key(name) : path.child(name),
                            run);
                }
            }
        } else if (value.isArray() && items != null) {
            var counterparts = correlation.items(old);
            for (int i = 0; i < value.size() && !run.budget().isSpent(); i++) {
                var item = value.get(i);
                items.check(item, counterparts.of(item), change, path.index(i), run);
            }
        }
    }

    private void evaluate(
            CelShape shape,
            JsonNode value,
            @Nullable JsonNode old,
            @Nullable Change change,
            FieldPath path,
            Run run) {
        var hasOld = old != null && !old.isNull();
        for (var rule : rules) {
            if (rule.usesOldSelf() && !hasOld && !rule.optionalOldSelf()) {
                continue;
            }
            var error = evaluate(rule, shape, value, hasOld ? old : null, path, run.budget());
            var forgiven = !rule.usesOldSelf() && change != null && change.isNone();
            // An object that is too expensive to judge is not forgiven: nobody knows the rest.
            if (error != null && (!forgiven || run.budget().isSpent())) {
                run.report().add(error);
            }
            if (run.budget().isSpent()) {
                return;
            }
        }
    }

    private static Map<String, Object> variables(
            CelRule rule, CelShape shape, JsonNode value, @Nullable JsonNode old) {
        var variables = new HashMap<String, Object>(4);
        variables.put("self", shape.adapt(value));
        if (rule.optionalOldSelf()) {
            variables.put(
                    "oldSelf",
                    new CelShape.Perhaps(shape)
                            .adapt(old == null ? MissingNode.getInstance() : old));
        } else if (old != null) {
            variables.put("oldSelf", shape.adapt(old));
        }
        return variables;
    }

    private @Nullable FieldError evaluate(
            CelRule rule,
            CelShape shape,
            JsonNode value,
            @Nullable JsonNode old,
            FieldPath path,
            CelBudget budget) {
        for (var problem : rule.problems()) {
            if (problem.field().equals("rule")) {
                return FieldError.invalid(
                        path.field(), shown(value), "rule compile error: " + problem.text());
            }
        }
        try {
            var variables = variables(rule, shape, value, old);
            if (rule.holds(variables, budget)) {
                return null;
            }
            return violation(rule, rule.explain(variables, budget), value, path);
        } catch (CelFailedException e) {
            return failed(rule, e, value, path, budget);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // A text that cannot be the date, duration or bytes that its format promises.
            return FieldError.invalid(
                    path.field(),
                    shown(value),
                    e.getMessage() + " evaluating rule: " + rule.name());
        }
    }

    private FieldError failed(
            CelRule rule, CelFailedException e, JsonNode value, FieldPath path, CelBudget budget) {
        var detail =
                switch (e.reason()) {
                    case NO_OVERLOAD -> e.getMessage() + " for rule: " + rule.name();
                    case OTHER -> e.getMessage() + " evaluating rule: " + rule.name();
                    case BUDGET -> String.valueOf(e.getMessage());
                    case CALL_LIMIT -> {
                        budget.exhaust();
                        yield "'"
                                + e.getMessage()
                                + "': no further validation rules will be run due to call cost"
                                + " exceeds limit for rule: "
                                + rule.name();
                    }
                };
        return FieldError.invalid(path.field(), shown(value), detail);
    }

    private FieldError violation(CelRule rule, String detail, JsonNode value, FieldPath path) {
        var blamed = blamed(rule.fieldPath(), path).field();
        return switch (rule.reason()) {
            case "FieldValueForbidden" -> FieldError.forbidden(blamed, detail);
            case "FieldValueRequired" -> FieldError.required(blamed, detail);
            case "FieldValueDuplicate" -> FieldError.duplicate(blamed, shown(value));
            default -> FieldError.invalid(blamed, shown(value), detail);
        };
    }

    /// Follows a rule's `fieldPath` (a JSONPath of field names) from where the rule stands.
    private FieldPath blamed(String fieldPath, FieldPath path) {
        if (fieldPath.isEmpty()) {
            return path;
        }
        var at = schema;
        var blamed = path;
        for (var step : new JsonPathParser(fieldPath).parse()) {
            if (!(step instanceof JsonPath.Step.Field(var name))) {
                return path;
            }
            var listed = at == null ? null : at.properties().get(name);
            blamed = listed != null || at == null ? blamed.child(name) : blamed.key(name);
            at = listed != null || at == null ? listed : at.additionalProperties();
        }
        return blamed;
    }

    /// Containers are shown by the name of their type only; they can be large.
    private Object shown(JsonNode value) {
        return value.isContainerNode() ? schema.type() : value;
    }
}
