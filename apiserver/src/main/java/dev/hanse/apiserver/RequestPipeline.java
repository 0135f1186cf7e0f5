package dev.hanse.apiserver;

import dev.hanse.apiserver.authn.Authenticators;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.AuthorizerChain;
import dev.hanse.apiserver.authz.Impersonation;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.Catalog;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.discovery.DiscoveryEndpoint;
import dev.hanse.apiserver.flow.Deadlines;
import dev.hanse.apiserver.flow.FlowControl;
import dev.hanse.apiserver.flow.OverloadedException;
import dev.hanse.apiserver.keyspace.InvalidSegmentException;
import dev.hanse.apiserver.observe.ServerEndpoint;
import dev.hanse.apiserver.read.StorageErrors;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.ClusterResolver;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.apiserver.request.Route;
import dev.hanse.apiserver.request.User;
import dev.hanse.apiserver.rest.Failures;
import dev.hanse.apiserver.rest.ResourceEndpoint;
import dev.hanse.apiserver.view.View;
import dev.hanse.apiserver.view.ViewInstance;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.StorageException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to a request, in order, on one virtual thread. Each step returns what the next one
/// needs, or throws [ApiException]; only [#handle] turns that into a response.
public final class RequestPipeline {

    private static final Logger log = LoggerFactory.getLogger(RequestPipeline.class);
    private static final String OVERLOADED = "Too many requests, please try again later.\n";

    private final Deadlines deadlines;
    private final FlowControl flow;
    private final Authenticators authenticators;
    private final Impersonation impersonation;
    private final ClusterResolver clusters;
    private final AuthorizerChain authorizer;
    private final Catalog catalog;
    private final DiscoveryEndpoint discovery;
    private final ResourceEndpoint resources;
    private final ServerEndpoint server;
    private final Map<String, View> views;
    private final Clock clock;

    RequestPipeline(
            Deadlines deadlines,
            FlowControl flow,
            Authenticators authenticators,
            Impersonation impersonation,
            ClusterResolver clusters,
            AuthorizerChain authorizer,
            Catalog catalog,
            DiscoveryEndpoint discovery,
            ResourceEndpoint resources,
            ServerEndpoint server,
            List<View> views,
            Clock clock) {
        this.deadlines = deadlines;
        this.flow = flow;
        this.authenticators = authenticators;
        this.impersonation = impersonation;
        this.clusters = clusters;
        this.authorizer = authorizer;
        this.catalog = catalog;
        this.discovery = discovery;
        this.resources = resources;
        this.server = server;
        this.clock = clock;
        var byName = new HashMap<String, View>();
        views.forEach(each -> byName.put(each.name(), each));
        this.views = Map.copyOf(byName);
    }

    public ApiResponse handle(ApiRequest request) {
        try {
            return answer(request);
        } catch (ApiException e) {
            return failure(e, request);
        } catch (OverloadedException _) {
            return overloaded();
        } catch (StorageException e) {
            return failure(StorageErrors.toApi(e), request);
        } catch (InvalidSegmentException _) {
            return failure(ApiException.noSuchPath(), request);
        } catch (RuntimeException | StackOverflowError e) {
            var id = UUID.randomUUID().toString();
            log.atError()
                    .addKeyValue("requestId", id)
                    .addKeyValue("path", request.path())
                    .setCause(e)
                    .log("request failed");
            return failure(
                    ApiException.internal("see the server's log, request " + id, null), request);
        }
    }

    private ApiResponse answer(ApiRequest request) {
        var route = Route.of(request.path());
        var open = server.withoutAuthentication(request, route);
        if (open.isPresent()) {
            return open.get();
        }
        var info = RequestInfo.parse(request.method(), route.path(), request.query());
        var timeout = deadlines.of(info, request.query());
        return deadlines.within(timeout, info, () -> answer(request, route, info, timeout));
    }

    private ApiResponse answer(
            ApiRequest request, Route route, RequestInfo info, Duration timeout) {
        var user = authenticators.identify(request);
        var view = view(route, user);
        var scope = scope(route, user, info);
        if (scope instanceof ClusterScope.One(var cluster)) {
            clusters.requireActive(cluster, route.path());
        }
        user = impersonation.apply(request, user, scope);
        var context = new RequestContext(user, scope, info, view, clock.instant(), timeout);
        try (var _ = flow.enter(context)) {
            authorize(context);
            if (isElsewhere(context)) {
                return plain(503, "service unavailable\n", Map.of());
            }
            if (info.isResource()) {
                return resources.handle(context, served(context), request);
            }
            return nonResource(context, request);
        }
    }

    /// Who may see everything is told that there is no such view; to all others it is one that they
    /// may not enter.
    private @Nullable ViewInstance view(Route route, User user) {
        if (route.view().isEmpty()) {
            return null;
        }
        var view = views.get(route.view().getFirst());
        if (view == null) {
            throw user.isMaster()
                    ? ApiException.noSuchPath()
                    : ApiException.forbidden(
                            "forbidden: no virtual workspace \"" + route.view().getFirst() + "\"");
        }
        var segments = route.view().subList(1, route.view().size());
        var resolved = view.resolve(segments);
        if (resolved.isEmpty() || resolved.get().consumed() != segments.size()) {
            throw ApiException.forbidden("forbidden: workspace access not permitted");
        }
        return resolved.get().instance();
    }

    private ClusterScope scope(Route route, User user, RequestInfo info) {
        if (route.cluster() != null) {
            return clusters.resolve(route.cluster());
        }
        if (!route.view().isEmpty()) {
            return ClusterScope.NONE;
        }
        return server.scopeWithoutPrefix(user, info);
    }

    private void authorize(RequestContext context) {
        var attributes = Attributes.of(context.user(), context.scope(), context.info());
        var view = context.view();
        if (view == null || context.user().isMaster()) {
            authorizer.require(attributes);
        } else {
            authorizer.require(attributes, view.authorize(attributes));
        }
    }

    /// Whether another server answers for the path's group version. This one asks no other server.
    private boolean isElsewhere(RequestContext context) {
        if (context.view() != null || !(context.scope() instanceof ClusterScope.One(var cluster))) {
            return false;
        }
        var elsewhere = catalog.surface(cluster).elsewhere();
        return !elsewhere.isEmpty()
                && elsewhere.stream().anyMatch(each -> context.info().isBelow(each));
    }

    private ServedResource served(RequestContext context) {
        var info = context.info();
        var view = context.view();
        if (view != null) {
            return surface(view)
                    .find(info.group(), info.version(), info.resource())
                    .orElseThrow(ApiException::noSuchPath);
        }
        var found =
                switch (context.scope()) {
                    case ClusterScope.One(var cluster) ->
                            catalog.surface(cluster)
                                    .find(info.group(), info.version(), info.resource());
                    case ClusterScope.All _ -> {
                        if (!List.of("list", "watch").contains(info.verb())) {
                            throw ApiException.methodNotAllowed();
                        }
                        yield catalog.acrossClusters(
                                info.group(), info.version(), info.resource(), info.identity());
                    }
                    case ClusterScope.None _ -> throw ApiException.noSuchPath();
                };
        var served = found.orElseThrow(ApiException::noSuchPath);
        var warning = served.version().deprecationWarning();
        if (!warning.isEmpty()) {
            context.warn(warning);
        }
        return served;
    }

    private ApiResponse nonResource(RequestContext context, ApiRequest request) {
        var path = context.info().path();
        var own = server.answer(context, request);
        if (own.isPresent()) {
            return own.get();
        }
        var view = context.view();
        var surface =
                view != null
                        ? surface(view)
                        : context.scope() instanceof ClusterScope.One(var cluster)
                                ? catalog.surface(cluster)
                                : null;
        if (surface == null) {
            throw ApiException.noSuchPath();
        }
        return discovery
                .handle(request, path, surface, view == null)
                .orElseThrow(ApiException::noSuchPath);
    }

    private ApiSurface surface(ViewInstance view) {
        return catalog.shared(view.resources());
    }

    private static ApiResponse overloaded() {
        return plain(429, OVERLOADED, Map.of("Retry-After", List.of("1")));
    }

    /// As kube-apiserver says some things, which is not as a Status.
    private static ApiResponse plain(int code, String text, Map<String, List<String>> more) {
        var headers = new HashMap<>(more);
        headers.put("X-Content-Type-Options", List.of("nosniff"));
        return new ApiResponse.Body(
                code,
                "text/plain; charset=utf-8",
                List.of(text.getBytes(StandardCharsets.UTF_8)),
                headers);
    }

    private static ApiResponse failure(ApiException e, ApiRequest request) {
        var status = e.status();
        if (status.code() >= 500) {
            log.atWarn()
                    .addKeyValue("code", status.code())
                    .addKeyValue("operatorText", e.operatorText())
                    .setCause(e.getCause())
                    .log(status.message());
        }
        return Failures.answer(e, request);
    }
}
