package dev.hanse.apiserver.discovery;

import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.machinery.status.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers everything clients ask about the API itself: `/api`, `/apis`, `/openapi` and `/version`.
///
/// Thread-safe.
public final class DiscoveryEndpoint {

    private static final String AGGREGATED = "APIGroupDiscoveryList";
    private static final String AGGREGATED_GROUP = "apidiscovery.k8s.io";

    private record Rendered(String path, boolean aggregatedAllowed) {}

    private final OpenApiDocuments openApi = new OpenApiDocuments();
    private final VersionInfo version;

    public DiscoveryEndpoint(VersionInfo version) {
        this.version = version;
    }

    /// @param path behind any cluster or view prefix
    /// @param aggregatedAllowed false for views, which answer one document per group version only
    /// @return empty when the path is none of these, or names a group or version that is not served
    public Optional<ApiResponse> handle(
            ApiRequest request, String path, ApiSurface surface, boolean aggregatedAllowed) {
        var segments = segments(path);
        if (segments.isEmpty() || !isOurs(segments)) {
            return Optional.empty();
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw ApiException.methodNotAllowed();
        }
        return switch (segments.getFirst()) {
            case "version" -> Optional.of(Document.of(version.toJson(), Document.JSON).respond());
            case "openapi" -> openApi(request, segments, surface);
            default -> discovery(request, segments, surface, aggregatedAllowed);
        };
    }

    private static boolean isOurs(List<String> segments) {
        int size = segments.size();
        return switch (segments.getFirst()) {
            case "version" -> size == 1;
            case "api" -> size <= 2;
            case "apis" -> size <= 3;
            case "openapi" ->
                    size >= 2
                            && ((segments.get(1).equals("v2") && size == 2)
                                    || segments.get(1).equals("v3"));
            default -> false;
        };
    }

    private static Optional<ApiResponse> discovery(
            ApiRequest request,
            List<String> segments,
            ApiSurface surface,
            boolean aggregatedAllowed) {
        var accepted = AcceptedTypes.of(request);
        accepted.requireJson();
        var groups = ApiGroup.of(surface);
        if (segments.size() == 1) {
            var aggregated = aggregatedAllowed ? aggregatedVersion(accepted) : "";
            if (!aggregated.isEmpty()) {
                return Optional.of(
                        aggregated(surface, groups, segments.getFirst(), aggregated)
                                .respondUnlessKnown(request, Map.of()));
            }
            if (segments.getFirst().equals("api")) {
                return Optional.of(
                        Document.of(GroupDocuments.versions(request.header("host")), Document.JSON)
                                .respond());
            }
            return Optional.of(
                    surface.rendered(
                                    new Rendered("apis", aggregatedAllowed),
                                    _ ->
                                            Document.of(
                                                    GroupDocuments.groupList(groups),
                                                    Document.JSON))
                            .respond());
        }
        boolean core = segments.getFirst().equals("api");
        return ApiGroup.find(surface, core ? "" : segments.get(1))
                .flatMap(
                        group ->
                                !core && segments.size() == 2
                                        ? Optional.of(group(surface, group))
                                        : group.version(segments.getLast())
                                                .map(
                                                        each ->
                                                                resources(
                                                                        surface,
                                                                        each,
                                                                        aggregatedAllowed)))
                .map(Document::respond);
    }

    private static Document group(ApiSurface surface, ApiGroup group) {
        return surface.rendered(
                new Rendered("apis/" + group.name(), true),
                _ -> Document.of(GroupDocuments.group(group), Document.JSON));
    }

    private static Document resources(
            ApiSurface surface, ApiGroup.Version version, boolean aggregatedAllowed) {
        var hash = aggregatedAllowed ? StorageVersionHash.CLUSTER : StorageVersionHash.VIEW;
        return surface.rendered(
                new Rendered("list/" + version.groupVersion(), aggregatedAllowed),
                _ -> Document.of(GroupDocuments.resourceList(version, hash), Document.JSON));
    }

    /// The core group is described at `/api`, all others at `/apis`.
    private static Document aggregated(
            ApiSurface surface, List<ApiGroup> groups, String root, String version) {
        boolean core = root.equals("api");
        return surface.rendered(
                new Rendered("aggregated/" + root + "/" + version, true),
                _ ->
                        Document.of(
                                AggregatedDocument.of(
                                        groups.stream()
                                                .filter(each -> each.name().isEmpty() == core)
                                                .toList(),
                                        version),
                                "application/json;g="
                                        + AGGREGATED_GROUP
                                        + ";v="
                                        + version
                                        + ";as="
                                        + AGGREGATED));
    }

    /// The version of the aggregated format that the client likes best, or the empty string when it
    /// prefers the classic documents.
    private static String aggregatedVersion(AcceptedTypes accepted) {
        for (var each : accepted.types()) {
            if (!each.includes(Document.JSON)) {
                continue;
            }
            if (!each.parameter("as").equals(AGGREGATED)) {
                return "";
            }
            var version = each.parameter("v");
            if (each.parameter("g").equals(AGGREGATED_GROUP)
                    && (version.equals("v2") || version.equals("v2beta1"))) {
                return version;
            }
        }
        return "";
    }

    private Optional<ApiResponse> openApi(
            ApiRequest request, List<String> segments, ApiSurface surface) {
        AcceptedTypes.of(request).requireJson();
        if (segments.get(1).equals("v2")) {
            return Optional.of(openApi.version2(surface).respondUnlessKnown(request, Map.of()));
        }
        if (segments.size() == 2) {
            return Optional.of(openApi.index(surface).respondUnlessKnown(request, Map.of()));
        }
        return OpenApiDocuments.find(
                        surface, String.join("/", segments.subList(2, segments.size())))
                .map(each -> versionDocument(request, each));
    }

    /// With the current hash in its URL a document never changes; with an old one, the client is
    /// sent to the current one (KEP-2896).
    private ApiResponse versionDocument(ApiRequest request, ApiGroup.Version version) {
        var current = OpenApiDocuments.hash(version);
        var asked = request.query().first("hash");
        if (asked.isEmpty()) {
            return openApi.version3(version)
                    .respondUnlessKnown(request, Map.of("Cache-Control", "no-cache, private"));
        }
        if (!asked.equals(current)) {
            return new ApiResponse.Body(
                    301,
                    Document.JSON,
                    List.of(),
                    Map.of("Location", List.of(request.path() + "?hash=" + current)));
        }
        return openApi.version3(version)
                .respondUnlessKnown(request, Map.of("Cache-Control", "public, immutable"));
    }

    private static List<String> segments(String path) {
        var trimmed = path.startsWith("/") ? path.substring(1) : path;
        if (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }
}
