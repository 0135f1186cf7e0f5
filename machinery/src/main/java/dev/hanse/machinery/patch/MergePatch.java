package dev.hanse.machinery.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// JSON Merge Patch, RFC 7386.
public final class MergePatch {

    private MergePatch() {}

    /// The patched document; neither argument is changed.
    public static JsonNode apply(JsonNode document, JsonNode patch) {
        if (!patch.isObject()) {
            return patch.deepCopy();
        }
        var result =
                document instanceof ObjectNode object
                        ? object.deepCopy()
                        : JsonNodeFactory.instance.objectNode();
        mergeInto(result, patch);
        return result;
    }

    private static void mergeInto(ObjectNode target, JsonNode patch) {
        for (var change : patch.properties()) {
            var name = change.getKey();
            var value = change.getValue();
            if (value.isNull()) {
                target.remove(name);
            } else if (value.isObject()) {
                mergeInto(
                        target.get(name) instanceof ObjectNode child
                                ? child
                                : target.putObject(name),
                        value);
            } else {
                target.set(name, value.deepCopy());
            }
        }
    }
}
