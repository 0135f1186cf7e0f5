package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.kinds.OpenApiComponents;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The paths of an OpenAPI v3 document: what may be done with each resource of one group and
/// version.
///
/// `kubectl explain` finds a kind by these paths, and `kubectl --dry-run=server` and `--validate`
/// look at the parameters of the PATCH operations.
final class OpenApiPaths {

    private static final List<String> PATCHES =
            List.of(
                    "application/apply-patch+yaml",
                    "application/json-patch+json",
                    "application/merge-patch+json");
    private static final String STRATEGIC = "application/strategic-merge-patch+json";

    private final ObjectNode paths = JsonNodeFactory.instance.objectNode();
    private final OpenApiComponents components;
    private final String base;

    private OpenApiPaths(OpenApiComponents components, String base) {
        this.components = components;
        this.base = base;
    }

    static ObjectNode of(ApiGroup.Version version, OpenApiComponents components) {
        var group = version.groupVersion().group();
        var builder =
                new OpenApiPaths(
                        components,
                        (group.isEmpty() ? "/api/" : "/apis/" + group + "/") + version.name());
        builder.discovery(version);
        version.resources().forEach(builder::add);
        return builder.paths;
    }

    private void discovery(ApiGroup.Version version) {
        var path = path(base + "/");
        var operation = path.putObject("get");
        operation.put("description", "get available resources");
        operation.putArray("tags").add(OpenApiNames.tag(version.groupVersion().withKind("")));
        operation.put(
                "operationId",
                OpenApiNames.operation(
                        "get", version.groupVersion().withKind(""), "APIResources", ""));
        responds(operation, "200", "OK", OpenApiNames.meta("APIResourceList"));
    }

    private void add(ServedResource resource) {
        var definition = resource.definition();
        var plural = definition.names().plural();
        var verbs = definition.verbs();
        var collection =
                definition.namespaced()
                        ? base + "/namespaces/{namespace}/" + plural
                        : base + "/" + plural;
        if (definition.namespaced() && verbs.contains("list")) {
            operation(
                    path(base + "/" + plural),
                    "get",
                    "list",
                    resource,
                    resource.kind(),
                    "ForAllNamespaces");
        }
        var all = path(collection);
        when(verbs, "list", () -> operation(all, "get", "list", resource, resource.kind(), ""));
        when(verbs, "create", () -> operation(all, "post", "post", resource, resource.kind(), ""));
        when(
                verbs,
                "deletecollection",
                () -> operation(all, "delete", "deletecollection", resource, resource.kind(), ""));
        if (!verbs.contains("get")) {
            return;
        }
        var one = path(collection + "/{name}");
        operation(one, "get", "get", resource, resource.kind(), "");
        when(verbs, "update", () -> operation(one, "put", "put", resource, resource.kind(), ""));
        when(verbs, "patch", () -> operation(one, "patch", "patch", resource, resource.kind(), ""));
        when(
                verbs,
                "delete",
                () -> operation(one, "delete", "delete", resource, resource.kind(), ""));
        for (var each : Subresource.of(resource)) {
            var suffix = OpenApiNames.capital(each.name());
            var path = path(collection + "/{name}/" + each.name());
            var kind = each.kind();
            var some = Set.copyOf(each.verbs());
            when(some, "get", () -> operation(path, "get", "get", resource, kind, suffix));
            when(some, "create", () -> operation(path, "post", "post", resource, kind, suffix));
            when(some, "update", () -> operation(path, "put", "put", resource, kind, suffix));
            when(some, "patch", () -> operation(path, "patch", "patch", resource, kind, suffix));
        }
    }

    private static void when(Set<String> verbs, String verb, Runnable add) {
        if (verbs.contains(verb)) {
            add.run();
        }
    }

    private ObjectNode path(String path) {
        if (paths.get(path) instanceof ObjectNode known) {
            return known;
        }
        var added = paths.putObject(path);
        OpenApiParameters.ofPath(path, added.putArray("parameters"));
        return added;
    }

    private void operation(
            ObjectNode path,
            String method,
            String action,
            ServedResource resource,
            GroupVersionKind kind,
            String suffix) {
        var operation = path.putObject(method);
        operation.put("description", describe(action, kind));
        operation.put(
                "operationId",
                OpenApiNames.operation(
                        operationVerb(action),
                        resource.kind(),
                        (action.equals("deletecollection") ? "Collection" : "")
                                + (resource.definition().namespaced()
                                                && !suffix.startsWith("ForAll")
                                        ? "Namespaced"
                                        : ""),
                        suffix));
        operation.putArray("tags").add(OpenApiNames.tag(resource.kind()));
        OpenApiParameters.ofAction(action, operation.putArray("parameters"));
        var schema = schemaOf(resource, kind);
        switch (action) {
            case "post", "put" -> takes(operation, List.of("*/*"), schema);
            case "patch" -> takes(operation, patchTypes(resource), OpenApiNames.meta("Patch"));
            case "delete", "deletecollection" ->
                    takes(operation, List.of("*/*"), OpenApiNames.meta("DeleteOptions"));
            default -> {}
        }
        var answer =
                switch (action) {
                    case "list" -> OpenApiNames.reference(OpenApiNames.listSchema(resource));
                    case "delete", "deletecollection" -> OpenApiNames.meta("Status");
                    default -> schema;
                };
        responds(operation, "200", "OK", answer);
        if (action.equals("post") || action.equals("put") || action.equals("patch")) {
            responds(operation, "201", "Created", answer);
        }
        responds(operation, "401", "Unauthorized", "");
        operation.put("x-kubernetes-action", action);
        operation
                .putObject("x-kubernetes-group-version-kind")
                .put("group", kind.group())
                .put("kind", kind.kind())
                .put("version", kind.version());
    }

    private static String describe(String action, GroupVersionKind kind) {
        return switch (action) {
            case "list" -> "list or watch objects of kind " + kind.kind();
            case "post" -> "create a " + kind.kind();
            case "put" -> "replace the " + kind.kind();
            case "patch" -> "change parts of the " + kind.kind();
            case "delete" -> "delete a " + kind.kind();
            case "deletecollection" -> "delete every " + kind.kind() + " selected";
            default -> "read the " + kind.kind();
        };
    }

    private static String operationVerb(String action) {
        return switch (action) {
            case "post" -> "create";
            case "put" -> "replace";
            case "get" -> "read";
            case "deletecollection" -> "delete";
            default -> action;
        };
    }

    /// A subresource may be of another kind, such as Scale.
    private String schemaOf(ServedResource resource, GroupVersionKind kind) {
        if (kind.equals(resource.kind())) {
            return OpenApiNames.reference(OpenApiNames.schema(resource));
        }
        var name = OpenApiComponents.name(kind);
        return components.contains(name) ? OpenApiNames.reference(name) : "";
    }

    private static List<String> patchTypes(ServedResource resource) {
        // Strategic merge patches need Go types: custom resources do not take them.
        return resource.definition().isBuiltin()
                ? Stream.concat(PATCHES.stream(), Stream.of(STRATEGIC)).toList()
                : PATCHES;
    }

    private static void takes(ObjectNode operation, List<String> types, String schema) {
        var content = operation.putObject("requestBody").putObject("content");
        types.forEach(each -> schema(content.putObject(each), schema));
    }

    private static void responds(
            ObjectNode operation, String code, String description, String schema) {
        var response = operation.withObject("responses").putObject(code);
        response.put("description", description);
        if (!schema.isEmpty()) {
            schema(response.putObject("content").putObject("application/json"), schema);
        }
    }

    private static void schema(ObjectNode media, String reference) {
        var schema = media.putObject("schema");
        if (reference.isEmpty()) {
            schema.put("type", "object");
        } else {
            schema.put("$ref", reference);
        }
    }
}
