package dev.hanse.it.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Api;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a policy says can show its parameters, so whoever writes one must be allowed to read them.
class PolicyParameterAccessTest extends PolicyTest {

    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
    private static final String BINDINGS = GROUP + "validatingadmissionpolicybindings";
    private static final String READS_SECRETS =
            """
            "paramKind": {"apiVersion": "v1", "kind": "Secret"},
            "validations": [{"expression": "false", "messageExpression": "string(params.data.a)"}]
            """;
    private static final String OF_A_SECRET =
            """
            "paramRef": {"name": "hidden", "namespace": "default",
                         "parameterNotFoundAction": "Deny"},
            "validationActions": ["Deny"]
            """;

    private Api bob;

    /// Bob may write policies and enter the workspace, and nothing else.
    @BeforeEach
    void letBobWritePolicies() {
        grant(
                "policies",
                """
                {"apiGroups": ["admissionregistration.k8s.io"], "resources": ["*"], "verbs": ["*"]},
                {"nonResourceURLs": ["/"], "verbs": ["access"]}
                """);
        bob = plane.user("bob").in(workspace.path());
        await().until(() -> bob.get(VALIDATING).status() == 200);
    }

    private void grant(String name, String rules) {
        api.post(
                        RBAC + "clusterroles",
                        "{\"metadata\": {\"name\": \"%s\"}, \"rules\": [%s]}"
                                .formatted(name, rules))
                .expect(201);
        api.post(
                        RBAC + "clusterrolebindings",
                        """
                        {"metadata": {"name": "%s"}, "subjects": [{"kind": "User", "name": "bob",
                           "apiGroup": "rbac.authorization.k8s.io"}],
                         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                           "name": "%s"}}
                        """
                                .formatted(name, name))
                .expect(201);
    }

    @Test
    void aPolicyOfWhatItsAuthorMayNotReadIsRefused() {
        var refused = bob.post(VALIDATING, policy("spy", READS_SECRETS)).expect(422);

        assertThat(refused.text("/details/causes/0/field")).isEqualTo("spec.paramKind");
        assertThat(refused.text("/message"))
                .contains(
                        "user \"bob\" must have \"get\" permission on all objects of the referenced"
                                + " paramKind (kind=Secret, apiVersion=v1)");
    }

    @Test
    void aBindingToWhatItsAuthorMayNotReadIsRefused() {
        api.post(VALIDATING, policy("spy", READS_SECRETS)).expect(201);

        var refused = bob.post(BINDINGS, binding("spy", OF_A_SECRET)).expect(422);

        assertThat(refused.text("/details/causes/0/field")).isEqualTo("spec.paramRef");
        assertThat(refused.text("/message"))
                .contains(
                        "user \"bob\" does not have \"get\" permission on the object referenced by"
                                + " paramRef");
    }

    @Test
    void whoMayReadTheParametersMayUseThem() {
        grant(
                "secrets",
                """
                {"apiGroups": [""], "resources": ["secrets"], "verbs": ["get"]}
                """);
        await().until(() -> bob.get("/api/v1/namespaces/default/secrets/x").status() == 404);

        bob.post(VALIDATING, policy("open", READS_SECRETS)).expect(201);
        bob.post(BINDINGS, binding("open", OF_A_SECRET)).expect(201);
    }

    @Test
    void parametersOfAKindNobodyServesNeedTheRightToReadEverything() {
        bob.post(
                        VALIDATING,
                        policy("strange", READS_SECRETS.replace("\"Secret\"", "\"NoSuchKind\"")))
                .expect(422);
    }
}
