package dev.hanse.apiserver.admission.matching;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.object.GroupVersionKind;

/// What is known of a write besides its objects, as in `admission.k8s.io/v1 AdmissionRequest`.
public final class RequestDescription {

    private RequestDescription() {}

    /// @param version at which the objects are seen
    public static ObjectNode of(AdmissionRequest request, String version) {
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
