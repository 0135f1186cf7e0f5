package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.machinery.codec.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// OpenAPI documents of surfaces, rendered when somebody asks.
///
/// Documents are kept by what they are made of, so clusters that differ in one group share the
/// documents of all others. Thread-safe.
final class OpenApiDocuments {

    /// Part of every hash: to be changed with the way documents are rendered.
    private static final String RENDERING = "1";

    private static final long KEPT_BYTES = 16L << 20;

    private final Cache<String, Document> rendered =
            Caffeine.newBuilder()
                    .maximumWeight(KEPT_BYTES)
                    .weigher((String _, Document document) -> document.size())
                    .build();

    /// The answer to `/openapi/v3`: where the document of each group version is.
    Document index(ApiSurface surface) {
        var groups = ApiGroup.of(surface);
        return surface.rendered(OpenApiDocuments.class, _ -> index(groups));
    }

    private static Document index(List<ApiGroup> groups) {
        var json = JsonNodeFactory.instance.objectNode();
        var paths = json.putObject("paths");
        for (var group : groups) {
            for (var version : group.versions()) {
                var path = path(version);
                paths.putObject(path)
                        .put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + hash(version));
            }
        }
        return Document.of(json, Document.JSON);
    }

    /// The version that a path such as `apis/apps/v1` names.
    static Optional<ApiGroup.Version> find(ApiSurface surface, String path) {
        return ApiGroup.of(surface).stream()
                .flatMap(each -> each.versions().stream())
                .filter(each -> path(each).equals(path))
                .findFirst();
    }

    /// A hash of everything the document of `version` is made of.
    static String hash(ApiGroup.Version version) {
        var content = new StringBuilder(RENDERING).append(version.groupVersion());
        version.resources()
                .forEach(each -> content.append('\n').append(each.definition().contentId()));
        return ContentHash.hex(content.toString().getBytes(StandardCharsets.UTF_8));
    }

    Document version3(ApiGroup.Version version) {
        return document(hash(version), () -> OpenApiV3.of(version));
    }

    Document version2(ApiSurface surface) {
        var content = RENDERING + "v2" + surface.contentId();
        return document(
                ContentHash.hex(content.getBytes(StandardCharsets.UTF_8)),
                () -> OpenApiV2.of(ApiGroup.of(surface)));
    }

    private Document document(String hash, Supplier<ObjectNode> render) {
        return rendered.get(hash, _ -> Document.of(Json.write(render.get()), Document.JSON, hash));
    }

    private static String path(ApiGroup.Version version) {
        var groupVersion = version.groupVersion();
        return groupVersion.group().isEmpty()
                ? "api/" + groupVersion.version()
                : "apis/" + groupVersion;
    }
}
