package dev.hanse.apiexports.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What an APIResourceSchema must look like so that whoever binds it can be served.
public final class SchemaAdmission implements AdmissionPlugin {
    private static final GroupResource SCHEMAS = Apis.SCHEMAS.groupResource();
    private static final Pattern PREFIX = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final String APPROVAL = "api-approved.kubernetes.io";

    private final SchemaCompiler compiler;

    public SchemaAdmission(SchemaCompiler compiler) {
        this.compiler = compiler;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.isFor(SCHEMAS) || request.operation() == Operation.DELETE) {
            return;
        }
        var object = new KubeObject(request.requireObject());
        var old = request.oldObject();
        var errors = new ArrayList<FieldError>();
        if (old != null) {
            if (!object.spec().equals(old.spec())) {
                errors.add(FieldError.invalid("spec", object.spec(), "is immutable"));
            }
        } else {
            errors.addAll(problems(object, request.name()));
        }
        if (!errors.isEmpty()) {
            throw ApiException.forbidden(
                    SCHEMAS,
                    request.name(),
                    errors.stream().map(FieldError::toString).collect(Collectors.joining(", ")));
        }
    }

    List<FieldError> problems(KubeObject schema, String name) {
        var errors = new ArrayList<FieldError>();
        checkName(schema, name, errors);
        checkGroup(schema, errors);
        checkNames(schema, errors);
        checkVersions(schema, errors);
        return errors;
    }

    private static void checkName(KubeObject schema, String name, List<FieldError> errors) {
        var resource = SchemaSpec.resource(schema);
        var ending =
                "."
                        + resource.resource()
                        + "."
                        + (resource.group().isEmpty() ? "core" : resource.group());
        if (!name.endsWith(ending)) {
            errors.add(FieldError.invalid("metadata.name", name, "must end in " + ending));
        } else if (!PREFIX.matcher(name.substring(0, name.length() - ending.length())).matches()) {
            errors.add(
                    FieldError.invalid(
                            "metadata.name",
                            name,
                            "must match ^[a-z]([-a-z0-9]*[a-z0-9])?$ in front of " + ending));
        }
    }

    private static void checkGroup(KubeObject schema, List<FieldError> errors) {
        var group = schema.spec().path("group").asText();
        if (group.equals("core")) {
            errors.add(
                    FieldError.invalid(
                            "spec.group", group, "must be empty string for the core group"));
        } else if (!group.isEmpty() && !group.contains(".")) {
            errors.add(
                    FieldError.invalid(
                            "spec.group", group, "should be a domain with at least one dot"));
        }
        boolean isProtected = group.endsWith(".k8s.io") || group.endsWith(".kubernetes.io");
        if (isProtected && schema.annotation(APPROVAL).isEmpty()) {
            errors.add(
                    FieldError.required(
                            "metadata.annotations[" + APPROVAL + "]",
                            "protected groups must have approval annotation \"" + APPROVAL + "\""));
        }
    }

    private static void checkNames(KubeObject schema, List<FieldError> errors) {
        for (var each : List.of("plural", "singular", "kind", "listKind")) {
            if (schema.spec().path("names").path(each).asText().isEmpty()) {
                errors.add(FieldError.required("spec.names." + each, ""));
            }
        }
    }

    private void checkVersions(KubeObject schema, List<FieldError> errors) {
        var versions = schema.spec().path("versions");
        var names = new HashSet<String>();
        int stored = 0;
        for (int i = 0; i < versions.size(); i++) {
            var each = versions.path(i);
            names.add(each.path("name").asText());
            stored += each.path("storage").asBoolean() ? 1 : 0;
            checkOpenApi(each.path("schema"), "spec.versions[" + i + "].schema", errors);
        }
        if (names.size() != versions.size()) {
            errors.add(
                    FieldError.invalid(
                            "spec.versions", versions, "must contain unique version names"));
        }
        if (stored != 1) {
            errors.add(
                    FieldError.invalid(
                            "spec.versions",
                            versions,
                            "must have exactly one version marked as storage version"));
        }
    }

    private void checkOpenApi(JsonNode openApi, String field, List<FieldError> errors) {
        if (!openApi.path("type").asText().equals("object")) {
            errors.add(
                    FieldError.invalid(
                            field + ".type",
                            openApi.path("type").asText(),
                            "must be object at the root"));
            return;
        }
        try {
            compiler.compile(openApi);
        } catch (RuntimeException e) {
            errors.add(FieldError.invalid(field, null, String.valueOf(e.getMessage())));
        }
    }
}
