package dev.hanse.apiserver.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.apiserver.request.Route;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import dev.hanse.machinery.tenancy.ClusterName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The paths that are about the server and not about objects: health, version, token keys.
public final class ServerEndpoint {

    private static final Set<String> HEALTH = Set.of("/healthz", "/livez", "/readyz");
    private static final String HOME_CLUSTER = "authentication.kcp.io/cluster-name";

    private final Readiness readiness;
    private final JsonNode version;
    private final Map<String, ServerDocument> documents;
    private final Map<String, ServerPath> paths;
    private final @Nullable ClusterName onlyCluster;

    /// @param documents other documents, such as `/openid/v1/jwks`
    /// @param paths what extensions answer
    /// @param onlyCluster the cluster that paths without prefix mean, for a server that is one
    ///   plain cluster
    public ServerEndpoint(
            Readiness readiness,
            JsonNode version,
            List<ServerDocument> documents,
            List<ServerPath> paths,
            @Nullable ClusterName onlyCluster) {
        this.readiness = readiness;
        this.version = version;
        this.documents =
                documents.stream()
                        .collect(Collectors.toUnmodifiableMap(ServerDocument::path, it -> it));
        this.paths =
                paths.stream().collect(Collectors.toUnmodifiableMap(ServerPath::path, it -> it));
        this.onlyCluster = onlyCluster;
    }

    /// Health is told to everybody, whatever credential they show.
    public Optional<ApiResponse> withoutAuthentication(ApiRequest request, Route route) {
        if (!route.view().isEmpty() || !HEALTH.contains(health(route.path()))) {
            return Optional.empty();
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw ApiException.methodNotAllowed();
        }
        if (readiness.isReady() || health(route.path()).equals("/livez")) {
            return Optional.of(text(200, "ok"));
        }
        return Optional.of(text(500, "[-]" + readiness.waitingFor() + " not finished\n"));
    }

    private static String health(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /// The cluster a request means that names none: the only one there is, or a service account's
    /// own.
    public ClusterScope scopeWithoutPrefix(User user, RequestInfo info) {
        if (onlyCluster != null) {
            return ClusterScope.of(onlyCluster);
        }
        var home = user.extra().get(HOME_CLUSTER);
        boolean isApi = info.path().startsWith("/api") || info.path().startsWith("/openapi");
        if (isApi && home != null && home.size() == 1 && ClusterName.isValid(home.getFirst())) {
            return ClusterScope.of(new ClusterName(home.getFirst()));
        }
        return ClusterScope.NONE;
    }

    public Optional<ApiResponse> answer(RequestContext context, ApiRequest request) {
        var path = context.info().path();
        if (path.equals("/metrics")
                && context.scope() instanceof ClusterScope.One
                && onlyCluster == null) {
            throw new ApiException(
                    Status.failure(
                            501,
                            "NotImplemented",
                            "shard-level endpoint not available at workspace scope"));
        }
        var extension = paths.get(path);
        if (extension != null) {
            return Optional.of(answer(extension, context, request));
        }
        boolean isVersion = path.equals("/version") || path.equals("/version/");
        var document = documents.get(path);
        if (!isVersion && document == null) {
            return Optional.empty();
        }
        if (!request.method().equals("GET")) {
            throw ApiException.methodNotAllowed();
        }
        return Optional.of(
                document == null
                        ? ApiResponse.Body.of(200, "application/json", Json.write(version))
                        : answer(document));
    }

    private static ApiResponse answer(ServerDocument document) {
        return new ApiResponse.Body(
                200,
                document.contentType(),
                List.of(Json.write(document.content().get())),
                Map.of("Cache-Control", List.of("public, max-age=3600")));
    }

    private ApiResponse answer(ServerPath path, RequestContext context, ApiRequest request) {
        boolean atTheRoot =
                context.view() == null
                        && (onlyCluster != null || context.scope() instanceof ClusterScope.None);
        if (!atTheRoot) {
            throw ApiException.noSuchPath();
        }
        if (!request.method().equals("GET")) {
            throw ApiException.methodNotAllowed();
        }
        return path.answer(request);
    }

    private static ApiResponse text(int code, String text) {
        return ApiResponse.Body.of(
                code, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }
}
