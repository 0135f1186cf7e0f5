package dev.hanse.machinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.codec.JsonOrder;
import dev.hanse.machinery.status.ApiException;

/// JSON Patch, RFC 6902, with the limits of kube-apiserver.
public final class JsonPatch {

    private static final int MAXIMUM_OPERATIONS = 10_000;

    /// How much `copy` operations may add in all; without it a short patch could grow the document
    /// exponentially.
    private static final long MAXIMUM_COPIED_BYTES = 3 * 1024 * 1024;

    private JsonNode document;
    private long copiedBytes;

    private JsonPatch(JsonNode document) {
        this.document = document;
    }

    /// The patched document; neither argument is changed.
    ///
    /// @throws ApiException 400 if `patch` is no JSON Patch, 413 if it has too many operations, 422
    ///   if an operation does not apply
    public static JsonNode apply(JsonNode document, JsonNode patch) {
        if (!patch.isArray()) {
            throw ApiException.badRequest("a JSON patch must be an array of operations");
        }
        if (patch.size() > MAXIMUM_OPERATIONS) {
            throw ApiException.tooLarge(
                    "Request entity too large: The allowed maximum operations in a JSON patch is "
                            + MAXIMUM_OPERATIONS
                            + ", got "
                            + patch.size());
        }
        for (var operation : patch) {
            if (!operation.isObject()) {
                throw ApiException.badRequest("an operation of a JSON patch must be an object");
            }
        }
        var patching = new JsonPatch(document.deepCopy());
        patch.forEach(patching::run);
        return patching.document;
    }

    private void run(JsonNode operation) {
        var name = operation.path("op").asText();
        var path = pointer(operation, "path");
        switch (name) {
            case "add" -> add(path, value(operation).deepCopy());
            case "remove" -> remove(path);
            case "replace" -> replace(path, value(operation).deepCopy());
            case "move" -> {
                var from = pointer(operation, "from");
                if (from.contains(path)) {
                    throw RejectedPatch.because(
                            "move operation would put \"" + from + "\" into itself");
                }
                if (!from.equals(path)) {
                    add(path, remove(from));
                } else {
                    find("move", from);
                }
            }
            case "copy" -> add(path, counted(find("copy", pointer(operation, "from")).deepCopy()));
            case "test" -> test(path, value(operation));
            default -> throw RejectedPatch.because("Unexpected kind: " + name);
        }
    }

    private static JsonPointer pointer(JsonNode operation, String field) {
        var text = operation.path(field);
        if (!text.isTextual()) {
            throw RejectedPatch.because("operation missing " + field + " field");
        }
        return JsonPointer.parse(text.textValue());
    }

    private static JsonNode value(JsonNode operation) {
        var value = operation.get("value");
        if (value == null) {
            throw RejectedPatch.because("operation missing value field");
        }
        return value;
    }

    private JsonNode find(String operation, JsonPointer path) {
        var found = path.in(document);
        if (found.isMissingNode()) {
            throw missing(operation, path);
        }
        return found;
    }

    private void add(JsonPointer path, JsonNode value) {
        if (path.isRoot()) {
            document = value;
            return;
        }
        switch (path.parent().in(document)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode array -> {
                int index =
                        path.last().equals("-")
                                ? array.size()
                                : JsonPointer.index(path.last(), array.size());
                if (index < 0) {
                    throw RejectedPatch.because(
                            "add operation does not apply: invalid index in path: \""
                                    + path
                                    + "\"");
                }
                array.insert(index, value);
            }
            default -> throw missing("add", path);
        }
    }

    private JsonNode remove(JsonPointer path) {
        if (path.isRoot()) {
            throw RejectedPatch.because("remove operation does not apply to the whole document");
        }
        var removed = find("remove", path);
        switch (path.parent().in(document)) {
            case ObjectNode object -> object.remove(path.last());
            case ArrayNode array -> array.remove(JsonPointer.index(path.last(), array.size() - 1));
            default -> throw missing("remove", path);
        }
        return removed;
    }

    private void replace(JsonPointer path, JsonNode value) {
        find("replace", path);
        if (path.isRoot()) {
            document = value;
            return;
        }
        switch (path.parent().in(document)) {
            case ObjectNode object -> object.set(path.last(), value);
            case ArrayNode array ->
                    array.set(JsonPointer.index(path.last(), array.size() - 1), value);
            default -> throw missing("replace", path);
        }
    }

    /// A field that is not there equals null, as kube-apiserver has it and clients rely on; RFC
    /// 6902 calls that an error.
    private void test(JsonPointer path, JsonNode value) {
        var found = path.in(document);
        boolean equal = found.isMissingNode() ? value.isNull() : JsonOrder.equal(found, value);
        if (!equal) {
            throw RejectedPatch.because("testing value " + path + " failed: test failed");
        }
    }

    private JsonNode counted(JsonNode copy) {
        copiedBytes += Json.write(copy).length;
        if (copiedBytes > MAXIMUM_COPIED_BYTES) {
            throw RejectedPatch.because(
                    "Unable to complete the copy, the accumulated size increase of copy is "
                            + copiedBytes
                            + ", exceeding the limit "
                            + MAXIMUM_COPIED_BYTES);
        }
        return copy;
    }

    private static ApiException missing(String operation, JsonPointer path) {
        return RejectedPatch.because(
                operation
                        + " operation does not apply: doc is missing path: \""
                        + path
                        + "\": missing value");
    }
}
