package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.apiserver.catalog.ApiSurface;
import java.util.List;
import java.util.TreeSet;

/// The answer to `/`: every path below which something can be found, which nobody may read unless a
/// role says so.
final class PathIndex {

    private static final List<String> ALWAYS =
            List.of(
                    "/.well-known/openid-configuration",
                    "/api",
                    "/apis",
                    "/healthz",
                    "/livez",
                    "/openapi/v2",
                    "/openapi/v3",
                    "/openid/v1/jwks",
                    "/readyz",
                    "/version");

    private PathIndex() {}

    static Document of(ApiSurface surface) {
        return surface.rendered(PathIndex.class, _ -> render(ApiGroup.of(surface)));
    }

    private static Document render(List<ApiGroup> groups) {
        var paths = new TreeSet<>(ALWAYS);
        for (var group : groups) {
            if (!group.name().isEmpty()) {
                paths.add("/apis/" + group.name());
            }
            for (var version : group.versions()) {
                paths.add("/" + OpenApiDocuments.path(version));
            }
            for (var version : group.described()) {
                paths.add("/openapi/v3/" + OpenApiDocuments.path(version));
            }
        }
        var json = JsonNodeFactory.instance.objectNode();
        var array = json.putArray("paths");
        paths.forEach(array::add);
        return Document.of(json, Document.JSON);
    }
}
