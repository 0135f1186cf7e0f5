package dev.hanse.apiserver.request;

import dev.hanse.machinery.object.GroupVersion;
import java.util.List;
import java.util.Set;

/// What a path and a method ask for, by the rules of k8s.io/apiserver
/// pkg/endpoints/request/requestinfo.go.
///
/// @param resource plural name, or the empty string when this is not a request for a resource
/// @param identity hash after `resource:` of a wildcard request to a bound API, else empty
/// @param verb a Kubernetes verb; the lower-case method for other requests
/// @param path the path behind any cluster or view prefix
/// @param fieldName the name a `metadata.name=` field selector pins a collection request to, or
///   empty; counts as the name for authorization
public record RequestInfo(
        String verb,
        String path,
        String group,
        String version,
        String resource,
        String identity,
        String subresource,
        String namespace,
        String name,
        String fieldName) {

    private static final Set<String> NAMESPACE_SUBRESOURCES = Set.of("status", "finalize");

    public boolean isResource() {
        return !resource.isEmpty();
    }

    /// The name authorization is asked about.
    public String authorizedName() {
        return name.isEmpty() ? fieldName : name;
    }

    /// Whether the path is that of a group version, or of something in it.
    public boolean isBelow(GroupVersion version) {
        var prefix = version.group().isEmpty() ? "/api/" + version : "/apis/" + version;
        return path.equals(prefix) || path.startsWith(prefix + "/");
    }

    /// Reads method, path and query; never fails: what is not a resource path is a non-resource
    /// request.
    public static RequestInfo parse(String method, String path, Query query) {
        var none =
                new RequestInfo(
                        method.toLowerCase(java.util.Locale.ROOT),
                        path,
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "");
        var parts = split(path);
        if (parts.size() < 3) {
            return none;
        }
        boolean core = parts.getFirst().equals("api");
        if (!core && (!parts.getFirst().equals("apis") || parts.size() < 4)) {
            return none;
        }
        var group = core ? "" : parts.get(1);
        var version = core ? parts.get(1) : parts.get(2);
        var rest = parts.subList(core ? 2 : 3, parts.size());
        var verb = verbOf(method);
        // The deprecated /watch/ prefix; the method must be GET.
        boolean watchPrefix = rest.getFirst().equals("watch") && rest.size() > 1;
        if (watchPrefix) {
            verb = "watch";
            rest = rest.subList(1, rest.size());
        }
        var namespace = "";
        if (rest.getFirst().equals("namespaces") && rest.size() > 1) {
            namespace = rest.get(1);
            if (rest.size() > 2 && !NAMESPACE_SUBRESOURCES.contains(rest.get(2))) {
                rest = rest.subList(2, rest.size());
            }
        }
        var resource = rest.getFirst();
        var name = rest.size() > 1 ? rest.get(1) : "";
        var subresource = rest.size() > 2 ? rest.get(2) : "";
        var fieldName = "";
        if (name.isEmpty()) {
            if (verb.equals("get")) {
                verb = query.isTrue("watch") ? "watch" : "list";
            } else if (verb.equals("delete")) {
                verb = "deletecollection";
            }
            fieldName = exactName(query.first("fieldSelector"));
        }
        var identity = "";
        int colon = resource.indexOf(':');
        if (colon > 0) {
            identity = resource.substring(colon + 1);
            resource = resource.substring(0, colon);
        }
        return new RequestInfo(
                verb,
                path,
                group,
                version,
                resource,
                identity,
                subresource,
                namespace,
                name,
                fieldName);
    }

    private static List<String> split(String path) {
        var trimmed = path.startsWith("/") ? path.substring(1) : path;
        if (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }

    /// Empty for methods that mean nothing for resources; no rule allows that verb but `*`.
    private static String verbOf(String method) {
        return switch (method) {
            case "GET", "HEAD" -> "get";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> "delete";
            default -> "";
        };
    }

    private static String exactName(String fieldSelector) {
        for (var term : fieldSelector.split(",", -1)) {
            if (term.startsWith("metadata.name=")) {
                var value = term.substring("metadata.name=".length());
                return value.startsWith("=") ? value.substring(1) : value;
            }
        }
        return "";
    }
}
