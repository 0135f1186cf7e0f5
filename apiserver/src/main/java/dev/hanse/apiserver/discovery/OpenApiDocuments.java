package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.status.ApiException;
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
    private static final String RENDERING = "3";

    private static final long KEPT_BYTES = 16L << 20;

    /// What OpenAPI documents come in.
    enum Format {
        JSON,
        PROTOBUF
    }

    private static final String PROTOBUF = "+protobuf";
    private static final String PROTOBUF_V2 =
            "application/com.github.proto-openapi.spec.v2.v1.0" + PROTOBUF;
    private static final String PROTOBUF_V3 =
            "application/com.github.proto-openapi.spec.v3.v1.0" + PROTOBUF;

    /// The format a client likes best. Kubernetes' own clients still ask for the media type with an
    /// at sign, which HTTP does not allow, and are answered with the one without.
    static Format negotiate(ApiRequest request, String version) {
        var prefix = "application/com.github.proto-openapi.spec." + version;
        var protobuf = List.of(prefix + ".v1.0" + PROTOBUF, prefix + "@v1.0" + PROTOBUF);
        for (var range : AcceptedTypes.of(request).types()) {
            if (range.includes(Document.JSON)) {
                return Format.JSON;
            }
            if (protobuf.stream().anyMatch(range::includes)) {
                return Format.PROTOBUF;
            }
        }
        throw ApiException.notAcceptable(
                "only the following media types are accepted: "
                        + Document.JSON
                        + ", "
                        + String.join(", ", protobuf));
    }

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
            for (var version : group.described()) {
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
                .flatMap(each -> each.described().stream())
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

    Document version3(ApiGroup.Version version, Format format) {
        var hash = hash(version);
        return switch (format) {
            case JSON -> json(hash, () -> OpenApiV3.of(version));
            case PROTOBUF ->
                    protobuf(
                            hash,
                            PROTOBUF_V3,
                            () -> OpenApiProtobuf.version3(OpenApiV3.of(version)));
        };
    }

    Document version2(ApiSurface surface, Format format) {
        var content = RENDERING + "v2" + surface.contentId();
        var hash = ContentHash.hex(content.getBytes(StandardCharsets.UTF_8));
        var groups = ApiGroup.of(surface);
        return switch (format) {
            case JSON -> json(hash, () -> OpenApiV2.of(groups));
            case PROTOBUF ->
                    protobuf(
                            hash,
                            PROTOBUF_V2,
                            () -> OpenApiProtobuf.version2(OpenApiV2.of(groups)));
        };
    }

    private Document json(String hash, Supplier<ObjectNode> render) {
        return rendered.get(hash, _ -> Document.of(Json.write(render.get()), Document.JSON, hash));
    }

    private Document protobuf(String hash, String contentType, Supplier<byte[]> render) {
        return rendered.get(hash + PROTOBUF, _ -> Document.of(render.get(), contentType, hash));
    }

    static String path(ApiGroup.Version version) {
        var groupVersion = version.groupVersion();
        return groupVersion.group().isEmpty()
                ? "api/" + groupVersion.version()
                : "apis/" + groupVersion;
    }
}
