package dev.hanse.apiserver.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Shape;
import dev.hanse.apiserver.registry.WriteOptions.FieldValidation;
import dev.hanse.kinds.protobuf.ProtobufDecoder;
import dev.hanse.machinery.schema.GoTypes;
import dev.hanse.machinery.schema.StrictFields;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The object in the body of a create or an update, read as strictly as Kubernetes reads it: text,
/// kind, types, and fields that nobody knows or that are written twice.
final class ObjectBody {

    private ObjectBody() {}

    /// @throws ApiException 400 when the body is no such object, or in strict mode not exactly one
    static ObjectNode read(Call call, FieldValidation validation) {
        var served = call.served();
        var kind = served.kind().kind();
        var decoded =
                call.isBuiltin()
                        ? Bodies.builtin(call.request(), kind)
                        : Bodies.object(call.request(), kind);
        var object = decoded.object();
        var bytes = call.request().body().unsafeArray();
        BodyKinds.require(served, object, new BodyText(bytes, kind));
        if (decoded.type().equals(ProtobufDecoder.MEDIA_TYPE)) {
            return object;
        }
        if (call.isBuiltin()) {
            GoTypes.mismatch(object, served.version().schema().root())
                    .ifPresent(
                            problem -> {
                                throw ApiException.badRequest(
                                        BodyKinds.cannotBeHandled(served) + problem);
                            });
        }
        Shape.report(
                call.context(),
                validation,
                BodyKinds.cannotBeHandled(served),
                problems(call, decoded, validation));
        return object;
    }

    /// Whatever is unknown is removed on the way.
    private static List<String> problems(
            Call call, Bodies.Decoded decoded, FieldValidation validation) {
        var object = decoded.object();
        var schema = call.served().version().schema();
        var unknown = new ArrayList<>(Shape.pruneMetadata(object));
        unknown.addAll(schema.prune(object));
        boolean yaml = decoded.type().equals(Bodies.YAML);
        if (validation == FieldValidation.IGNORE
                || (unknown.isEmpty() && decoded.duplicates().isEmpty())) {
            return List.of();
        }
        if (call.isBuiltin() && !yaml) {
            return StrictFields.problems(call.request().body().unsafeArray(), schema.root());
        }
        // Kubernetes sees these fields sorted: those of YAML because it makes JSON of them first,
        // those of custom resources because it collects what was pruned.
        var metadata = unknown.stream().filter(each -> each.startsWith("metadata.")).sorted();
        var others = unknown.stream().filter(each -> !each.startsWith("metadata.")).sorted();
        var sorted =
                yaml && call.isBuiltin()
                        ? Stream.concat(others, metadata).sorted()
                        : Stream.concat(metadata, others);
        return Stream.concat(
                        decoded.duplicates().stream()
                                .map(each -> "duplicate field \"" + each + "\""),
                        sorted.map(each -> "unknown field \"" + each + "\""))
                .toList();
    }
}
