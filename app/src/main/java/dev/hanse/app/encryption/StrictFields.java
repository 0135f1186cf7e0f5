package dev.hanse.app.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/// The fields of one object of the file. Complains with the path of the field and never with its
/// value, which may be a secret.
final class StrictFields {

    private static final Pattern STEP = Pattern.compile("[^.\\[\\]]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,16}|\\d{1,4}");

    private final JsonNode object;
    private final String path;

    /// @param path of the object, empty for the whole file
    /// @param known every field it may have
    StrictFields(JsonNode object, String path, Set<String> known) {
        if (!object.isObject()) {
            throw new InvalidEncryptionConfigException(
                    path.isEmpty() ? "not an object" : path + ": must be an object");
        }
        this.object = object;
        this.path = path;
        for (var name : (Iterable<String>) object::fieldNames) {
            if (!known.contains(name)) {
                throw new InvalidEncryptionConfigException(
                        "unknown field \"" + shown(pathOf(name)) + "\"");
            }
        }
    }

    /// A path that may have a secret in place of a name, where a line lost its beginning.
    static String shown(String path) {
        return STEP.matcher(path)
                .replaceAll(step -> WORD.matcher(step.group()).matches() ? "$0" : "REDACTED");
    }

    String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /// Null counts as left out, as in Kubernetes.
    boolean has(String name) {
        return object.hasNonNull(name);
    }

    JsonNode get(String name) {
        return object.path(name);
    }

    /// Empty when it is left out.
    String text(String name) {
        if (!has(name)) {
            return "";
        }
        return text(get(name), pathOf(name));
    }

    static String text(JsonNode value, String path) {
        if (!value.isTextual()) {
            throw new InvalidEncryptionConfigException(path + ": must be a string");
        }
        return value.textValue();
    }

    /// @param read gets each element with its path
    <T> List<T> list(String name, BiFunction<JsonNode, String, T> read) {
        if (!has(name)) {
            return List.of();
        }
        if (!get(name).isArray()) {
            throw new InvalidEncryptionConfigException(pathOf(name) + ": must be a list");
        }
        var elements = new ArrayList<T>();
        for (var element : get(name)) {
            elements.add(read.apply(element, pathOf(name) + "[" + elements.size() + "]"));
        }
        return elements;
    }
}
