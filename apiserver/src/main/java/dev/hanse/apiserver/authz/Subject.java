package dev.hanse.apiserver.authz;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.authn.ServiceAccountName;
import dev.hanse.apiserver.request.User;
import java.util.ArrayList;
import java.util.List;

/// Whom a binding names: a user, a group or a service account.
///
/// @param namespace of a service account; empty for users and groups
record Subject(String kind, String namespace, String name) {

    private static final String USER = "User";
    private static final String GROUP = "Group";
    private static final String SERVICE_ACCOUNT = "ServiceAccount";

    /// Reads a subject of a binding; a service account without a namespace is one of the binding's.
    static Subject parse(JsonNode subject, String bindingNamespace) {
        var kind = subject.path("kind").asText();
        var name = subject.path("name").asText();
        if (!kind.equals(SERVICE_ACCOUNT)) {
            return new Subject(kind, "", name);
        }
        var namespace = subject.path("namespace").asText();
        return new Subject(kind, namespace.isEmpty() ? bindingNamespace : namespace, name);
    }

    /// Every subject that means `user`.
    static List<Subject> of(User user) {
        var subjects = new ArrayList<Subject>();
        subjects.add(new Subject(USER, "", user.name()));
        user.groups().forEach(each -> subjects.add(new Subject(GROUP, "", each)));
        ServiceAccountName.parse(user.name())
                .ifPresent(
                        each ->
                                subjects.add(
                                        new Subject(
                                                SERVICE_ACCOUNT, each.namespace(), each.name())));
        return subjects;
    }

    @Override
    public String toString() {
        return kind + " \"" + (namespace.isEmpty() ? name : name + "/" + namespace) + '"';
    }
}
