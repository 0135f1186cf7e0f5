package dev.hanse.apiserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.WriteOptions.FieldValidation;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.MediaRange;
import dev.hanse.kinds.protobuf.ProtobufDecoder;
import dev.hanse.machinery.codec.GoJsonSyntax;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.status.ApiException;
import java.util.List;

/// Request bodies as trees.
final class Bodies {

    static final String JSON = "application/json";
    static final String YAML = "application/yaml";

    private static final String DELETE_OPTIONS = "DeleteOptions";
    private static final String ALWAYS_ACCEPTED = JSON + ", " + YAML;

    /// The Go type that kinds are read with.
    private static final String TYPE_META =
            "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string"
                    + " \"json:\\\"kind,omitempty\\\"\" }";

    private Bodies() {}

    /// An object, and which of its fields were written twice.
    ///
    /// @param type what the body said it is
    record Decoded(ObjectNode object, String type, List<String> duplicates) {}

    /// An object of a built-in kind, which may also come in Kubernetes' protobuf.
    static Decoded builtin(ApiRequest request, String kind) {
        var type = contentType(request);
        if (!type.equals(ProtobufDecoder.MEDIA_TYPE)) {
            return object(request, kind, ALWAYS_ACCEPTED + ", " + ProtobufDecoder.MEDIA_TYPE);
        }
        var bytes = request.body().unsafeArray();
        try {
            return new Decoded(ProtobufDecoder.decode(bytes), type, List.of());
        } catch (ApiException e) {
            throw new BodyText(bytes, kind).unrecognized(e.status().message());
        }
    }

    static Decoded object(ApiRequest request, String kind) {
        return object(request, kind, ALWAYS_ACCEPTED);
    }

    private static Decoded object(ApiRequest request, String kind, String accepted) {
        var type = contentType(request);
        var text = new BodyText(request.body().unsafeArray(), kind);
        var parsed =
                switch (type) {
                    case JSON, "" -> json(request, text);
                    case YAML -> yaml(request, text);
                    default -> throw unsupported(accepted);
                };
        return switch (parsed.tree()) {
            case ObjectNode object -> new Decoded(object, type, parsed.duplicateFields());
            case NullNode _ -> new Decoded(JsonNodeFactory.instance.objectNode(), type, List.of());
            default ->
                    throw text.notJson(
                            "json: cannot unmarshal "
                                    + BodyKinds.goKind(parsed.tree())
                                    + " into Go value of type "
                                    + TYPE_META);
        };
    }

    private static Json.Parsed json(ApiRequest request, BodyText text) {
        try {
            return Json.parseReportingDuplicates(request.body().unsafeArray());
        } catch (ApiException e) {
            throw text.notJson(problem(request, e));
        }
    }

    private static Json.Parsed yaml(ApiRequest request, BodyText text) {
        try {
            return Yaml.parseReportingDuplicates(request.body().utf8());
        } catch (ApiException e) {
            throw text.unrecognized(e.status().message());
        }
    }

    /// What Go says of a text that is no JSON.
    private static String problem(ApiRequest request, ApiException e) {
        return GoJsonSyntax.problem(request.body().unsafeArray()).orElse(e.status().message());
    }

    /// How something is to be deleted.
    static ObjectNode deleteOptions(ApiRequest request) {
        var type = contentType(request);
        if (type.equals(ProtobufDecoder.MEDIA_TYPE) || type.equals(YAML)) {
            return builtin(request, DELETE_OPTIONS).object();
        }
        JsonNode tree;
        try {
            tree = Json.parse(request.body().unsafeArray());
        } catch (ApiException e) {
            throw ApiException.badRequest(
                    "couldn't get version/kind; json parse error: " + problem(request, e));
        }
        var kind = tree.path("kind").asText(DELETE_OPTIONS);
        if (!kind.equals(DELETE_OPTIONS)) {
            throw ApiException.badRequest(
                    "no kind \""
                            + kind
                            + "\" is registered for version \""
                            + tree.path("apiVersion").asText()
                            + "\""
                            + BodyKinds.SCHEME);
        }
        var seconds = tree.path("gracePeriodSeconds");
        if (!seconds.isMissingNode() && !seconds.isNull() && !seconds.canConvertToLong()) {
            throw ApiException.badRequest(
                    "json: cannot unmarshal "
                            + BodyKinds.goKind(seconds)
                            + " into Go struct field DeleteOptions.gracePeriodSeconds of type"
                            + " int64");
        }
        return tree instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }

    /// A patch document, in JSON whatever the kind of patch.
    ///
    /// @param prefix of what is said when it is not
    static JsonNode patch(ApiRequest request, String prefix) {
        try {
            return Json.parse(request.body().unsafeArray());
        } catch (ApiException e) {
            throw ApiException.badRequest(prefix + problem(request, e));
        }
    }

    /// The configuration of a server-side apply, which may also be YAML.
    static JsonNode configuration(ApiRequest request, FieldValidation validation) {
        var text = request.body().utf8();
        var parsed = configuration(text);
        // As a warning it would have several lines, and then Kubernetes does not send it.
        if (validation == FieldValidation.STRICT && !parsed.duplicateFields().isEmpty()) {
            throw ApiException.badRequest(
                    "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal"
                            + " errors:\n  "
                            + String.join("\n  ", Yaml.repeatedKeys(text)));
        }
        return parsed.tree();
    }

    private static Json.Parsed configuration(String text) {
        try {
            return Yaml.parseReportingDuplicates(text);
        } catch (ApiException e) {
            throw ApiException.badRequest(
                    "error decoding YAML: error converting YAML to JSON: " + e.status().message());
        }
    }

    static String contentType(ApiRequest request) {
        return MediaRange.parse(request.header("content-type")).type();
    }

    private static ApiException unsupported(String accepted) {
        return ApiException.unsupportedMediaType(
                "the body of the request was in an unknown format - accepted media types include: "
                        + accepted);
    }
}
