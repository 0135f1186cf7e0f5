package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.Defaults;
import dev.hanse.apiserver.builtin.rules.SelectorRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// Jobs: pods that end, found by a selector nobody has to think of (kubernetes
/// pkg/registry/batch/job/strategy.go).
public final class JobStrategy implements Strategy {

    private static final String PREFIX = "batch.kubernetes.io/";

    @Override
    public void afterDefaulting(ObjectNode object) {
        var spec = object.withObjectProperty("spec");
        ControllerDefaults.job(object, spec);
        PodDefaults.template(spec);
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        var spec = object.withObjectProperty("spec");
        if (spec.path("manualSelector").asBoolean()) {
            return;
        }
        var metadata = object.path("metadata");
        var name = metadata.path("name").asText();
        var uid = metadata.path("uid").asText();
        var template = spec.withObjectProperty("template").withObjectProperty("metadata");
        var labels = template.withObjectProperty("labels");
        // Labels taken from the template are those that it will have.
        boolean same = metadata.path("labels").equals(labels) || !metadata.has("labels");
        Defaults.of(labels)
                .text("job-name", name)
                .text(PREFIX + "job-name", name)
                .text("controller-uid", uid)
                .text(PREFIX + "controller-uid", uid);
        if (same) {
            object.withObjectProperty("metadata").set("labels", labels.deepCopy());
        }
        Defaults.of(spec.withObjectProperty("selector").withObjectProperty("matchLabels"))
                .text(PREFIX + "controller-uid", uid);
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        if (!spec.path("manualSelector").asBoolean()) {
            generatedLabels(object, checks);
        }
        if (spec.path("selector").isMissingNode()) {
            checks.add(FieldError.required("spec.selector", ""));
        } else {
            SelectorRules.syntax(spec.path("selector"), "spec.selector", checks);
        }
        checkSpec(spec, "spec", checks);
        var labels = spec.path("template").path("metadata").path("labels");
        if (!SelectorRules.selects(spec.path("selector"), labels)) {
            checks.add(
                    FieldError.invalid(
                            "spec.template.metadata.labels",
                            labels.isMissingNode() ? null : labels,
                            "`selector` does not match template `labels`"));
        }
        return checks.errors();
    }

    private static void generatedLabels(ObjectNode object, Checks checks) {
        var labels = object.at("/spec/template/metadata/labels");
        var metadata = object.path("metadata");
        for (var prefix : List.of("", PREFIX)) {
            expect(labels, prefix + "controller-uid", metadata.path("uid").asText(), checks);
            expect(labels, prefix + "job-name", metadata.path("name").asText(), checks);
        }
        var selector = object.at("/spec/selector");
        var uid = metadata.path("uid").asText();
        var selected = selector.path("matchLabels").path(PREFIX + "controller-uid").asText();
        boolean more = selector.path("matchLabels").size() > 1 || selector.has("matchExpressions");
        if (more || !selected.equals(uid)) {
            checks.add(
                    FieldError.invalid("spec.selector", selector, "`selector` not auto-generated"));
        }
    }

    private static void expect(JsonNode labels, String label, String value, Checks checks) {
        var found = labels.path(label).asText();
        var path = "spec.template.metadata.labels[" + label + "]";
        if (found.isEmpty()) {
            checks.add(FieldError.required(path, "must be '" + value + "'"));
        } else if (!found.equals(value)) {
            checks.add(FieldError.invalid(path, labels, "must be '" + value + "'"));
        }
    }

    /// An indexed job may grow and shrink when all its pods run at once (KEP-3715).
    private static void completions(JsonNode spec, JsonNode before, Checks checks) {
        var now = spec.path("completions");
        if (now.equals(before.path("completions"))) {
            return;
        }
        if (!spec.path("completionMode").asText().equals("Indexed")) {
            checks.immutable(now, before.path("completions"), "spec.completions");
        } else if (!now.equals(spec.path("parallelism"))
                || !before.path("completions").equals(before.path("parallelism"))) {
            checks.add(
                    FieldError.invalid(
                            "spec.completions",
                            now,
                            "can only be modified in tandem with spec.parallelism"));
        }
    }

    /// What jobs and the jobs of cron jobs must be alike.
    static void checkSpec(JsonNode spec, String path, Checks checks) {
        for (var field :
                List.of(
                        "parallelism",
                        "completions",
                        "activeDeadlineSeconds",
                        "backoffLimit",
                        "ttlSecondsAfterFinished",
                        "backoffLimitPerIndex",
                        "maxFailedIndexes")) {
            checks.notNegative(spec, path, field);
        }
        boolean indexed = spec.path("completionMode").asText().equals("Indexed");
        if (indexed && !spec.has("completions")) {
            checks.add(
                    FieldError.required(path + ".completions", "when completion mode is Indexed"));
        }
        if (!indexed && spec.has("backoffLimitPerIndex")) {
            checks.add(
                    FieldError.invalid(
                            path + ".backoffLimitPerIndex",
                            spec.path("backoffLimitPerIndex"),
                            "requires indexed completion mode"));
        }
        TemplateRules.check(spec.path("template"), path + ".template", checks);
        var policy = spec.path("template").path("spec").path("restartPolicy");
        var field = path + ".template.spec.restartPolicy";
        if (policy.asText("Always").equals("Always")) {
            checks.add(FieldError.required(field, "valid values: \"OnFailure\", \"Never\""));
        } else if (spec.has("podFailurePolicy") && !policy.asText().equals("Never")) {
            checks.add(
                    FieldError.invalid(
                            field,
                            policy,
                            "only \"Never\" is supported when podFailurePolicy is specified"));
        }
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var checks = new Checks();
        var spec = object.path("spec");
        var before = old.path("spec");
        completions(spec, before, checks);
        checks.immutable(spec.path("selector"), before.path("selector"), "spec.selector");
        var template = JobTemplateChange.of(spec, old);
        checks.immutable(spec.path("template"), template, "spec.template");
        for (var field :
                List.of(
                        "completionMode",
                        "podFailurePolicy",
                        "backoffLimitPerIndex",
                        "managedBy",
                        "successPolicy")) {
            checks.immutable(spec.path(field), before.path(field), "spec." + field);
        }
        return checks.errors();
    }
}
