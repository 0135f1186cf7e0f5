package dev.hanse.it.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingControlPlane;
import dev.hanse.it.TestingWebhook;
import org.junit.jupiter.api.Test;

/// What a provider sells is judged by the provider's webhooks, and by no others.
class ProvidersWebhooksTest extends ControlPlaneTest {

    @Override
    protected TestingControlPlane open() {
        return TestingControlPlane.onEmbeddedStore("--webhook-allowed-addresses", "127.0.0.0/8");
    }

    private static void guardDatabases(Api api, TestingWebhook webhook) {
        api.post(
                        "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
                        """
                        {"apiVersion": "admissionregistration.k8s.io/v1",
                         "kind": "ValidatingWebhookConfiguration", "metadata": {"name": "guard"},
                         "webhooks": [{
                          "name": "guard.example.com", "clientConfig": %s, "sideEffects": "None",
                          "admissionReviewVersions": ["v1"],
                          "rules": [{"operations": ["CREATE"], "apiGroups": ["*"],
                                     "apiVersions": ["*"],
                                     "resources": ["databases", "configmaps"]}]}]}
                        """
                                .formatted(webhook.clientConfig()))
                .expect(201);
    }

    @Test
    void judgeTheOrdersOfAllCustomers() {
        try (var providers =
                        TestingWebhook.responding(
                                request ->
                                        request.at("/object/spec/size").asText().equals("huge")
                                                ? TestingWebhook.denied(
                                                        "{\"message\": \"too big\"}")
                                                : TestingWebhook.allowed());
                var customers = TestingWebhook.responding(_ -> TestingWebhook.denied("{}"))) {
            var provider = Provider.open(plane, "seller", "[]");
            var consumer = Consumer.of(plane, "alice", "buyer");
            consumer.bind(provider, "[]");
            guardDatabases(provider.api(), providers);
            guardDatabases(consumer.api(), customers);

            consumer.order("fine", "small").expect(201);
            var refused = consumer.order("big", "huge").expect(400);
            provider.api()
                    .post(
                            "/api/v1/namespaces/default/configmaps",
                            "{\"metadata\": {\"name\": \"own\"}}")
                    .expect(201);
            consumer.api()
                    .post(
                            "/api/v1/namespaces/default/configmaps",
                            "{\"metadata\": {\"name\": \"own\"}}")
                    .expect(400);

            assertThat(refused.text("/message"))
                    .isEqualTo(
                            "admission webhook \"guard.example.com\" denied the request: too big");
            assertThat(
                            providers
                                    .requests()
                                    .getFirst()
                                    .at("/object/metadata/annotations")
                                    .path("kcp.io/cluster")
                                    .asText())
                    .isEqualTo(consumer.cluster());
            assertThat(customers.requests())
                    .extracting(each -> each.at("/resource/resource").asText())
                    .containsOnly("configmaps");
        }
    }
}
