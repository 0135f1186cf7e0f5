package dev.hanse.apiserver.authz;

import dev.hanse.machinery.object.KubeObject;

/// A RoleBinding or ClusterRoleBinding without its subjects.
///
/// @param namespace empty for a ClusterRoleBinding
record Binding(String namespace, String name, RoleRef role) {

    /// @param kind `Role` or `ClusterRole`
    record RoleRef(String kind, String name) {
        static RoleRef of(KubeObject binding) {
            var ref = binding.json().path("roleRef");
            return new RoleRef(ref.path("kind").asText(), ref.path("name").asText());
        }
    }

    static Binding parse(KubeObject binding) {
        return new Binding(binding.namespace(), binding.name(), RoleRef.of(binding));
    }

    /// Why `subject` is allowed, in Kubernetes' words.
    String grantTo(Subject subject) {
        var what =
                namespace.isEmpty()
                        ? "ClusterRoleBinding \"" + name + '"'
                        : "RoleBinding \"" + name + "/" + namespace + '"';
        return what + " of " + role.kind() + " \"" + role.name() + "\" to " + subject;
    }
}
