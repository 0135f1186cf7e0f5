package dev.hanse.apiserver.authz;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;

class RbacStrategiesTest {

    @Test
    void namesMayHaveColonsButNoSlashes() {
        assertThat(strategy("clusterroles").nameProblems("system:kcp:admin")).isEmpty();
        assertThat(strategy("clusterroles").nameProblems("a/b")).isNotEmpty();
    }

    @Test
    void aRuleNeedsVerbsAndSomethingToDoThemOn() {
        assertThat(errors("clusterroles", "rules: [{}]"))
                .containsExactly(
                        "rules[0].verbs: Required value: verbs must contain at least one value",
                        "rules[0].apiGroups: Required value: resource rules must supply at least"
                                + " one api group",
                        "rules[0].resources: Required value: resource rules must supply at least"
                                + " one resource");
    }

    @Test
    void aNamespacedRoleHasNoPaths() {
        assertThat(errors("roles", "rules: [{ verbs: [get], nonResourceURLs: [/x] }]"))
                .containsExactly(
                        "rules[0].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules cannot"
                                + " apply to non-resource URLs");
    }

    @Test
    void subjectsAndRoleGetTheirGroup() {
        var binding =
                json(
                        """
                        roleRef: { kind: ClusterRole, name: view }
                        subjects:
                          - { kind: User, name: ann }
                          - { kind: Group, name: devs }
                          - { kind: ServiceAccount, name: robot, namespace: ns }
                        """);

        strategy("clusterrolebindings")
                .prepareForCreate(TestingRequests.by(User.of("ann")), binding);

        assertThat(binding)
                .isEqualTo(
                        json(
                                """
                                roleRef: { kind: ClusterRole, name: view, apiGroup: rbac.authorization.k8s.io }
                                subjects:
                                  - { kind: User, name: ann, apiGroup: rbac.authorization.k8s.io }
                                  - { kind: Group, name: devs, apiGroup: rbac.authorization.k8s.io }
                                  - { kind: ServiceAccount, name: robot, namespace: ns }
                                """));
        assertThat(strategy("clusterrolebindings").validate(binding)).isEmpty();
    }

    @Test
    void aBindingMustBeUnderstood() {
        assertThat(
                        errors(
                                "clusterrolebindings",
                                """
                                roleRef: { kind: Role, name: view, apiGroup: rbac.authorization.k8s.io }
                                subjects:
                                  - { kind: Robot, name: x }
                                  - { kind: ServiceAccount, name: robot }
                                """))
                .containsExactly(
                        "roleRef.kind: Unsupported value: \"Role\": supported values:"
                                + " \"ClusterRole\"",
                        "subjects[0].kind: Unsupported value: \"Robot\": supported values:"
                                + " \"ServiceAccount\", \"User\", \"Group\"",
                        "subjects[1].namespace: Required value");
    }

    @Test
    void theRoleOfABindingStays() {
        var old = json("roleRef: { kind: ClusterRole, name: view }");
        var changed = json("roleRef: { kind: ClusterRole, name: edit }");

        assertThat(strategy("rolebindings").validateUpdate(changed, old))
                .extracting(FieldError::field)
                .containsExactly("roleRef");
        assertThat(strategy("rolebindings").validateUpdate(old.deepCopy(), old)).isEmpty();
    }

    private static List<String> errors(String resource, String yaml) {
        return strategy(resource).validate(json(yaml)).stream().map(FieldError::toString).toList();
    }

    private static Strategy strategy(String resource) {
        return requireNonNull(
                RbacStrategies.all().get(new GroupResource("rbac.authorization.k8s.io", resource)));
    }

    private static ObjectNode json(String yaml) {
        return (ObjectNode) Yaml.parse(yaml);
    }
}
