package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.pki.CertificateRequest;
import dev.hanse.apiserver.pki.InvalidPemException;
import dev.hanse.apiserver.pki.Pem;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// CertificateSigningRequests: they say who asked, cannot be changed, and are approved through a
/// subresource of their own.
final class CertificateSigningRequestStrategy implements Strategy {

    private static final long SHORTEST_SECONDS = 600;
    private static final String LEGACY = "kubernetes.io/legacy-unknown";

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        var spec = object.withObject("spec");
        var user = context.user();
        spec.remove(List.of("username", "uid", "groups", "extra"));
        spec.put("username", user.name());
        if (!user.uid().isEmpty()) {
            spec.put("uid", user.uid());
        }
        user.groups().forEach(spec.withArray("groups")::add);
        user.extra()
                .forEach(
                        (key, values) ->
                                values.forEach(spec.withObject("extra").withArray(key)::add));
        object.remove("status");
    }

    @Override
    public void prepareForUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        object.set("spec", old.path("spec").deepCopy());
    }

    @Override
    public void prepareForStatusUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        var conditions = conditions(object);
        SigningConditions.keepDecisions(conditions, conditions(old));
        SigningConditions.fillTimes(conditions, conditions(old), context.received());
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        problem(spec.path("request").asText())
                .ifPresent(
                        each ->
                                checks.add(
                                        FieldError.invalid(
                                                "spec.request", spec.path("request"), each)));
        usages(spec.path("usages"), checks);
        if (spec.path("signerName").asText().equals(LEGACY)) {
            checks.add(
                    FieldError.invalid(
                            "spec.signerName",
                            spec.path("signerName"),
                            "the legacy signerName is not allowed via this API version"));
        } else if (!spec.path("signerName").asText().matches("[^/]+/.+")) {
            checks.add(
                    FieldError.invalid(
                            "spec.signerName",
                            spec.path("signerName"),
                            "must be a fully qualified domain and path of the form"
                                    + " 'example.com/signer-name'"));
        }
        var lifetime = spec.path("expirationSeconds");
        if (lifetime.isNumber() && lifetime.asLong() < SHORTEST_SECONDS) {
            checks.add(
                    FieldError.invalid(
                            "spec.expirationSeconds",
                            lifetime,
                            "may not specify a duration less than 600 seconds (10 minutes)"));
        }
        SigningConditions.check(conditions(object), checks);
        return checks.errors();
    }

    private static void usages(JsonNode usages, Checks checks) {
        if (usages.isEmpty()) {
            checks.add(FieldError.required("spec.usages", ""));
        }
        var seen = new HashSet<String>();
        for (int i = 0; i < usages.size(); i++) {
            if (!seen.add(usages.get(i).asText())) {
                checks.add(FieldError.duplicate("spec.usages[" + i + "]", usages.get(i)));
            }
        }
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var errors = new ArrayList<FieldError>();
        errors.addAll(SigningConditions.removed(conditions(object), conditions(old)));
        errors.addAll(SigningConditions.added(conditions(object), conditions(old)));
        var certificate = object.path("status").path("certificate").asText();
        var before = old.path("status").path("certificate").asText();
        if (!certificate.equals(before)) {
            if (!before.isEmpty()) {
                errors.add(
                        FieldError.forbidden(
                                "status.certificate",
                                "updates may not modify existing certificate content"));
            }
            certificateProblem(certificate)
                    .ifPresent(
                            each ->
                                    errors.add(
                                            FieldError.invalid(
                                                    "status.certificate",
                                                    "<certificate data>",
                                                    each)));
        }
        return errors;
    }

    private static JsonNode conditions(ObjectNode request) {
        return request.path("status").path("conditions");
    }

    @Override
    public Map<String, SubresourceHandler> subresources() {
        return Map.of("approval", new Approval());
    }

    /// Why `base64` is no request that its key has signed, or empty.
    private static Optional<String> problem(String base64) {
        try {
            var request = CertificateRequest.parse(Base64.getDecoder().decode(base64));
            return request.isSignedByItsKey()
                    ? Optional.empty()
                    : Optional.of("x509: signature verification failure");
        } catch (InvalidPemException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static Optional<String> certificateProblem(String base64) {
        try {
            if (!base64.isEmpty()) {
                Pem.requireCertificates(Base64.getDecoder().decode(base64));
            }
            return Optional.empty();
        } catch (InvalidPemException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// Sets the conditions that approve or deny, and labels and annotations; nothing else.
    private static final class Approval implements SubresourceHandler {

        @Override
        public GroupVersionKind kind() {
            return new GroupVersionKind("certificates.k8s.io", "v1", "CertificateSigningRequest");
        }

        @Override
        public Set<String> verbs() {
            return Set.of("get", "patch", "update");
        }

        @Override
        public void merge(RequestContext context, ObjectNode stored, ObjectNode wanted) {
            var conditions = conditions(wanted).deepCopy();
            var removed = SigningConditions.removed(conditions, conditions(stored));
            if (!removed.isEmpty()) {
                throw ApiException.invalid(
                        kind(), stored.path("metadata").path("name").asText(), removed);
            }
            SigningConditions.fillTimes(conditions, conditions(stored), context.received());
            if (conditions.isArray()) {
                stored.withObject("status").set("conditions", conditions);
            }
            takeOver(stored.withObject("metadata"), wanted.path("metadata"));
        }

        private static void takeOver(ObjectNode metadata, JsonNode wanted) {
            for (var field : List.of("labels", "annotations")) {
                var value = wanted.path(field);
                if (value.isObject()) {
                    metadata.set(field, value);
                } else {
                    metadata.remove(field);
                }
            }
        }
    }
}
