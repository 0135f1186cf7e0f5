package dev.hanse.apiserver.authz;

import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import java.util.List;

/// A denial as Kubernetes words it (k8s.io/apiserver
/// pkg/endpoints/handlers/responsewriters/errors.go).
final class AccessDenied {

    private AccessDenied() {}

    /// @param shown why, as far as the client may know; may be empty
    /// @param operatorText why, as far as anybody knows
    static ApiException of(Attributes attributes, String shown, String operatorText) {
        var text = escaped(sentence(attributes)) + (shown.isEmpty() ? "" : ": " + shown);
        var resource = new GroupResource(attributes.group(), attributes.resource());
        var message = text;
        if (!attributes.isResource()) {
            message = "forbidden: " + text;
        } else if (attributes.name().isEmpty()) {
            message = resource + " is forbidden: " + text;
        } else {
            message = resource + " \"" + attributes.name() + "\" is forbidden: " + text;
        }
        var details =
                new Status.Details(
                        attributes.isResource() ? attributes.name() : "",
                        attributes.isResource() ? attributes.group() : "",
                        attributes.resource(),
                        "",
                        List.of(),
                        0);
        return new ApiException(
                new Status(403, "Forbidden", message, details),
                operatorText.isEmpty() ? null : operatorText,
                null);
    }

    private static String sentence(Attributes attributes) {
        var start = "User \"" + attributes.user().name() + "\" cannot " + attributes.verb();
        if (!attributes.isResource()) {
            return start + " path \"" + attributes.path() + '"';
        }
        var resource =
                attributes.subresource().isEmpty()
                        ? attributes.resource()
                        : attributes.resource() + "/" + attributes.subresource();
        return start
                + " resource \""
                + resource
                + "\" in API group \""
                + attributes.group()
                + '"'
                + (attributes.namespace().isEmpty()
                        ? " at the cluster scope"
                        : " in the namespace \"" + attributes.namespace() + '"');
    }

    /// Names come from the client, and browsers show errors.
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
