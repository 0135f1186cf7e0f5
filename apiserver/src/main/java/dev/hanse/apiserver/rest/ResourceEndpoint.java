package dev.hanse.apiserver.rest;

import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.read.Reads;
import dev.hanse.apiserver.registry.ObjectStore;
import dev.hanse.apiserver.registry.Scale;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.apiserver.table.IncludeObject;
import dev.hanse.apiserver.watch.WatchFrames;
import dev.hanse.machinery.selector.FieldSelector;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import java.time.Clock;
import java.util.function.Function;

/// Answers an authorized request for a resource: reads here, the rest in [WriteEndpoint].
///
/// Thread-safe: keeps no state.
public final class ResourceEndpoint {

    private final ObjectStore store;
    private final Function<ClusterName, ApiSurface> surfaces;
    private final Clock clock;
    private final WriteEndpoint writes;

    /// @param surfaces what a cluster serves at the moment
    public ResourceEndpoint(
            ObjectStore store, Function<ClusterName, ApiSurface> surfaces, Clock clock) {
        this.store = store;
        this.surfaces = surfaces;
        this.clock = clock;
        this.writes = new WriteEndpoint(store);
    }

    public ApiResponse handle(RequestContext context, ServedResource served, ApiRequest request) {
        var call = new Call(context, served, request);
        call.requireRightScope();
        var info = context.info();
        if (!info.subresource().isEmpty()) {
            return subresource(call, info.subresource());
        }
        if (!served.definition().knows(info.verb()) || isMisplaced(info)) {
            throw ApiException.methodNotAllowed();
        }
        return switch (info.verb()) {
            case "get" -> get(call);
            case "list" -> list(call);
            case "watch" -> watch(call);
            case "create" -> writes.create(call);
            case "update" -> writes.replace(call, "");
            case "patch" -> writes.patch(call, "");
            case "delete" -> writes.delete(call);
            case "deletecollection" -> writes.deleteCollection(call, range(call));
            default -> throw ApiException.methodNotAllowed();
        };
    }

    /// A collection has no method to replace or patch it as a whole, and an object none to create
    /// what it is already.
    private static boolean isMisplaced(RequestInfo info) {
        return switch (info.verb()) {
            case "update", "patch" -> info.name().isEmpty();
            case "create" -> !info.name().isEmpty();
            default -> false;
        };
    }

    private ApiResponse get(Call call) {
        var rendering = rendering(call, call.representation());
        return Responses.of(200, rendering, rendering.one(find(call)), call.context());
    }

    /// The stored object a call names, if it may be seen through the call's view.
    private Entry find(Call call) {
        var entry =
                store.reads()
                        .get(
                                call.served().definition(),
                                call.key(),
                                call.request().query().first("resourceVersion"))
                        .orElseThrow(call::notFound);
        VisibleObjects.require(store, call, entry);
        return entry;
    }

    private ApiResponse list(Call call) {
        var rendering = rendering(call, call.representation());
        var listing =
                store.reads()
                        .list(
                                range(call),
                                call.selection(store.reads().form()),
                                Parameters.list(call.request().query()));
        return Responses.parts(200, rendering, rendering.list(listing), call.context());
    }

    private ApiResponse watch(Call call) {
        var representation =
                Representation.negotiateStream(
                        call.request().headerValues("accept"), call.isBuiltin());
        var query = Parameters.watch(call.request().query());
        var resource = watched(call);
        var selection = call.selection(store.reads().form(), resource::now);
        var frames =
                new WatchFrames(
                        store.watch(range(call), selection, query),
                        new EventFrames(resource, each -> rendering(call, each, representation)),
                        query.allowBookmarks(),
                        clock,
                        query.timeout());
        return new ApiResponse.Stream(
                200, representation.streamType(), frames, Responses.warnings(call.context()));
    }

    /// Definitions of custom resources change. Those of views come from exports, whose schemas do
    /// not.
    private WatchedResource watched(Call call) {
        var info = call.context().info();
        return !call.isBuiltin()
                        && call.context().view() == null
                        && call.context().scope() instanceof ClusterScope.One(var cluster)
                ? new WatchedResource(
                        call.served(),
                        () ->
                                surfaces.apply(cluster)
                                        .find(info.group(), info.version(), info.resource()))
                : WatchedResource.fixed(call.served());
    }

    private ApiResponse subresource(Call call, String name) {
        var verb = call.context().info().verb();
        var version = call.served().version();
        if (name.equals("status") && version.hasStatus()) {
            return switch (verb) {
                case "get" -> get(call);
                case "update" -> writes.replace(call, name);
                case "patch" -> writes.patch(call, name);
                default -> throw ApiException.methodNotAllowed();
            };
        }
        var scale = version.scale();
        if (name.equals("scale") && scale != null) {
            return switch (verb) {
                case "get" -> {
                    var rendering = rendering(call, call.representation().plain());
                    var entry = find(call);
                    var object = rendering.object(entry, entry.modRevision().value());
                    yield Responses.of(
                            200, rendering, rendering.one(Scale.of(object, scale)), call.context());
                }
                case "update", "patch" -> writes.scale(call, scale);
                default -> throw ApiException.methodNotAllowed();
            };
        }
        var handler = call.served().definition().strategy().subresources().get(name);
        if (handler == null) {
            throw ApiException.noSuchPath();
        }
        if (!handler.verbs().contains(verb)) {
            throw ApiException.methodNotAllowed();
        }
        var connected = handler.connect(call.context(), call.key(), call.request());
        if (connected.isPresent()) {
            return connected.get();
        }
        return switch (verb) {
            case "create" -> {
                var rendering = rendering(call, call.representation().plain());
                var entry = find(call);
                yield writes.call(
                        call, handler, rendering.object(entry, entry.modRevision().value()));
            }
            case "get" -> {
                var rendering = rendering(call, call.representation());
                var entry = find(call);
                var own =
                        handler.get(
                                call.context(),
                                call.key(),
                                rendering.object(entry, entry.modRevision().value()));
                yield own.isEmpty()
                        ? get(call)
                        : Responses.of(200, rendering, rendering.one(own.get()), call.context());
            }
            case "update" -> writes.replace(call, name);
            case "patch" -> writes.patch(call, name);
            default -> throw ApiException.methodNotAllowed();
        };
    }

    /// The keys a collection request is about; a single one when a field selector names it.
    private Range range(Call call) {
        var fields = call.request().query().first("fieldSelector");
        var definition = call.served().definition();
        if (!fields.isEmpty()
                && call.context().scope() instanceof ClusterScope.One(var cluster)
                && (!definition.namespaced() || !call.namespace().isEmpty())) {
            var name = FieldSelector.parse(fields).exact("metadata.name");
            if (name.isPresent() && !name.get().isEmpty()) {
                return Range.key(
                        Keyspace.key(
                                call.resource(),
                                new ObjectKey(cluster, call.namespace(), name.get())));
            }
        }
        return Reads.range(definition, call.context().scope(), call.namespace());
    }

    private Rendering rendering(Call call, Representation representation) {
        return rendering(call, call.served(), representation);
    }

    private Rendering rendering(Call call, ServedResource served, Representation representation) {
        return new Rendering(
                served,
                store.reads().form(),
                representation,
                IncludeObject.parse(call.request().query().first("includeObject")));
    }
}
