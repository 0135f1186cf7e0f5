package dev.hanse.apiserver.authz;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.pki.CertificateRequest;
import dev.hanse.apiserver.pki.InvalidPemException;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// Who may decide about certificates: whoever approves a CertificateSigningRequest, or signs it,
/// needs that verb on its signer, and nobody becomes an administrator by a certificate (Kubernetes'
/// plugins CertificateApproval, CertificateSigning and CertificateSubjectRestriction). Thread-safe.
public final class SignerCheck implements AdmissionPlugin {

    private static final GroupResource REQUESTS =
            new GroupResource("certificates.k8s.io", "certificatesigningrequests");
    private static final String CLIENTS = "kubernetes.io/kube-apiserver-client";

    private final Authorizer authorizer;

    /// @param authorizer decides about `approve` and `sign`
    public SignerCheck(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!request.resource().groupResource().equals(REQUESTS)) {
            return;
        }
        var old = request.oldObject();
        if (request.operation() == Operation.CREATE) {
            requireHarmlessSubject(request);
        } else if (request.operation() == Operation.UPDATE && old != null) {
            switch (request.subresource()) {
                case "approval" -> require(request, old, "approve");
                case "status" -> {
                    if (changesStatus(request, old)) {
                        require(request, old, "sign");
                    }
                }
                default -> {}
            }
        }
    }

    private static boolean changesStatus(AdmissionRequest request, KubeObject old) {
        var status = request.requireObject().path("status");
        return List.of("certificate", "conditions").stream()
                .anyMatch(each -> !Objects.equals(status.path(each), old.status().path(each)));
    }

    private void require(AdmissionRequest request, KubeObject old, String verb) {
        var signer = old.spec().path("signerName").asText();
        var domain = signer.substring(0, Math.max(0, signer.indexOf('/')));
        if (!isAllowed(request, verb, signer) && !isAllowed(request, verb, domain + "/*")) {
            throw forbidden(
                    request,
                    "user not permitted to "
                            + verb
                            + " requests with signerName \""
                            + signer
                            + "\"");
        }
    }

    private boolean isAllowed(AdmissionRequest request, String verb, String signer) {
        return authorizer
                .authorize(
                        Attributes.resource(
                                request.context().user(),
                                ClusterScope.of(request.cluster()),
                                verb,
                                REQUESTS.group(),
                                "signers",
                                "",
                                "",
                                signer))
                .isAllowed();
    }

    private static void requireHarmlessSubject(AdmissionRequest request) {
        var spec = request.requireObject().path("spec");
        if (!spec.path("signerName").asText().equals(CLIENTS)) {
            return;
        }
        CertificateRequest asked;
        try {
            asked =
                    CertificateRequest.parse(
                            Base64.getDecoder().decode(spec.path("request").asText()));
        } catch (InvalidPemException | IllegalArgumentException e) {
            throw forbidden(request, "failed to parse CSR: " + e.getMessage());
        }
        if (asked.organizations().contains(User.MASTERS)) {
            throw forbidden(
                    request,
                    "use of " + CLIENTS + " signer with system:masters group is not allowed");
        }
    }

    private static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(REQUESTS, request.name(), why);
    }
}
