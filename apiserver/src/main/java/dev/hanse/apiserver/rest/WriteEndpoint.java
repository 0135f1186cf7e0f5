package dev.hanse.apiserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.catalog.VersionDefinition;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.registry.Change;
import dev.hanse.apiserver.registry.ObjectStore;
import dev.hanse.apiserver.registry.Preconditions;
import dev.hanse.apiserver.registry.Scale;
import dev.hanse.apiserver.registry.Shape;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.registry.Writes;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.table.IncludeObject;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.patch.JsonPatch;
import dev.hanse.machinery.patch.MergePatch;
import dev.hanse.machinery.patch.StrategicMergePatch;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.storage.Range;

/// The verbs that change something, between HTTP and [Writes].
final class WriteEndpoint {

    private static final String APPLY = "application/apply-patch+yaml";
    private static final String DECODING = "error decoding patch: ";

    private final ObjectStore store;

    WriteEndpoint(ObjectStore store) {
        this.store = store;
    }

    ApiResponse create(Call call) {
        var target = call.target("");
        var object = body(call);
        var answerer = call.served().definition().strategy().answerer();
        if (answerer.isPresent()) {
            Shape.normalize(
                    call.context(), call.served(), object, target.options().fieldValidation());
            return written(
                    call,
                    201,
                    answerer.get()
                            .answer(call.context(), call.cluster(), call.namespace(), object));
        }
        return written(call, 201, store.writes().create(target, object));
    }

    ApiResponse replace(Call call, String subresource) {
        VisibleObjects.requireStored(store, call);
        return updated(
                call,
                store.writes()
                        .update(
                                call.target(subresource),
                                call.name(),
                                new Change.Replace(body(call)),
                                Preconditions.NONE));
    }

    ApiResponse patch(Call call, String subresource) {
        VisibleObjects.requireStored(store, call);
        return updated(
                call,
                store.writes()
                        .update(
                                call.target(subresource),
                                call.name(),
                                change(call),
                                Preconditions.NONE));
    }

    private Change change(Call call) {
        var type = Bodies.contentType(call.request());
        if (type.equals(APPLY)) {
            return apply(call);
        }
        return switch (type) {
            case "application/json-patch+json" -> {
                var patch = Bodies.patch(call.request(), DECODING);
                if (!patch.isArray()) {
                    throw wrongPatch(patch, "[]handlers.jsonPatchOp");
                }
                yield edit(current -> JsonPatch.apply(current, patch));
            }
            case "application/merge-patch+json" -> {
                var patch = Bodies.patch(call.request(), DECODING);
                if (!patch.isObject()) {
                    throw wrongPatch(patch, "map[string]interface {}");
                }
                yield edit(current -> MergePatch.apply(current, patch));
            }
            case "application/strategic-merge-patch+json" -> {
                if (!call.isBuiltin()) {
                    throw unsupportedPatch();
                }
                var patch = Bodies.patch(call.request(), "");
                var schema = call.served().version().schema().root();
                yield edit(
                        current ->
                                StrategicMergePatch.apply(current, requireObject(patch), schema));
            }
            default -> throw ApiException.unsupportedMediaType("415: Unsupported Media Type");
        };
    }

    private static Change apply(Call call) {
        if (call.request().query().first("fieldManager").isEmpty()) {
            throw Parameters.invalid(
                    "PatchOptions",
                    FieldError.required("fieldManager", "is required for apply patch"));
        }
        var validation = Parameters.write(call.request()).fieldValidation();
        var configuration =
                (ObjectNode) requireObject(Bodies.configuration(call.request(), validation));
        requireSameKind(call.served(), configuration);
        if (!configuration.path("metadata").path("managedFields").isEmpty()) {
            throw ApiException.badRequest("metadata.managedFields must be nil");
        }
        return new Change.Apply(configuration);
    }

    private static void requireSameKind(ServedResource served, ObjectNode configuration) {
        var wanted = served.kind();
        var apiVersion = configuration.path("apiVersion").asText();
        var kind = configuration.path("kind").asText();
        if (!apiVersion.equals(wanted.apiVersion()) || !kind.equals(wanted.kind())) {
            var groupVersion = apiVersion.contains("/") ? apiVersion : "/" + apiVersion;
            throw ApiException.badRequest(
                    "invalid object type: " + groupVersion + ", Kind=" + kind);
        }
    }

    private interface Transformation {
        JsonNode apply(ObjectNode current);
    }

    private static Change edit(Transformation transformation) {
        return new Change.Patch(
                current -> (ObjectNode) requireObject(transformation.apply(current)));
    }

    private static JsonNode requireObject(JsonNode node) {
        if (node instanceof ObjectNode) {
            return node;
        }
        throw ApiException.badRequest("the patch does not make an object");
    }

    private static ApiException wrongPatch(JsonNode patch, String type) {
        return ApiException.badRequest(
                DECODING
                        + "json: cannot unmarshal "
                        + BodyKinds.goKind(patch)
                        + " into Go value of type "
                        + type);
    }

    private static ApiException unsupportedPatch() {
        return ApiException.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include:"
                        + " application/json-patch+json, application/merge-patch+json,"
                        + " application/apply-patch+yaml");
    }

    ApiResponse scale(Call call, VersionDefinition.Scale paths) {
        VisibleObjects.requireStored(store, call);
        Change change;
        if (call.context().info().verb().equals("update")) {
            var scale = Bodies.builtin(call.request(), "Scale").object();
            change = new Change.Patch(current -> Scale.write(current, scale, paths));
        } else {
            change = new Change.Patch(current -> patchedThroughScale(call, current, paths));
        }
        var result =
                store.writes().update(call.target(""), call.name(), change, Preconditions.NONE);
        return written(call, 200, Scale.of(result.object(), paths));
    }

    /// A patch of the scale is a patch of its Scale object, whose replicas then go into the object.
    private static ObjectNode patchedThroughScale(
            Call call, ObjectNode current, VersionDefinition.Scale paths) {
        var scale = Scale.of(new KubeObject(current), paths).json().deepCopy();
        Shape.metadata(scale).remove("resourceVersion");
        var patch = Bodies.patch(call.request(), DECODING);
        var patched =
                Bodies.contentType(call.request()).equals("application/json-patch+json")
                        ? JsonPatch.apply(scale, patch)
                        : MergePatch.apply(scale, requireObject(patch));
        return Scale.write(current, patched, paths);
    }

    ApiResponse delete(Call call) {
        VisibleObjects.requireStored(store, call);
        var how = Parameters.delete(call.request());
        var deleted = store.writes().delete(call.target(""), call.name(), how);
        return deleted.gone() && !call.served().definition().strategy().answersDeletionWithObject()
                ? written(call, 200, success(call, deleted.object()))
                : written(call, how.propagation().tellsOfWaiting() ? 202 : 200, deleted.object());
    }

    /// Deletes one object after the other; one that is gone already does not matter.
    ApiResponse deleteCollection(Call call, Range range) {
        var how = Parameters.delete(call.request());
        var rendering = plain(call);
        var listing =
                store.reads()
                        .list(
                                range,
                                call.selection(store.reads().form()),
                                Parameters.list(call.request().query()));
        for (var entry : listing.entries()) {
            var key = Keyspace.parse(call.resource(), entry.key());
            var target =
                    new Writes.Target(
                            call.context(),
                            call.served(),
                            call.cluster(),
                            key.namespace(),
                            "",
                            Parameters.write(call.request()));
            try {
                store.writes().delete(target, key.name(), how);
            } catch (ApiException e) {
                if (!e.isNotFound()) {
                    throw e;
                }
            }
        }
        return Responses.parts(200, rendering, rendering.list(listing), call.context());
    }

    /// A POST to a subresource with a handler of its own.
    ApiResponse call(Call call, SubresourceHandler handler, KubeObject parent) {
        var body = Bodies.builtin(call.request(), handler.kind().kind()).object();
        return written(call, 201, handler.create(call.context(), call.key(), parent, body));
    }

    private static ObjectNode body(Call call) {
        return ObjectBody.read(call, Parameters.write(call.request()).fieldValidation());
    }

    private static KubeObject success(Call call, KubeObject deleted) {
        var definition = call.served().definition();
        var status = JsonNodeFactory.instance.objectNode();
        status.put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        var details = status.putObject("details");
        details.put("name", deleted.name());
        if (!definition.group().isEmpty()) {
            details.put("group", definition.group());
        }
        details.put("kind", definition.names().plural());
        details.put("uid", deleted.uid());
        return new KubeObject(status);
    }

    private ApiResponse updated(Call call, Writes.Updated result) {
        return written(call, result.created() ? 201 : 200, result.object());
    }

    private ApiResponse written(Call call, int code, KubeObject object) {
        var representation = call.representation();
        boolean isStatus = object.kind().equals("Status") && object.apiVersion().equals("v1");
        var rendering =
                new Rendering(
                        call.served(),
                        store.reads().form(),
                        isStatus ? representation.plain() : representation,
                        IncludeObject.parse(call.request().query().first("includeObject")));
        return Responses.of(code, rendering, rendering.one(object), call.context());
    }

    private Rendering plain(Call call) {
        return new Rendering(
                call.served(),
                store.reads().form(),
                call.representation(),
                IncludeObject.parse(call.request().query().first("includeObject")));
    }
}
