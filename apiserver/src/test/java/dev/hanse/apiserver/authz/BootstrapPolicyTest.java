package dev.hanse.apiserver.authz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.object.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BootstrapPolicyTest {

    @Test
    void everyObjectPassesTheRulesOfItsKind() {
        for (var object : all()) {
            var strategy =
                    object.kind().equals("ClusterRole")
                            ? new RoleStrategy(false)
                            : new BindingStrategy(false);

            assertThat(strategy.validate(object.json())).as(object.name()).isEmpty();
            assertThat(strategy.nameProblems(object.name())).as(object.name()).isEmpty();
        }
    }

    @Test
    void everyBindingFindsItsRole() {
        var roles = all().stream().filter(each -> each.kind().equals("ClusterRole"));
        var names = roles.map(KubeObject::name).collect(Collectors.toSet());

        assertThat(all())
                .filteredOn(each -> each.kind().equals("ClusterRoleBinding"))
                .extracting(each -> each.json().path("roleRef").path("name").asText())
                .allMatch(names::contains);
    }

    @Test
    void namesAreUnique() {
        assertThat(all())
                .extracting(each -> each.kind() + "/" + each.name())
                .doesNotHaveDuplicates();
    }

    @Test
    void aggregatedRolesShowWhatTheyAmountTo() {
        var admin =
                BootstrapPolicy.systemAdmin().stream()
                        .filter(each -> each.name().equals("admin"))
                        .findFirst()
                        .orElseThrow();

        assertThat(admin.json().path("rules")).hasSizeGreaterThan(10);
        assertThat(admin.label("kubernetes.io/bootstrapping")).contains("rbac-defaults");
    }

    /// A new wildcard in the policy of everybody's cluster is a decision, not an accident.
    @Test
    void wildcardsAreFew() {
        assertThat(all())
                .filteredOn(
                        each ->
                                PolicyRule.parseAll(each.json().path("rules")).stream()
                                        .anyMatch(rule -> rule.resources().contains("*")))
                .extracting(KubeObject::name)
                .containsExactlyInAnyOrder(
                        "cluster-admin",
                        "system:kcp:tenancy:workspace-bootstrapper",
                        "system:kcp:apiexport:kcp-admin:maximal-permission-policy");
    }

    private static List<KubeObject> all() {
        var all = new ArrayList<>(BootstrapPolicy.systemAdmin());
        all.addAll(BootstrapPolicy.root());
        return all;
    }
}
