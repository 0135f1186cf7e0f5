package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import java.nio.charset.StandardCharsets;

/// Objects that kubectl applied before it used server-side apply. kubectl wrote what it applied
/// into an annotation and owns those fields as an updater, so that it would conflict with itself.
///
/// Only for the manager `kubectl`; another name opts out (KEP-555, "Upgrade from client-side
/// apply").
final class ClientSideApply {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
    private static final String KUBECTL = "kubectl";

    /// Kubernetes' limit for all annotations of an object together.
    private static final int MAXIMUM_ANNOTATIONS = 256 * 1024;

    private ClientSideApply() {}

    /// The conflicts that remain for `manager`: fields that the annotation shows to have been
    /// applied by kubectl, and that nobody changed since, are its own. If others are left, only
    /// those are conflicts.
    static ApplyConflict withoutOwn(
            ApplyConflict conflict, MergeSchema schema, ObjectNode live, ApplyOptions options) {
        if (!options.manager().equals(KUBECTL) || conflict.isEmpty()) {
            return conflict;
        }
        return conflict.without(lastApplied(schema, live, options.apiVersion()));
    }

    private static FieldSet lastApplied(MergeSchema schema, ObjectNode live, String apiVersion) {
        var annotation = new KubeObject(live).annotation(LAST_APPLIED).orElse("");
        if (annotation.isEmpty()) {
            return FieldSet.empty();
        }
        try {
            var last = Json.parse(annotation.getBytes(StandardCharsets.UTF_8));
            if (!last.path("apiVersion").asText().equals(apiVersion)) {
                return FieldSet.empty();
            }
            var since = Comparison.of(schema, last, live);
            return ValueFields.of(schema, last)
                    .difference(since.changed())
                    .difference(since.removed());
        } catch (ApiException | UntypedValueException e) {
            // An annotation that cannot be read proves nothing.
            return FieldSet.empty();
        }
    }

    /// Keeps the annotation of an object that has one up to date, so that kubectl can go back to
    /// client-side apply.
    static void refreshAnnotation(ObjectNode object, ObjectNode configuration, String manager) {
        var current = new KubeObject(object).annotation(LAST_APPLIED).orElse("");
        if (!manager.equals(KUBECTL) || current.isEmpty()) {
            return;
        }
        var applied = configuration.deepCopy();
        if (applied.path("metadata").path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(LAST_APPLIED);
        }
        var text = new String(Json.write(applied), StandardCharsets.UTF_8) + "\n";
        var annotations = object.withObject("/metadata").withObject("/annotations");
        annotations.put(LAST_APPLIED, text);
        int size = 0;
        for (var each : annotations.properties()) {
            size += each.getKey().length() + each.getValue().asText().length();
        }
        if (size > MAXIMUM_ANNOTATIONS) {
            annotations.remove(LAST_APPLIED);
        }
    }
}
