package dev.hanse.apiserver.authz;

import static dev.hanse.apiserver.authz.TestingRequests.HERE;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceNames;
import dev.hanse.apiserver.read.TestingObjects;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EscalationCheckTest {

    private static final User ANN = User.of("ann", "devs");
    private static final String SECRETS_ROLE =
            """
            kind: ClusterRole
            apiVersion: rbac.authorization.k8s.io/v1
            metadata: { name: new }
            rules:
              - { verbs: [get, delete], apiGroups: [""], resources: [secrets] }
              - { verbs: [get], nonResourceURLs: [/metrics] }
            """;

    private final TestingObjects objects = new TestingObjects();
    private final EscalationCheck check;

    EscalationCheckTest() {
        var rbac = new Rbac(objects);
        check = new EscalationCheck(rbac, rbac);
        BootstrapPolicy.systemAdmin().forEach(each -> objects.put(ClusterName.SYSTEM_ADMIN, each));
    }

    @Test
    void aRoleMustNotGrantWhatItsWriterLacks() {
        grantAnn("{ verbs: [get], apiGroups: [\"\"], resources: [\"*\"] }");

        assertThatThrownBy(() -> create(ANN, SECRETS_ROLE))
                .hasMessage(
                        """
                        clusterroles.rbac.authorization.k8s.io "new" is forbidden: user "ann" \
                        (groups=["devs"]) is attempting to grant RBAC permissions not currently held:
                        {APIGroups:[""], Resources:["secrets"], Verbs:["delete"]}
                        {NonResourceURLs:["/metrics"], Verbs:["get"]}\
                        """);
    }

    @Test
    void whoHoldsEverythingMayGrantIt() {
        grantAnn("{ verbs: [\"*\"], apiGroups: [\"*\"], resources: [\"*\"] }");
        grantAnn("{ verbs: [\"*\"], nonResourceURLs: [\"*\"] }");

        assertThatCode(() -> create(ANN, SECRETS_ROLE)).doesNotThrowAnyException();
    }

    @Test
    void escalateLiftsTheRule() {
        grantAnn(
                "{ verbs: [escalate], apiGroups: [rbac.authorization.k8s.io],"
                        + " resources: [clusterroles] }");

        assertThatCode(() -> create(ANN, SECRETS_ROLE)).doesNotThrowAnyException();
    }

    @Test
    void mastersAreNotAsked() {
        assertThatCode(() -> create(User.system("server"), SECRETS_ROLE))
                .doesNotThrowAnyException();
    }

    @Test
    void anAggregationRuleNeedsFullAuthority() {
        grantAnn("{ verbs: [\"*\"], apiGroups: [apps], resources: [\"*\"] }");

        assertThatThrownBy(
                        () ->
                                create(
                                        ANN,
                                        """
                                        kind: ClusterRole
                                        apiVersion: rbac.authorization.k8s.io/v1
                                        metadata: { name: new }
                                        aggregationRule:
                                          clusterRoleSelectors: [{ matchLabels: { a: b } }]
                                        """))
                .hasMessageContaining(
                        "must have cluster-admin privileges to use the aggregationRule");
    }

    @Test
    void aBindingMustNotGrantWhatItsWriterLacks() {
        grantAnn("{ verbs: [get], apiGroups: [\"\"], resources: [\"*\"] }");

        assertThatThrownBy(() -> create(ANN, binding("cluster-admin")))
                .hasMessageContaining("is attempting to grant RBAC permissions not currently held");
    }

    @Test
    void bindOnTheRoleLiftsTheRule() {
        grantAnn(
                "{ verbs: [bind], apiGroups: [rbac.authorization.k8s.io],"
                        + " resources: [clusterroles], resourceNames: [cluster-admin] }");

        assertThatCode(() -> create(ANN, binding("cluster-admin"))).doesNotThrowAnyException();
        assertThatThrownBy(() -> create(ANN, binding("view"))).hasMessageContaining("forbidden");
    }

    @Test
    void aBindingToARoleThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> create(ANN, binding("nothing")))
                .hasMessage("clusterroles.rbac.authorization.k8s.io \"nothing\" not found");
    }

    @Test
    void theGarbageCollectorMayFinishARoleWithMoreRightsThanItsOwn() {
        var old = object(SECRETS_ROLE);
        var released =
                old.with(
                        json ->
                                ((ObjectNode) json.path("metadata"))
                                        .put("resourceVersion", "7")
                                        .putArray("finalizers"));

        assertThatCode(() -> update(ANN, old, released)).doesNotThrowAnyException();
    }

    @Test
    void aLabelCanAddARoleToAnAggregatedOneSoItCounts() {
        var old = object(SECRETS_ROLE);
        var labelled =
                old.with(
                        json ->
                                ((ObjectNode) json.path("metadata"))
                                        .putObject("labels")
                                        .put(
                                                "rbac.authorization.k8s.io/aggregate-to-view",
                                                "true"));

        assertThatThrownBy(() -> update(ANN, old, labelled)).hasMessageContaining("forbidden");
    }

    private void grantAnn(String rule) {
        var name = "role-" + rule.hashCode();
        objects.put(
                HERE,
                """
                kind: ClusterRole
                apiVersion: rbac.authorization.k8s.io/v1
                metadata: { name: "%1$s" }
                rules: [%2$s]
                ---
                kind: ClusterRoleBinding
                apiVersion: rbac.authorization.k8s.io/v1
                metadata: { name: "%1$s" }
                roleRef: { kind: ClusterRole, name: "%1$s" }
                subjects: [{ kind: User, name: ann }]
                """
                        .formatted(name, rule));
    }

    private static String binding(String role) {
        return """
        kind: ClusterRoleBinding
        apiVersion: rbac.authorization.k8s.io/v1
        metadata: { name: new }
        roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: %s }
        subjects: [{ kind: User, name: ann }]
        """
                .formatted(role);
    }

    private void create(User user, String yaml) {
        check.validate(request(user, Operation.CREATE, object(yaml), null));
    }

    private void update(User user, KubeObject old, KubeObject changed) {
        check.validate(request(user, Operation.UPDATE, changed, old));
    }

    private static KubeObject object(String yaml) {
        return new KubeObject((ObjectNode) Yaml.parse(yaml));
    }

    private static AdmissionRequest request(
            User user, Operation operation, KubeObject object, @Nullable KubeObject old) {
        boolean role = object.kind().equals("ClusterRole");
        return new AdmissionRequest(
                TestingRequests.by(user),
                operation,
                HERE,
                definition(
                        role ? ClusterPolicy.CLUSTER_ROLES : ClusterPolicy.CLUSTER_ROLE_BINDINGS,
                        object.kind()),
                "",
                "",
                object.name(),
                object.json(),
                old,
                false,
                JsonNodeFactory.instance.objectNode());
    }

    private static ResourceDefinition definition(GroupResource resource, String kind) {
        return new ResourceDefinition(
                resource.toString(),
                resource.group(),
                new ResourceNames(
                        resource.resource(), "", kind, kind + "List", List.of(), List.of()),
                false,
                "",
                List.of(),
                "v1",
                Converter.NONE,
                Strategy.CUSTOM_RESOURCE,
                Set.of());
    }
}
