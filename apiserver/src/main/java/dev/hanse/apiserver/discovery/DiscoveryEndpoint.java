package dev.hanse.apiserver.discovery;

import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.rest.Representation;
import dev.hanse.apiserver.rest.Representation.Format;
import dev.hanse.machinery.status.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers everything clients ask about the API itself: `/`, `/api`, `/apis`, `/openapi` and
/// `/version`.
///
/// Thread-safe.
public final class DiscoveryEndpoint {

    private static final Duration FOREVER = Duration.ofDays(365);

    private record Rendered(String path, boolean aggregatedAllowed) {}

    private final OpenApiDocuments openApi = new OpenApiDocuments();
    private final VersionInfo version;
    private final Clock clock;

    public DiscoveryEndpoint(VersionInfo version, Clock clock) {
        this.version = version;
        this.clock = clock;
    }

    /// @param path behind any cluster or view prefix
    /// @param aggregatedAllowed false for views, which answer one document per group version only
    /// @return empty when the path is none of these, or names a group or version that is not served
    public Optional<ApiResponse> handle(
            ApiRequest request, String path, ApiSurface surface, boolean aggregatedAllowed) {
        var segments = segments(path);
        boolean isIndex = segments.isEmpty() && aggregatedAllowed;
        if (!isIndex && (segments.isEmpty() || !isOurs(segments))) {
            return Optional.empty();
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw ApiException.methodNotAllowed();
        }
        if (isIndex) {
            return Optional.of(PathIndex.of(surface).respond());
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
        var groups = ApiGroup.of(surface);
        if (segments.size() == 1) {
            var aggregated =
                    aggregatedAllowed ? aggregatedFormat(request) : Optional.<Format>empty();
            if (aggregated.isPresent()) {
                return Optional.of(
                        aggregated(surface, groups, segments.getFirst())
                                .in(aggregated.get())
                                .respondUnlessKnown(request, Map.of()));
            }
            var document =
                    segments.getFirst().equals("api")
                            ? Document.of(
                                    GroupDocuments.versions(request.header("host")), Document.JSON)
                            : groupList(surface, groups, aggregatedAllowed);
            return Optional.of(document.in(format(request)).respond());
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
                .map(document -> document.in(format(request)).respond());
    }

    private static Format format(ApiRequest request) {
        return Representation.negotiateFormat(request.headerValues("accept"));
    }

    private static Document groupList(
            ApiSurface surface, List<ApiGroup> groups, boolean aggregatedAllowed) {
        return surface.rendered(
                new Rendered("apis", aggregatedAllowed),
                _ -> Document.of(GroupDocuments.groupList(groups), Document.JSON));
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
    private static Document aggregated(ApiSurface surface, List<ApiGroup> groups, String root) {
        boolean core = root.equals("api");
        return surface.rendered(
                new Rendered("aggregated/" + root, true),
                _ ->
                        Document.of(
                                AggregatedDocument.of(
                                        groups.stream()
                                                .filter(each -> each.name().isEmpty() == core)
                                                .toList()),
                                "application/json;g="
                                        + AggregatedDocument.GROUP
                                        + ";v="
                                        + AggregatedDocument.VERSION
                                        + ";as="
                                        + AggregatedDocument.KIND));
    }

    /// The format in which the client would take the aggregated document; empty when it names the
    /// classic documents only. Who names both gets the aggregated one, in whatever order.
    private static Optional<Format> aggregatedFormat(ApiRequest request) {
        return AcceptedTypes.of(request).types().stream()
                .filter(
                        each ->
                                each.parameter("as").equals(AggregatedDocument.KIND)
                                        && each.parameter("g").equals(AggregatedDocument.GROUP)
                                        && each.parameter("v").equals(AggregatedDocument.VERSION))
                .flatMap(
                        each ->
                                Arrays.stream(Format.values())
                                        .filter(format -> each.includes(format.mediaType())))
                .findFirst();
    }

    private Optional<ApiResponse> openApi(
            ApiRequest request, List<String> segments, ApiSurface surface) {
        if (segments.get(1).equals("v2")) {
            var format = OpenApiDocuments.negotiate(request, "v2");
            return Optional.of(
                    openApi.version2(surface, format).respondUnlessKnown(request, Map.of()));
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
        var format = OpenApiDocuments.negotiate(request, "v3");
        var current = OpenApiDocuments.hash(version);
        var asked = request.query().first("hash");
        if (asked.isEmpty()) {
            return openApi.version3(version, format)
                    .respondUnlessKnown(request, Map.of("Cache-Control", "no-cache, private"));
        }
        if (!asked.equals(current)) {
            return new ApiResponse.Body(
                    301,
                    Document.JSON,
                    List.of(),
                    Map.of("Location", List.of(request.path() + "?hash=" + current)));
        }
        var expires =
                DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        clock.instant().plus(FOREVER).atOffset(ZoneOffset.UTC));
        return openApi.version3(version, format)
                .respondUnlessKnown(
                        request, Map.of("Cache-Control", "public, immutable", "Expires", expires));
    }

    private static List<String> segments(String path) {
        var trimmed = path.startsWith("/") ? path.substring(1) : path;
        if (trimmed.endsWith("/")) {
            trimmed = trimmed.substring(0, trimmed.length() - 1);
        }
        return trimmed.isEmpty() ? List.of() : List.of(trimmed.split("/", -1));
    }
}
