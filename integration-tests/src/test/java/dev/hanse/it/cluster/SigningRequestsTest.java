package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.SigningRequests;
import org.junit.jupiter.api.Test;

/// CertificateSigningRequests: who may decide about them, and that a decision stays one.
class SigningRequestsTest extends PlainClusterTest {

    private static final String REQUESTS =
            "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    private static final String RBAC = "/apis/rbac.authorization.k8s.io/v1/";
    private static final String APPROVED =
            """
            {"status": {"conditions": [
              {"type": "Approved", "status": "True", "reason": "Known", "message": "by hand"}]}}
            """;

    private Answer ask(String name, String signer, String request) {
        return create(
                REQUESTS,
                """
                {"metadata": {"name": "%s"}, "spec": {"request": "%s", "signerName": "%s",
                 "usages": ["client auth"]}}
                """
                        .formatted(name, request, signer));
    }

    /// Lets `user` write the subresources, and use `verb` on the signers of `names`.
    private void allow(String user, String verb, String names) {
        create(
                        RBAC + "clusterroles",
                        """
                        {"metadata": {"name": "%1$s"}, "rules": [
                          {"apiGroups": ["certificates.k8s.io"], "verbs": ["update", "patch"],
                           "resources": ["certificatesigningrequests/approval",
                             "certificatesigningrequests/status"]},
                          {"apiGroups": ["certificates.k8s.io"], "resources": ["signers"],
                           "resourceNames": ["%3$s"], "verbs": ["%2$s"]}]}
                        """
                                .formatted(user, verb, names))
                .expect(201);
        create(
                        RBAC + "clusterrolebindings",
                        """
                        {"metadata": {"name": "%1$s"},
                         "roleRef": {"apiGroup": "rbac.authorization.k8s.io",
                          "kind": "ClusterRole", "name": "%1$s"},
                         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User",
                          "name": "%1$s"}]}
                        """
                                .formatted(user))
                .expect(201);
    }

    private Answer patchAs(String user, String path, String patch) {
        return api().send(
                        "PATCH",
                        REQUESTS + path,
                        patch,
                        "Content-Type",
                        "application/merge-patch+json",
                        "Impersonate-User",
                        user);
    }

    @Test
    void approvalTakesAVerbOnTheSigner() {
        ask("mine", "harbour.example/pilots", SigningRequests.OF_A_PILOT).expect(201);
        allow("other-approver", "approve", "elsewhere.example/*");
        allow("approver", "approve", "harbour.example/*");

        assertThat(
                        patchAs("other-approver", "/mine/approval", APPROVED)
                                .expect(403)
                                .text("/message"))
                .isEqualTo(
                        "certificatesigningrequests.certificates.k8s.io \"mine\" is forbidden: user"
                                + " not permitted to approve requests with signerName"
                                + " \"harbour.example/pilots\"");
        var approved = patchAs("approver", "/mine/approval", APPROVED).expect(200);
        assertThat(approved.text("/status/conditions/0/lastUpdateTime")).endsWith("Z");
        assertThat(approved.text("/status/conditions/0/lastTransitionTime")).endsWith("Z");
    }

    @Test
    void signingTakesAnotherVerb() {
        ask("signed", "ships.example/crew", SigningRequests.OF_A_PILOT).expect(201);
        allow("crew-approver", "approve", "ships.example/crew");
        allow("crew-signer", "sign", "ships.example/crew");
        var failed =
                """
                {"status": {"conditions": [
                  {"type": "Failed", "status": "True", "reason": "SignerValidationFailure"}]}}
                """;

        assertThat(patchAs("crew-approver", "/signed/status", failed).expect(403).text("/message"))
                .endsWith(
                        "user not permitted to sign requests with signerName"
                                + " \"ships.example/crew\"");
        patchAs("crew-signer", "/signed/status", failed).expect(200);
    }

    @Test
    void decisionsAreMadeOnceAndThroughApprovalOnly() {
        ask("decided", "harbour.example/pilots", SigningRequests.OF_A_PILOT).expect(201);

        assertThat(
                        api().mergePatch(REQUESTS + "/decided/status", APPROVED)
                                .expect(422)
                                .text("/message"))
                .endsWith(
                        "status.conditions: Forbidden: updates may not add a condition of type"
                                + " \"Approved\"");
        api().mergePatch(REQUESTS + "/decided/approval", APPROVED).expect(200);
        var nothing = "{\"status\": {\"conditions\": []}}";
        assertThat(
                        api().mergePatch(REQUESTS + "/decided/approval", nothing)
                                .expect(422)
                                .text("/message"))
                .endsWith("updates may not remove a condition of type \"Approved\"");
        assertThat(
                        api().mergePatch(
                                        REQUESTS + "/decided/approval",
                                        APPROVED.replace(
                                                "[",
                                                "[{\"type\": \"Denied\", \"status\": \"True\"}, "))
                                .expect(422)
                                .text("/message"))
                .contains("Approved and Denied conditions are mutually exclusive");
    }

    @Test
    void aCertificateIsOneAndStays() {
        ask("issued", "harbour.example/pilots", SigningRequests.OF_A_PILOT).expect(201);

        assertThat(
                        api().mergePatch(
                                        REQUESTS + "/issued/status",
                                        "{\"status\": {\"certificate\": \"QUJD\"}}")
                                .expect(422)
                                .text("/message"))
                .endsWith(
                        "status.certificate: Invalid value: \"<certificate data>\": must contain at"
                                + " least one CERTIFICATE PEM block");
    }

    @Test
    void requestsAreCheckedBeforeTheyAreTaken() {
        assertThat(ask("no-pem", "a.example/b", "QUJD").expect(422).text("/message"))
                .endsWith("PEM block type must be CERTIFICATE REQUEST");
        assertThat(
                        ask(
                                        "master",
                                        "kubernetes.io/kube-apiserver-client",
                                        SigningRequests.OF_A_MASTER)
                                .expect(403)
                                .text("/message"))
                .endsWith(
                        "use of kubernetes.io/kube-apiserver-client signer with system:masters"
                                + " group is not allowed");
        assertThat(
                        ask("old", "kubernetes.io/legacy-unknown", SigningRequests.OF_A_PILOT)
                                .expect(422)
                                .text("/message"))
                .endsWith("the legacy signerName is not allowed via this API version");
        ask("Any:Name", "a.example/b", SigningRequests.OF_A_PILOT).expect(201);
    }
}
