package dev.hanse.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The question that a webhook is asked, `admission.k8s.io AdmissionReview`.
///
/// @param uid that the answer has to repeat
record AdmissionReview(String uid, ObjectNode json) {

    static final String GROUP = "admission.k8s.io";
    static final String KIND = "AdmissionReview";

    /// @param reviewVersion `v1` or `v1beta1`
    /// @param version at which the webhook sees the objects
    /// @param object null for deletions
    /// @param old null for creations
    static AdmissionReview of(
            String reviewVersion,
            AdmissionRequest request,
            String version,
            @Nullable JsonNode object,
            @Nullable JsonNode old) {
        var uid = UUID.randomUUID().toString();
        var review = JsonNodeFactory.instance.objectNode();
        review.put("kind", KIND).put("apiVersion", GROUP + "/" + reviewVersion);
        var asked = review.putObject("request");
        asked.put("uid", uid);
        asked.setAll(description(request, version));
        // In the order of Go's type, which is the order in which people are used to read it.
        var options = asked.remove("options");
        var dryRun = asked.remove("dryRun");
        asked.set("object", object);
        asked.set("oldObject", old);
        asked.set("dryRun", dryRun);
        asked.set("options", options);
        return new AdmissionReview(uid, review);
    }

    /// The request without its objects.
    static ObjectNode description(AdmissionRequest request, String version) {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("kind", kind(request, version));
        json.set("resource", resource(request, version));
        putUnlessEmpty(json, "subResource", request.subresource());
        json.set("requestKind", kind(request, request.version()));
        json.set("requestResource", resource(request, request.version()));
        putUnlessEmpty(json, "requestSubResource", request.subresource());
        putUnlessEmpty(json, "name", request.name());
        putUnlessEmpty(json, "namespace", namespace(request));
        json.put("operation", request.operation().name());
        json.set("userInfo", user(request.context().user()));
        json.put("dryRun", request.dryRun());
        json.set("options", request.options());
        return json;
    }

    private static ObjectNode kind(AdmissionRequest request, String version) {
        var handler = request.resource().strategy().subresources().get(request.subresource());
        GroupVersionKind kind =
                handler == null ? request.resource().kindAt(version) : handler.kind();
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }

    private static ObjectNode resource(AdmissionRequest request, String version) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("group", request.resource().group())
                .put("version", version)
                .put("resource", request.resource().names().plural());
    }

    /// In Kubernetes a namespace is in itself.
    private static String namespace(AdmissionRequest request) {
        var resource = request.resource().groupResource();
        return resource.group().isEmpty() && resource.resource().equals("namespaces")
                ? request.name()
                : request.namespace();
    }

    private static ObjectNode user(User user) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("username", user.name());
        putUnlessEmpty(json, "uid", user.uid());
        if (!user.groups().isEmpty()) {
            var groups = json.putArray("groups");
            user.groups().forEach(groups::add);
        }
        if (!user.extra().isEmpty()) {
            var extra = json.putObject("extra");
            user.extra().forEach((key, values) -> values.forEach(extra.withArray(key)::add));
        }
        return json;
    }

    private static void putUnlessEmpty(ObjectNode json, String field, String value) {
        if (!value.isEmpty()) {
            json.put(field, value);
        }
    }
}
