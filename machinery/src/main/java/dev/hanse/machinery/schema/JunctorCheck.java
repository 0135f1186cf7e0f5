package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `anyOf`, `oneOf`, `allOf` and `not`. What is inside of them only judges values; it adds no
/// structure, so nothing here prunes, defaults or correlates with an old object.
sealed interface JunctorCheck extends ValueCheck {

    static void addAll(JsonNode schema, List<ValueCheck> checks) {
        if (!schema.path("anyOf").isEmpty()) {
            checks.add(new AnyOf(alternatives(schema.get("anyOf"))));
        }
        if (!schema.path("oneOf").isEmpty()) {
            checks.add(new OneOf(alternatives(schema.get("oneOf"))));
        }
        if (!schema.path("allOf").isEmpty()) {
            checks.add(new AllOf(alternatives(schema.get("allOf"))));
        }
        if (schema.path("not").isObject()) {
            checks.add(new Not(NodeCheck.compile(schema.get("not"))));
        }
    }

    record AnyOf(List<NodeCheck> alternatives) implements JunctorCheck {
        @Override
        public void check(JsonNode value, FieldPath path, Report report) {
            Report closest = null;
            for (var each : alternatives) {
                var found = run(each, value, path);
                if (found.isClean()) {
                    report.match();
                    return;
                }
                closest = closer(closest, found);
            }
            violated(path, "must validate at least one schema (anyOf)", report);
            if (closest != null) {
                report.include(closest);
            }
        }
    }

    record OneOf(List<NodeCheck> alternatives) implements JunctorCheck {
        @Override
        public void check(JsonNode value, FieldPath path, Report report) {
            Report closest = null;
            var valid = 0;
            for (var each : alternatives) {
                var found = run(each, value, path);
                if (found.isClean()) {
                    valid++;
                } else {
                    closest = closer(closest, found);
                }
            }
            if (valid == 1) {
                report.match();
                return;
            }
            violated(
                    path,
                    "must validate one and only one schema (oneOf). "
                            + (valid == 0
                                    ? "Found none valid"
                                    : "Found " + valid + " valid alternatives"),
                    report);
            if (valid == 0 && closest != null) {
                report.include(closest);
            }
        }
    }

    record AllOf(List<NodeCheck> parts) implements JunctorCheck {
        @Override
        public void check(JsonNode value, FieldPath path, Report report) {
            var valid = 0;
            for (var each : parts) {
                var found = run(each, value, path);
                if (found.isClean()) {
                    valid++;
                }
                report.include(found);
            }
            if (valid < parts.size()) {
                violated(
                        path,
                        "must validate all the schemas (allOf)"
                                + (valid == 0 ? ". None validated" : ""),
                        report);
            }
        }
    }

    record Not(NodeCheck forbidden) implements JunctorCheck {
        @Override
        public void check(JsonNode value, FieldPath path, Report report) {
            if (run(forbidden, value, path).isClean()) {
                violated(path, "must not validate the schema (not)", report);
            } else {
                report.match();
            }
        }
    }

    private static List<NodeCheck> alternatives(JsonNode schemas) {
        var found = new ArrayList<NodeCheck>(schemas.size());
        schemas.forEach(each -> found.add(NodeCheck.compile(each)));
        return found;
    }

    private static Report run(NodeCheck check, JsonNode value, FieldPath path) {
        var report = new Report();
        check.check(value, null, path, report);
        return report;
    }

    private static Report closer(@Nullable Report best, Report found) {
        return best == null || found.matches() > best.matches() ? found : best;
    }

    /// Kubernetes gives these errors no field; the path is in the text.
    private static void violated(FieldPath path, String demand, Report report) {
        report.add(FieldError.invalid(FieldPath.NO_FIELD, "", "\"" + path + "\" " + demand));
    }
}
