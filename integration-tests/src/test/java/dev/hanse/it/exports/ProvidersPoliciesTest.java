package dev.hanse.it.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import org.junit.jupiter.api.Test;

/// Whose policies judge the objects of a bound API (kcp: those of the workspace of the export).
class ProvidersPoliciesTest extends ControlPlaneTest {

    private static void refuse(Api api, String name, String expression) {
        var group = "/apis/admissionregistration.k8s.io/v1/";
        api.post(
                        group + "validatingadmissionpolicies",
                        """
                        {"metadata": {"name": "%s"}, "spec": {
                          "matchConstraints": {"resourceRules": [{
                            "operations": ["CREATE"], "apiGroups": ["*"], "apiVersions": ["*"],
                            "resources": ["databases", "configmaps"]}]},
                          "validations": [{"expression": "%s", "message": "not so"}]}}
                        """
                                .formatted(name, expression))
                .expect(201);
        api.post(
                        group + "validatingadmissionpolicybindings",
                        """
                        {"metadata": {"name": "%s"}, "spec": {
                          "policyName": "%s", "validationActions": ["Deny"]}}
                        """
                                .formatted(name, name))
                .expect(201);
    }

    @Test
    void judgeTheOrdersOfAllCustomers() {
        var provider = Provider.open(plane, "policy-seller", "[]");
        var consumer = Consumer.of(plane, "alice", "policy-buyer");
        consumer.bind(provider, "[]");
        refuse(provider.api(), "huge", "!has(object.spec) || object.spec.size != 'huge'");
        refuse(consumer.api(), "everything", "false");

        consumer.order("fine", "small").expect(201);
        var refused = consumer.order("big", "huge").expect(422);
        consumer.api()
                .post(
                        "/api/v1/namespaces/default/configmaps",
                        "{\"metadata\": {\"name\": \"own\"}}")
                .expect(422);

        assertThat(refused.text("/message"))
                .endsWith(
                        "ValidatingAdmissionPolicy 'huge' with binding 'huge' denied request: not"
                                + " so");
    }
}
