package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.SigningRequests;
import dev.hanse.it.TestingWorkspace;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What may be written through `status` and `approval` of built-in kinds.
class StatusTest extends ControlPlaneTest {

    private static final String REQUESTS =
            "/apis/certificates.k8s.io/v1/certificatesigningrequests";

    private TestingWorkspace workspace;
    private Api api;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "statuses");
        api = workspace.api();
    }

    @Test
    void takesLabelsAndAnnotationsAlong() {
        var quota = workspace.namespace("counted") + "/resourcequotas/small";
        api.post(
                        quota.substring(0, quota.lastIndexOf('/')),
                        """
                        {"metadata": {"name": "small", "annotations": {"kept": "yes"}},
                         "spec": {"hard": {"secrets": "1"}}}
                        """)
                .expect(201);

        var patched =
                api.mergePatch(
                                quota + "/status",
                                """
                                {"metadata": {"annotations": {"seen": "yes"}, "labels": {"a": "b"}},
                                 "spec": {"hard": {"secrets": "2"}}}
                                """)
                        .expect(200);

        assertThat(patched.text("/metadata/annotations/seen")).isEqualTo("yes");
        assertThat(patched.text("/metadata/annotations/kept")).isEqualTo("yes");
        assertThat(patched.text("/metadata/labels/a")).isEqualTo("b");
        assertThat(patched.text("/spec/hard/secrets")).isEqualTo("1");
    }

    @Test
    void ofAnAdmissionPolicyIsAllThatIsTaken() {
        var policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
        api.post(
                        policies,
                        """
                        {"metadata": {"name": "strict"}, "spec": {
                          "matchConstraints": {"resourceRules": [{
                            "apiGroups": ["nowhere.example.com"], "apiVersions": ["*"],
                            "operations": ["CREATE"], "resources": ["*"]}]},
                          "validations": [{"expression": "true"}]}}
                        """)
                .expect(201);

        var patched =
                api.mergePatch(
                                policies + "/strict/status",
                                """
                                {"metadata": {"annotations": {"seen": "yes"}},
                                 "status": {"observedGeneration": 1}}
                                """)
                        .expect(200);

        assertThat(patched.at("/metadata/annotations/seen").isMissingNode()).isTrue();
        assertThat(patched.at("/status/observedGeneration").asInt()).isEqualTo(1);
    }

    @Test
    void anApprovalTakesAnnotationsAlong() {
        api.post(
                        REQUESTS,
                        """
                        {"metadata": {"name": "ship"}, "spec": {
                          "request": "%s", "signerName": "example.com/harbour",
                          "usages": ["client auth"]}}
                        """
                                .formatted(SigningRequests.OF_A_PILOT))
                .expect(201);

        var approved =
                api.mergePatch(
                                REQUESTS + "/ship/approval",
                                """
                                {"metadata": {"annotations": {"approvedBy": "me"}},
                                 "status": {"certificate": "AA==", "conditions": [{
                                  "type": "Approved", "status": "True", "reason": "Known"}]}}
                                """)
                        .expect(200);

        assertThat(approved.text("/metadata/annotations/approvedBy")).isEqualTo("me");
        assertThat(approved.text("/status/conditions/0/type")).isEqualTo("Approved");
        assertThat(approved.at("/status/certificate").isMissingNode()).isTrue();
    }
}
