package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What every object's metadata must be, by k8s.io/apimachinery pkg/api/validation/objectmeta.go.
final class MetadataRules {

    private static final int MAX_ANNOTATION_BYTES = 256 * 1024;
    private static final Set<String> FIELDS =
            Set.of(
                    "name",
                    "generateName",
                    "namespace",
                    "selfLink",
                    "uid",
                    "resourceVersion",
                    "generation",
                    "creationTimestamp",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds",
                    "labels",
                    "annotations",
                    "ownerReferences",
                    "finalizers",
                    "managedFields");
    private static final Set<String> STANDARD_FINALIZERS =
            Set.of("orphan", "foregroundDeletion", "kubernetes");

    private MetadataRules() {}

    /// Removes what is no metadata field, and says which that were.
    static List<String> prune(ObjectNode object) {
        if (!(object.get("metadata") instanceof ObjectNode metadata)) {
            return List.of();
        }
        var unknown = new ArrayList<String>();
        metadata.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!FIELDS.contains(name)) {
                                unknown.add(name);
                            }
                        });
        metadata.remove(unknown);
        // Empty maps and lists are omitted on the wire, as Go's omitempty does.
        for (var name : List.of("labels", "annotations", "ownerReferences", "finalizers")) {
            var value = metadata.get(name);
            if (value != null && (value.isNull() || value.isEmpty())) {
                metadata.remove(name);
            }
        }
        return unknown.stream().map(name -> "metadata." + name).toList();
    }

    /// What is not even of the right type, as a decoder would say it; null when all is well.
    static @org.jspecify.annotations.Nullable String malformed(ObjectNode object) {
        var metadata = object.get("metadata");
        if (metadata == null) {
            return null;
        }
        if (!metadata.isObject()) {
            return cannotUnmarshal(metadata, "metadata", "v1.ObjectMeta");
        }
        for (var name : List.of("name", "generateName", "namespace", "uid", "resourceVersion")) {
            var value = metadata.path(name);
            if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
                return cannotUnmarshal(value, "metadata." + name, "string");
            }
        }
        for (var name : List.of("labels", "annotations")) {
            var map = metadata.path(name);
            if (!map.isMissingNode() && !map.isNull() && !map.isObject()) {
                return cannotUnmarshal(map, "metadata." + name, "map[string]string");
            }
            for (var value : map) {
                if (!value.isTextual()) {
                    return cannotUnmarshal(value, "metadata." + name, "string");
                }
            }
        }
        for (var name : List.of("finalizers", "ownerReferences", "managedFields")) {
            var list = metadata.path(name);
            if (!list.isMissingNode() && !list.isNull() && !list.isArray()) {
                return cannotUnmarshal(list, "metadata." + name, "[]" + name);
            }
        }
        return null;
    }

    static List<FieldError> validate(ObjectNode object, boolean namespaced, Strategy strategy) {
        var errors = new ArrayList<FieldError>();
        var metadata = object.path("metadata");
        var prefix = metadata.path("generateName").asText();
        if (!prefix.isEmpty()) {
            // What is generated ends well, however the prefix ends.
            strategy.nameProblems(prefix.replaceFirst("-$", "-a"))
                    .forEach(
                            problem ->
                                    errors.add(
                                            FieldError.invalid(
                                                    "metadata.generateName", prefix, problem)));
        }
        var name = metadata.path("name").asText();
        if (name.isEmpty()) {
            errors.add(FieldError.required("metadata.name", "name or generateName is required"));
        } else {
            strategy.nameProblems(name)
                    .forEach(
                            problem ->
                                    errors.add(FieldError.invalid("metadata.name", name, problem)));
        }
        var namespace = metadata.path("namespace").asText();
        if (namespaced && namespace.isEmpty()) {
            errors.add(FieldError.required("metadata.namespace", ""));
        } else if (namespaced) {
            Names.dns1123Label(namespace)
                    .forEach(
                            problem ->
                                    errors.add(
                                            FieldError.invalid(
                                                    "metadata.namespace", namespace, problem)));
        } else if (!namespace.isEmpty()) {
            errors.add(FieldError.forbidden("metadata.namespace", "not allowed on this type"));
        }
        labels(metadata.path("labels"), errors);
        annotations(metadata.path("annotations"), errors);
        finalizers(metadata.path("finalizers"), standardFinalizersOnly(object), errors);
        ownerReferences(metadata.path("ownerReferences"), errors);
        return errors;
    }

    private static void labels(JsonNode labels, List<FieldError> errors) {
        labels.properties()
                .forEach(
                        each -> {
                            Names.qualifiedName(each.getKey())
                                    .forEach(
                                            problem ->
                                                    errors.add(
                                                            FieldError.invalid(
                                                                    "metadata.labels",
                                                                    each.getKey(),
                                                                    problem)));
                            Names.labelValue(each.getValue().asText())
                                    .forEach(
                                            problem ->
                                                    errors.add(
                                                            FieldError.invalid(
                                                                    "metadata.labels",
                                                                    each.getValue().asText(),
                                                                    problem)));
                        });
    }

    private static void annotations(JsonNode annotations, List<FieldError> errors) {
        long size = 0;
        for (var each : annotations.properties()) {
            Names.qualifiedName(each.getKey().toLowerCase(java.util.Locale.ROOT))
                    .forEach(
                            problem ->
                                    errors.add(
                                            FieldError.invalid(
                                                    "metadata.annotations",
                                                    each.getKey(),
                                                    problem)));
            size +=
                    (long) each.getKey().length()
                            + each.getValue().asText().getBytes(StandardCharsets.UTF_8).length;
        }
        if (size > MAX_ANNOTATION_BYTES) {
            errors.add(FieldError.tooLong("metadata.annotations", MAX_ANNOTATION_BYTES));
        }
    }

    /// Kubernetes holds its own kinds to this, but neither custom resources nor their definitions.
    private static boolean standardFinalizersOnly(ObjectNode object) {
        var group = GroupVersion.parse(object.path("apiVersion").asText()).group();
        return !group.contains(".")
                || (group.endsWith(".k8s.io") && !group.equals("apiextensions.k8s.io"));
    }

    private static void finalizers(
            JsonNode finalizers, boolean standardOnly, List<FieldError> errors) {
        int i = 0;
        boolean orphan = false;
        boolean foreground = false;
        for (var each : finalizers) {
            orphan |= each.asText().equals(Propagation.ORPHAN_FINALIZER);
            foreground |= each.asText().equals(Propagation.FOREGROUND_FINALIZER);
            var field = "metadata.finalizers[" + i++ + "]";
            var name = each.asText();
            Names.qualifiedName(name)
                    .forEach(
                            problem ->
                                    errors.add(
                                            FieldError.invalid(
                                                    "metadata.finalizers", name, problem)));
            if (standardOnly && !name.contains("/") && !STANDARD_FINALIZERS.contains(name)) {
                errors.add(
                        FieldError.invalid(
                                field,
                                name,
                                "name is neither a standard finalizer name nor is it fully"
                                        + " qualified"));
            }
        }
        if (orphan && foreground) {
            errors.add(
                    FieldError.invalid(
                            "metadata.finalizers",
                            finalizers,
                            "finalizer orphan and foregroundDeletion cannot be both set"));
        }
    }

    private static void ownerReferences(JsonNode references, List<FieldError> errors) {
        var field = "metadata.ownerReferences";
        var firstController = "";
        for (var each : references) {
            ownerReference(field, each, errors);
            if (each.path("controller").asBoolean()) {
                var controller = each.path("kind").asText() + "/" + each.path("name").asText();
                if (firstController.isEmpty()) {
                    firstController = controller;
                } else {
                    errors.add(
                            FieldError.invalid(
                                    field,
                                    references,
                                    "Only one reference can have Controller set to true. Found"
                                            + " \"true\" in references for "
                                            + firstController
                                            + " and "
                                            + controller));
                }
            }
        }
    }

    private static void ownerReference(String field, JsonNode reference, List<FieldError> errors) {
        var apiVersion = reference.path("apiVersion").asText();
        if (apiVersion.isEmpty()
                || apiVersion.endsWith("/")
                || apiVersion.split("/", -1).length > 2) {
            errors.add(
                    FieldError.invalid(
                            field + ".apiVersion", apiVersion, "version must not be empty"));
        }
        for (var required : List.of("kind", "name", "uid")) {
            if (reference.path(required).asText().isEmpty()) {
                errors.add(FieldError.invalid(field + "." + required, "", "must not be empty"));
            }
        }
        if (apiVersion.equals("v1") && reference.path("kind").asText().equals("Event")) {
            errors.add(
                    FieldError.invalid(
                            field, reference, "/v1, Kind=Event is disallowed from being an owner"));
        }
    }

    /// What may not change between two versions of an object, given that name and namespace are the
    /// same.
    static List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var errors = new ArrayList<FieldError>();
        if (old.path("metadata").hasNonNull("deletionTimestamp")) {
            var before = new HashSet<String>();
            old.path("metadata").path("finalizers").forEach(each -> before.add(each.asText()));
            var added = new ArrayList<String>();
            object.path("metadata")
                    .path("finalizers")
                    .forEach(
                            each -> {
                                if (!before.contains(each.asText())) {
                                    added.add(each.asText());
                                }
                            });
            if (!added.isEmpty()) {
                errors.add(
                        FieldError.forbidden(
                                "metadata.finalizers",
                                "no new finalizers can be added if the object is being deleted,"
                                        + " found new finalizers "
                                        + quoted(added)));
            }
        }
        return errors;
    }

    private static String quoted(List<String> values) {
        var text = new StringBuilder("[]string{");
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "\"" : ", \"").append(values.get(i)).append('"');
        }
        return text.append('}').toString();
    }

    private static String cannotUnmarshal(JsonNode value, String field, String type) {
        var got =
                switch (value.getNodeType()) {
                    case ARRAY -> "array";
                    case OBJECT -> "object";
                    case STRING -> "string";
                    case BOOLEAN -> "bool";
                    case NUMBER -> "number";
                    case BINARY, MISSING, NULL, POJO -> "null";
                };
        return "json: cannot unmarshal "
                + got
                + " into Go struct field ObjectMeta."
                + field
                + " of type "
                + type;
    }
}
