package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.hanse.machinery.status.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// What ConfigMaps and Secrets have in common: keys that can be file names, a limited size, and
/// content that can be frozen (k8s.io/apimachinery pkg/util/validation, kubernetes/pkg/apis/core).
final class DataKeys {

    static final int MAXIMUM_BYTES = 1024 * 1024;

    private static final Pattern KEY = Pattern.compile("[-._a-zA-Z0-9]+");
    private static final int MAXIMUM_KEY = 253;

    private DataKeys() {}

    /// What is wrong with the keys of the map called `field`.
    static List<FieldError> validate(String field, JsonNode map) {
        var errors = new ArrayList<FieldError>();
        map.fieldNames()
                .forEachRemaining(
                        key ->
                                problems(key)
                                        .forEach(
                                                problem ->
                                                        errors.add(
                                                                FieldError.invalid(
                                                                        field + "[" + key + "]",
                                                                        key,
                                                                        problem))));
        return errors;
    }

    private static List<String> problems(String key) {
        var problems = new ArrayList<String>();
        if (key.length() > MAXIMUM_KEY) {
            problems.add("must be no more than " + MAXIMUM_KEY + " characters");
        }
        if (!KEY.matcher(key).matches()) {
            problems.add(
                    "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
                            + " (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for"
                            + " validation is '"
                            + KEY
                            + "')");
        }
        if (key.equals(".")) {
            problems.add("must not be '.'");
        } else if (key.equals("..")) {
            problems.add("must not be '..'");
        } else if (key.startsWith("..")) {
            problems.add("must not start with '..'");
        }
        return problems;
    }

    /// The size of texts; base64 counts as what it stands for.
    static long size(JsonNode map, boolean base64) {
        long size = 0;
        for (var value : map) {
            var text = value.asText();
            size += base64 ? decodedSize(text) : text.getBytes(StandardCharsets.UTF_8).length;
        }
        return size;
    }

    private static long decodedSize(String base64) {
        int padding = base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0;
        return base64.length() / 4L * 3 - padding;
    }

    /// What an object marked `immutable` does not let happen to it.
    static List<FieldError> frozen(JsonNode object, JsonNode old, List<String> fields) {
        if (!old.path("immutable").asBoolean()) {
            return List.of();
        }
        var errors = new ArrayList<FieldError>();
        if (!object.path("immutable").asBoolean()) {
            errors.add(frozen("immutable"));
        }
        for (var field : fields) {
            if (!content(object, field).equals(content(old, field))) {
                errors.add(frozen(field));
            }
        }
        return errors;
    }

    /// No content and empty content are the same.
    private static JsonNode content(JsonNode object, String field) {
        var content = object.path(field);
        return content.isEmpty() ? MissingNode.getInstance() : content;
    }

    private static FieldError frozen(String field) {
        return FieldError.forbidden(field, "field is immutable when `immutable` is set");
    }
}
