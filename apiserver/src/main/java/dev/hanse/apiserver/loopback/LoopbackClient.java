package dev.hanse.apiserver.loopback;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.AuthorizerChain;
import dev.hanse.apiserver.catalog.Catalog;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.keyspace.InvalidSegmentException;
import dev.hanse.apiserver.read.StorageErrors;
import dev.hanse.apiserver.registry.Change;
import dev.hanse.apiserver.registry.DeleteRequest;
import dev.hanse.apiserver.registry.ObjectStore;
import dev.hanse.apiserver.registry.Preconditions;
import dev.hanse.apiserver.registry.Propagation;
import dev.hanse.apiserver.registry.WriteOptions;
import dev.hanse.apiserver.registry.WriteOptions.FieldValidation;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.apiserver.request.User;
import dev.hanse.apiserver.watch.WatchQuery;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.patch.JsonPatch;
import dev.hanse.machinery.patch.MergePatch;
import dev.hanse.machinery.patch.StrategicMergePatch;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.Entry;
import dev.hanse.storage.StorageException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Kubernetes' verbs in-process, under one identity: authorization, admission and validation as
/// over HTTP, without encoding and decoding. Thread-safe.
public final class LoopbackClient implements ObjectClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PAGE = 500;

    private final User user;
    private final AuthorizerChain authorizer;
    private final Catalog catalog;
    private final ObjectStore store;
    private final Clock clock;

    public LoopbackClient(
            User user,
            AuthorizerChain authorizer,
            Catalog catalog,
            ObjectStore store,
            Clock clock) {
        this.user = user;
        this.authorizer = authorizer;
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
    }

    @Override
    public KubeObject get(ResourceScope scope, String name) {
        return call(
                scope,
                "get",
                name,
                "",
                call ->
                        object(
                                call,
                                store.reads()
                                        .get(call.served().definition(), call.key(name), "")
                                        .orElseThrow(
                                                () ->
                                                        ApiException.notFound(
                                                                call.served()
                                                                        .definition()
                                                                        .groupResource(),
                                                                name))));
    }

    @Override
    public ObjectList list(ResourceScope scope, ListOptions options) {
        return call(scope, "list", "", "", call -> call.listAll(options, PAGE));
    }

    @Override
    public Watch watch(
            ResourceScope scope, ListOptions options, String resourceVersion, WatchHandler events) {
        return call(
                scope,
                "watch",
                "",
                "",
                call ->
                        LoopbackWatch.start(
                                call,
                                store.watch(
                                        call.range(),
                                        call.selection(options),
                                        new WatchQuery(resourceVersion, true, null, Duration.ZERO)),
                                events));
    }

    @Override
    public KubeObject create(ResourceScope scope, KubeObject object) {
        return call(
                scope,
                "create",
                "",
                "",
                call ->
                        store.writes()
                                .create(
                                        call.target("", options(false, user.name())),
                                        copy(object)));
    }

    @Override
    public KubeObject update(ResourceScope scope, KubeObject object) {
        return replace(scope, object, "");
    }

    @Override
    public KubeObject updateStatus(ResourceScope scope, KubeObject object) {
        return replace(scope, object, "status");
    }

    private KubeObject replace(ResourceScope scope, KubeObject object, String subresource) {
        return change(
                scope,
                object.name(),
                "update",
                subresource,
                new Change.Replace(copy(object)),
                options(false, user.name()));
    }

    @Override
    public KubeObject patch(
            ResourceScope scope,
            String name,
            @Nullable String subresource,
            PatchType type,
            JsonNode patch) {
        return call(
                scope,
                "patch",
                name,
                subresource == null ? "" : subresource,
                call -> {
                    var schema = call.served().version().schema().root();
                    var change =
                            new Change.Patch(
                                    current ->
                                            (ObjectNode)
                                                    switch (type) {
                                                        case JSON ->
                                                                JsonPatch.apply(current, patch);
                                                        case MERGE ->
                                                                MergePatch.apply(current, patch);
                                                        case STRATEGIC_MERGE ->
                                                                StrategicMergePatch.apply(
                                                                        current, patch, schema);
                                                    });
                    return store.writes()
                            .update(
                                    call.target(
                                            subresource == null ? "" : subresource,
                                            options(false, user.name())),
                                    name,
                                    change,
                                    Preconditions.NONE)
                            .object();
                });
    }

    @Override
    public KubeObject apply(
            ResourceScope scope,
            String name,
            @Nullable String subresource,
            JsonNode configuration,
            String fieldManager,
            boolean force) {
        return change(
                scope,
                name,
                "patch",
                subresource == null ? "" : subresource,
                new Change.Apply((ObjectNode) configuration.deepCopy()),
                options(force, fieldManager));
    }

    private KubeObject change(
            ResourceScope scope,
            String name,
            String verb,
            String subresource,
            Change change,
            WriteOptions options) {
        return call(
                scope,
                verb,
                name,
                subresource,
                call ->
                        store.writes()
                                .update(
                                        call.target(subresource, options),
                                        name,
                                        change,
                                        Preconditions.NONE)
                                .object());
    }

    @Override
    public void delete(ResourceScope scope, String name, DeleteOptions options) {
        call(
                scope,
                "delete",
                name,
                "",
                call ->
                        store.writes()
                                .delete(
                                        call.target("", options(false, user.name())),
                                        name,
                                        new DeleteRequest(
                                                new Preconditions(
                                                        options.uid(), options.resourceVersion()),
                                                Propagation.of(options.propagationPolicy()),
                                                null,
                                                false)));
    }

    @Override
    public void deleteCollection(ResourceScope scope, ListOptions options) {
        call(
                scope,
                "deletecollection",
                "",
                "",
                call -> {
                    for (var object : call.listAll(options, PAGE).items()) {
                        try {
                            delete(
                                    scope.namespace(object.namespace()),
                                    object.name(),
                                    new DeleteOptions(object.uid(), "", ""));
                        } catch (ApiException e) {
                            if (!e.isNotFound() && !e.isConflict()) {
                                throw e;
                            }
                        }
                    }
                    return scope;
                });
    }

    private KubeObject object(LoopbackCall call, Entry entry) {
        return call.object(entry, entry.modRevision().value());
    }

    private interface Action<T> {
        T run(LoopbackCall call);
    }

    /// Authorizes, finds the resource, acts; storage's troubles become Statuses as over HTTP.
    private <T> T call(
            ResourceScope scope, String verb, String name, String subresource, Action<T> action) {
        var namespace = scope.namespace() == null ? "" : scope.namespace();
        var resource = scope.resource();
        var info =
                new RequestInfo(
                        verb,
                        "",
                        resource.group(),
                        resource.version(),
                        resource.resource(),
                        scope.identity(),
                        subresource,
                        namespace,
                        name,
                        "");
        var where = scope.cluster() == null ? ClusterScope.ALL : ClusterScope.of(scope.cluster());
        var context = new RequestContext(user, where, info, null, clock.instant(), TIMEOUT);
        try {
            authorizer.require(Attributes.of(user, where, info));
            return action.run(new LoopbackCall(context, served(where, info), store));
        } catch (StorageException e) {
            throw StorageErrors.toApi(e);
        } catch (InvalidSegmentException _) {
            throw ApiException.notFound(resource.groupResource(), name);
        }
    }

    private ServedResource served(ClusterScope where, RequestInfo info) {
        var found =
                where instanceof ClusterScope.One(var cluster)
                        ? catalog.surface(cluster)
                                .find(info.group(), info.version(), info.resource())
                        : catalog.acrossClusters(
                                info.group(), info.version(), info.resource(), info.identity());
        return found.orElseThrow(ApiException::noSuchPath);
    }

    private static WriteOptions options(boolean force, String fieldManager) {
        return new WriteOptions(false, fieldManager, FieldValidation.IGNORE, force);
    }

    private static ObjectNode copy(KubeObject object) {
        return object.json().deepCopy();
    }
}
