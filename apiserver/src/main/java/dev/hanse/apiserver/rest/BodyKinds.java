package dev.hanse.apiserver.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.kinds.protobuf.ProtobufEncoder;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.List;

/// Whether a body is of the kind that its URL is about, in the words of Kubernetes' decoders.
final class BodyKinds {

    /// How Kubernetes' Go scheme calls itself in messages.
    static final String SCHEME = " in scheme \"pkg/runtime/scheme.go:111\"";

    private BodyKinds() {}

    /// The beginning of everything that is said about a body that cannot be decoded.
    static String cannotBeHandled(ServedResource served, String kind, String version) {
        return kind
                + " in version \""
                + version
                + "\" cannot be handled as a "
                + served.kind().kind()
                + ": ";
    }

    static String cannotBeHandled(ServedResource served) {
        return cannotBeHandled(served, served.kind().kind(), served.version().name());
    }

    /// @throws ApiException when `object` says it is of another kind or version
    static void require(ServedResource served, ObjectNode object, BodyText text) {
        requireText(object.path("apiVersion"), "apiVersion", text);
        requireText(object.path("kind"), "kind", text);
        var apiVersion = object.path("apiVersion").asText("");
        var kind = object.path("kind").asText("");
        if (apiVersion.chars().filter(c -> c == '/').count() > 1) {
            throw text.unrecognized("unexpected GroupVersion string: " + apiVersion);
        }
        if (served.definition().isBuiltin()) {
            requireBuiltin(served, apiVersion, kind);
        } else {
            requireCustom(served, object, apiVersion, kind, text);
        }
    }

    private static void requireText(JsonNode value, String field, BodyText text) {
        if (!value.isMissingNode() && !value.isNull() && !value.isTextual()) {
            throw text.notJson(
                    "json: cannot unmarshal "
                            + goKind(value)
                            + " into Go struct field ."
                            + field
                            + " of type string");
        }
    }

    static String goKind(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "bool";
            case NULL, MISSING -> "null";
        };
    }

    /// Go clients may leave out what the URL says already.
    private static void requireBuiltin(ServedResource served, String apiVersion, String kind) {
        var wanted = served.kind();
        var version = apiVersion.isEmpty() ? wanted.apiVersion() : apiVersion;
        var named = kind.isEmpty() ? wanted.kind() : kind;
        if (version.equals(wanted.apiVersion()) && named.equals(wanted.kind())) {
            return;
        }
        var shortVersion = version.substring(version.indexOf('/') + 1);
        var problem =
                isKnown(version, named)
                        ? "converting ("
                                + shortVersion
                                + "."
                                + named
                                + ") to ("
                                + goPackage(wanted)
                                + "."
                                + wanted.kind()
                                + "): unknown conversion"
                        : "no kind \""
                                + named
                                + "\" is registered for version \""
                                + version
                                + "\""
                                + SCHEME;
        throw ApiException.badRequest(cannotBeHandled(served, named, shortVersion) + problem);
    }

    private static boolean isKnown(String apiVersion, String kind) {
        var item = kind.endsWith("List") ? kind.substring(0, kind.length() - 4) : kind;
        return ProtobufEncoder.of(apiVersion, item).isPresent();
    }

    private static String goPackage(GroupVersionKind kind) {
        return kind.group().isEmpty() ? "core" : kind.group().split("\\.", 2)[0];
    }

    private static void requireCustom(
            ServedResource served,
            ObjectNode object,
            String apiVersion,
            String kind,
            BodyText text) {
        var wanted = served.kind();
        if (kind.isEmpty()) {
            throw text.unrecognized("Object 'Kind' is missing in '" + object + "'");
        }
        if (!apiVersion.equals(wanted.apiVersion())) {
            throw ApiException.badRequest(
                    "the API version in the data ("
                            + apiVersion
                            + ") does not match the expected API version ("
                            + wanted.apiVersion()
                            + ")");
        }
        if (!kind.equals(wanted.kind())) {
            throw ApiException.invalid(
                    new GroupVersionKind(wanted.group(), wanted.version(), kind),
                    object.path("metadata").path("name").asText(),
                    List.of(FieldError.invalid("kind", kind, "must be " + wanted.kind())));
        }
    }
}
