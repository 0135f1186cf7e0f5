package dev.hanse.apiserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.MediaRange;
import dev.hanse.kinds.protobuf.ProtobufDecoder;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.status.ApiException;
import java.util.List;

/// Request bodies as trees.
final class Bodies {
    private static final String ALWAYS_ACCEPTED = "application/json, application/yaml";

    private Bodies() {}

    /// An object, and what was odd about its text.
    ///
    /// @param problems for instance `duplicate field "spec.x"`
    record Decoded(ObjectNode object, List<String> problems) {}

    /// An object of a built-in kind, which may also come in Kubernetes' protobuf.
    static Decoded builtin(ApiRequest request) {
        return contentType(request).equals(ProtobufDecoder.MEDIA_TYPE)
                ? new Decoded(ProtobufDecoder.decode(request.body().unsafeArray()), List.of())
                : object(request, ALWAYS_ACCEPTED + ", " + ProtobufDecoder.MEDIA_TYPE);
    }

    static Decoded object(ApiRequest request) {
        return object(request, ALWAYS_ACCEPTED);
    }

    private static Decoded object(ApiRequest request, String accepted) {
        var type = contentType(request);
        var parsed =
                switch (type) {
                    case "application/json", "" ->
                            Json.parseReportingDuplicates(request.body().unsafeArray());
                    case "application/yaml" -> Yaml.parseReportingDuplicates(request.body().utf8());
                    default -> throw unsupported(type, accepted);
                };
        if (!(parsed.tree() instanceof ObjectNode object)) {
            throw ApiException.badRequest("the body of the request is not an object, or is empty");
        }
        return new Decoded(
                object,
                parsed.duplicateFields().stream()
                        .map(field -> "duplicate field \"" + field + "\"")
                        .toList());
    }

    /// A patch document, in JSON whatever the kind of patch; server-side apply may also be YAML.
    static JsonNode patch(ApiRequest request, boolean yaml) {
        return yaml ? Yaml.parse(request.body().utf8()) : Json.parse(request.body().unsafeArray());
    }

    static String contentType(ApiRequest request) {
        return MediaRange.parse(request.header("content-type")).type();
    }

    private static ApiException unsupported(String type, String accepted) {
        return ApiException.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: "
                        + accepted
                        + " (got \""
                        + type
                        + "\")");
    }
}
