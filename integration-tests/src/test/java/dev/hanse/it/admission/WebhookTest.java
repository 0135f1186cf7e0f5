package dev.hanse.it.admission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingControlPlane;
import dev.hanse.it.TestingWebhook;
import dev.hanse.it.TestingWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A workspace for every test, and webhooks that are closed after it.
abstract class WebhookTest extends ControlPlaneTest {

    static final String CONFIGMAPS = "/api/v1/namespaces/default/configmaps";
    static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
    static final String MUTATING = GROUP + "mutatingwebhookconfigurations";
    static final String VALIDATING = GROUP + "validatingwebhookconfigurations";

    private static final AtomicInteger WORKSPACES = new AtomicInteger();
    private final List<TestingWebhook> started = new ArrayList<>();

    TestingWorkspace workspace;
    Api api;

    @Override
    protected TestingControlPlane open() {
        return TestingControlPlane.onEmbeddedStore("--webhook-allowed-addresses", "127.0.0.0/8");
    }

    @BeforeEach
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "hooks-" + WORKSPACES.incrementAndGet());
        api = workspace.api();
    }

    @AfterEach
    void closeWebhooks() {
        started.forEach(TestingWebhook::close);
        started.clear();
    }

    TestingWebhook closedAfter(TestingWebhook webhook) {
        started.add(webhook);
        return webhook;
    }

    /// Configures one webhook for config maps.
    ///
    /// @param resource `MUTATING` or `VALIDATING`
    /// @param more fields of the webhook, JSON without braces; they win over the usual ones
    void configure(String resource, String name, TestingWebhook webhook, String more) {
        api.post(resource, configuration(resource, name, webhook.clientConfig(), more)).expect(201);
    }

    static String configuration(String resource, String name, String clientConfig, String more) {
        var kind =
                resource.equals(MUTATING)
                        ? "MutatingWebhookConfiguration"
                        : "ValidatingWebhookConfiguration";
        var webhook =
                (ObjectNode)
                        Answer.parse(
                                """
                                {"name": "%s.example.com", "clientConfig": %s,
                                 "admissionReviewVersions": ["v1"], "sideEffects": "None",
                                 "rules": [{"operations": ["*"], "apiGroups": [""],
                                            "apiVersions": ["v1"], "resources": ["configmaps"]}]}
                                """
                                        .formatted(name, clientConfig));
        webhook.setAll((ObjectNode) Answer.parse("{" + more + "}"));
        return """
        {"apiVersion": "admissionregistration.k8s.io/v1", "kind": "%s",
         "metadata": {"name": "%s"}, "webhooks": [%s]}
        """
                .formatted(kind, name, webhook);
    }

    static String configMap(String name, String data) {
        return """
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"}, "data": %s}
        """
                .formatted(name, data);
    }
}
