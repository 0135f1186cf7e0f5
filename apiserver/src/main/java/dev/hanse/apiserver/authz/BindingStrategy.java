package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;

/// RoleBindings and ClusterRoleBindings, by the rules of kubernetes/pkg/apis/rbac/validation.
record BindingStrategy(boolean namespaced) implements Strategy {

    private static final String API_GROUP = "apiGroup";

    @Override
    public boolean hasGeneration() {
        return false;
    }

    @Override
    public List<String> nameProblems(String name) {
        return Names.pathSegment(name);
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        setDefaults(object);
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        setDefaults(object);
    }

    private static void setDefaults(ObjectNode object) {
        if (object.path("roleRef") instanceof ObjectNode role) {
            setDefaultGroup(role);
        }
        for (var subject : object.path("subjects")) {
            var kind = subject.path("kind").asText();
            if (subject instanceof ObjectNode each
                    && (kind.equals("User") || kind.equals("Group"))) {
                setDefaultGroup(each);
            }
        }
    }

    private static void setDefaultGroup(ObjectNode reference) {
        if (reference.path(API_GROUP).asText().isEmpty()) {
            reference.put(API_GROUP, ClusterPolicy.GROUP);
        }
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        validateRole(object.path("roleRef"), errors);
        var subjects = object.path("subjects");
        for (int i = 0; i < subjects.size(); i++) {
            validateSubject(subjects.get(i), "subjects[" + i + "]", errors);
        }
        return errors;
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        return object.path("roleRef").equals(old.path("roleRef"))
                ? List.of()
                : List.of(
                        FieldError.invalid(
                                "roleRef", object.path("roleRef"), "cannot change roleRef"));
    }

    private void validateRole(JsonNode role, List<FieldError> errors) {
        requireGroup(role, "roleRef", ClusterPolicy.GROUP, errors);
        var kinds = namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole");
        var kind = role.path("kind").asText();
        if (!kinds.contains(kind)) {
            errors.add(FieldError.notSupported("roleRef.kind", kind, kinds));
        }
        var name = role.path("name").asText();
        if (name.isEmpty()) {
            errors.add(FieldError.required("roleRef.name", ""));
        }
        Names.pathSegment(name)
                .forEach(each -> errors.add(FieldError.invalid("roleRef.name", name, each)));
    }

    private void validateSubject(JsonNode subject, String path, List<FieldError> errors) {
        var name = subject.path("name").asText();
        if (name.isEmpty()) {
            errors.add(FieldError.required(path + ".name", ""));
        }
        var kind = subject.path("kind").asText();
        switch (kind) {
            case "ServiceAccount" -> {
                if (!name.isEmpty()) {
                    Names.dns1123Subdomain(name)
                            .forEach(
                                    each ->
                                            errors.add(
                                                    FieldError.invalid(
                                                            path + ".name", name, each)));
                }
                requireGroup(subject, path, "", errors);
                if (!namespaced && subject.path("namespace").asText().isEmpty()) {
                    errors.add(FieldError.required(path + ".namespace", ""));
                }
            }
            case "User", "Group" -> requireGroup(subject, path, ClusterPolicy.GROUP, errors);
            default ->
                    errors.add(
                            FieldError.notSupported(
                                    path + ".kind",
                                    kind,
                                    List.of("ServiceAccount", "User", "Group")));
        }
    }

    private static void requireGroup(
            JsonNode reference, String path, String group, List<FieldError> errors) {
        var found = reference.path(API_GROUP).asText();
        if (!found.equals(group)) {
            errors.add(FieldError.notSupported(path + "." + API_GROUP, found, List.of(group)));
        }
    }
}
