package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.status.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// CertificateSigningRequests: they say who asked, cannot be changed, and are approved through a
/// subresource of their own.
final class CertificateSigningRequestStrategy implements Strategy {

    private static final long SHORTEST_SECONDS = 600;

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
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        var spec = object.path("spec");
        if (!isRequest(spec.path("request").asText())) {
            errors.add(
                    FieldError.invalid(
                            "spec.request",
                            spec.path("request"),
                            "PEM block type must be CERTIFICATE REQUEST"));
        }
        if (spec.path("usages").isEmpty()) {
            errors.add(FieldError.required("spec.usages", ""));
        }
        if (!spec.path("signerName").asText().contains("/")) {
            errors.add(
                    FieldError.invalid(
                            "spec.signerName",
                            spec.path("signerName"),
                            "must be a fully qualified domain and path of the form"
                                    + " 'example.com/signer-name'"));
        }
        var lifetime = spec.path("expirationSeconds");
        if (lifetime.isNumber() && lifetime.asLong() < SHORTEST_SECONDS) {
            errors.add(
                    FieldError.invalid(
                            "spec.expirationSeconds",
                            lifetime,
                            "may not specify a duration less than 600 seconds (10 minutes)"));
        }
        return errors;
    }

    @Override
    public Map<String, SubresourceHandler> subresources() {
        return Map.of("approval", new Approval());
    }

    private static boolean isRequest(String base64) {
        try {
            var pem = new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
            return pem.contains("-----BEGIN CERTIFICATE REQUEST-----");
        } catch (IllegalArgumentException e) {
            return false;
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
            var conditions = wanted.path("status").path("conditions");
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
