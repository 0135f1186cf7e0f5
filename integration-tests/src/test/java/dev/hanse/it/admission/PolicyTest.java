package dev.hanse.it.admission;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingControlPlane;
import dev.hanse.it.TestingWorkspace;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/// A workspace for every test, and policies for its config maps.
abstract class PolicyTest extends ControlPlaneTest {

    static final String CONFIGMAPS = "/api/v1/namespaces/default/configmaps";
    static final String GROUP = "/apis/admissionregistration.k8s.io/v1/";
    static final String VALIDATING = GROUP + "validatingadmissionpolicies";
    static final String MUTATING = GROUP + "mutatingadmissionpolicies";

    private static final AtomicInteger WORKSPACES = new AtomicInteger();

    TestingWorkspace workspace;
    Api api;

    @Override
    protected TestingControlPlane open() {
        return TestingControlPlane.onEmbeddedStore();
    }

    @BeforeEach
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "policies-" + WORKSPACES.incrementAndGet());
        api = workspace.api();
    }

    /// A policy for config maps.
    ///
    /// @param more of the spec, JSON without braces
    static String policy(String name, String more) {
        return """
        {"metadata": {"name": "%s"}, "spec": {
          "matchConstraints": {"resourceRules": [{
            "operations": ["CREATE", "UPDATE"], "apiGroups": [""], "apiVersions": ["v1"],
            "resources": ["configmaps"]}]},
          %s}}
        """
                .formatted(name, more);
    }

    /// @param more of the spec, JSON without braces
    static String binding(String policy, String more) {
        return """
        {"metadata": {"name": "%s-binding"}, "spec": {"policyName": "%s", %s}}
        """
                .formatted(policy, policy, more);
    }

    /// Creates a validating policy and its binding.
    void guard(String name, String spec, String bindingSpec) {
        api.post(VALIDATING, policy(name, spec)).expect(201);
        api.post(VALIDATING.replace("policies", "policybindings"), binding(name, bindingSpec))
                .expect(201);
    }

    /// Creates a mutating policy and its binding.
    void change(String name, String spec) {
        change(name, "Never", spec);
    }

    /// @param reinvocation whether it wants to see what others have made of the object
    void change(String name, String reinvocation, String spec) {
        var written = "\"reinvocationPolicy\": \"%s\", %s".formatted(reinvocation, spec);
        api.post(MUTATING, policy(name, written)).expect(201);
        api.post(
                        MUTATING.replace("policies", "policybindings"),
                        binding(name, "\"matchResources\": {}"))
                .expect(201);
    }

    static String configMap(String name, String data) {
        return """
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"}, "data": %s}
        """
                .formatted(name, data);
    }
}
