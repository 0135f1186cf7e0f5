package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.registry.WriteOptions.FieldValidation;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;

/// Brings a client's object into shape: the right kind, no unknown fields, defaults filled in, at
/// the storage version; and back to the version a client wants to read.
public final class Shape {

    private Shape() {}

    /// Prunes and defaults `object`, which is at the version of `served`, in place.
    ///
    /// @throws ApiException 400 for another kind, malformed metadata, or unknown fields in strict
    ///   mode
    public static void normalize(
            RequestContext context,
            ServedResource served,
            ObjectNode object,
            FieldValidation validation) {
        requireKind(served, object);
        var malformed = MetadataRules.malformed(object);
        if (malformed != null) {
            throw ApiException.badRequest(
                    served.kind().kind()
                            + " in version \""
                            + served.version().name()
                            + "\" cannot be handled as a "
                            + served.kind().kind()
                            + ": "
                            + (served.definition().isBuiltin()
                                    ? malformed
                                    : malformed.replace("ObjectMeta.metadata.", "ObjectMeta.")));
        }
        if (!(object.get("metadata") instanceof ObjectNode)) {
            object.set("metadata", JsonNodeFactory.instance.objectNode());
        }
        var unknown = new ArrayList<>(MetadataRules.prune(object));
        unknown.addAll(served.version().schema().prune(object));
        report(
                context,
                validation,
                "",
                unknown.stream().map(f -> "unknown field \"" + f + "\"").toList());
        served.definition().strategy().afterDecoding(object);
        applyDefaults(served, object);
    }

    /// Fills in what the client left out of `object`, which is at the version of `served`.
    static void applyDefaults(ServedResource served, ObjectNode object) {
        served.version().schema().applyDefaults(object);
        served.definition().strategy().afterDefaulting(object);
    }

    /// Removes what is no metadata field, and says which that were.
    public static List<String> pruneMetadata(ObjectNode object) {
        return MetadataRules.prune(object);
    }

    /// Tells the client about fields that were dropped or doubled.
    ///
    /// @param prefix of what a client hears that wants to be refused
    public static void report(
            RequestContext context,
            FieldValidation validation,
            String prefix,
            List<String> problems) {
        if (problems.isEmpty()) {
            return;
        }
        switch (validation) {
            case IGNORE -> {}
            case WARN -> problems.forEach(context::warn);
            case STRICT ->
                    throw ApiException.badRequest(
                            prefix + "strict decoding error: " + String.join(", ", problems));
        }
    }

    /// @throws ApiException 400 when `object` says it is of another kind or version
    static void requireKind(ServedResource served, ObjectNode object) {
        var wanted = served.kind();
        var apiVersion = object.path("apiVersion").asText();
        var kind = object.path("kind").asText();
        if (apiVersion.isEmpty() && kind.isEmpty() && served.definition().isBuiltin()) {
            // Go clients may leave out what the URL says already.
            var copy = object.deepCopy();
            object.removeAll();
            object.put("apiVersion", wanted.apiVersion()).put("kind", wanted.kind());
            object.setAll(copy);
            object.put("apiVersion", wanted.apiVersion()).put("kind", wanted.kind());
            return;
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
            throw ApiException.badRequest(
                    "the kind in the data ("
                            + kind
                            + ") does not match the expected kind ("
                            + wanted.kind()
                            + ")");
        }
    }

    /// The object at the storage version; may edit and return its argument.
    public static ObjectNode toStorage(ServedResource served, ObjectNode object) {
        if (served.isStorageVersion()) {
            return object;
        }
        var definition = served.definition();
        var converted =
                definition
                        .converter()
                        .convert(object, definition.group(), definition.storageVersion());
        definition.storageVersionDefinition().schema().applyDefaults(converted);
        return converted;
    }

    public static ObjectNode metadata(ObjectNode object) {
        return (ObjectNode) object.get("metadata");
    }

    /// Sets `field` as it was in `old`, or removes it.
    static void restore(ObjectNode target, JsonNode old, String field) {
        if (old.has(field)) {
            target.set(field, old.get(field));
        } else {
            target.remove(field);
        }
    }
}
