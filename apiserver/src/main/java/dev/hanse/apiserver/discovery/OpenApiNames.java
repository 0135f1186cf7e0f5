package dev.hanse.apiserver.discovery;

import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.kinds.OpenApiComponents;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;

/// What schemas and operations are called in OpenAPI documents, as Kubernetes calls them.
final class OpenApiNames {

    static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String REFERENCE = "#/components/schemas/";

    private OpenApiNames() {}

    /// `io.k8s.api.core.v1.Secret`, `org.example.v1.Widget`.
    static String schema(ServedResource resource) {
        return schema(resource, resource.kind());
    }

    static String listSchema(ServedResource resource) {
        return schema(resource, resource.listKind());
    }

    /// The types of Kubernetes itself are in Go packages. All others are called after their group,
    /// which read backwards is a package, too.
    private static String schema(ServedResource resource, GroupVersionKind kind) {
        if (resource.definition().isBuiltin()) {
            return OpenApiComponents.name(kind);
        }
        var segments = Arrays.asList(kind.group().split("\\.", -1));
        Collections.reverse(segments);
        return String.join(".", segments) + "." + kind.version() + "." + kind.kind();
    }

    static String reference(String schema) {
        return REFERENCE + schema;
    }

    static String meta(String kind) {
        return reference(META + kind);
    }

    /// `apps_v1`, `core_v1`.
    static String tag(GroupVersionKind kind) {
        return firstSegment(kind.group()) + "_" + kind.version();
    }

    /// `listCoreV1NamespacedSecret`.
    static String operation(String verb, GroupVersionKind kind, String scope, String suffix) {
        return verb
                + capital(firstSegment(kind.group()))
                + capital(kind.version())
                + scope
                + kind.kind()
                + suffix;
    }

    static String capital(String word) {
        return word.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String firstSegment(String group) {
        if (group.isEmpty()) {
            return "core";
        }
        int dot = group.indexOf('.');
        return dot < 0 ? group : group.substring(0, dot);
    }
}
