package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/// A path to one field of a schema, written `.spec.map['key'].field`, as Kubernetes reads the
/// `fieldPath` of rules and the `jsonPath` of selectable fields.
///
/// @param names of the fields and keys on the way
/// @param schema of the field
public record SchemaFieldPath(List<String> names, JsonNode schema) {

    public SchemaFieldPath {
        names = List.copyOf(names);
    }

    /// @param keys whether `['name']` may stand for `.name`
    /// @throws IllegalArgumentException in Kubernetes' words when the path leads nowhere
    public static SchemaFieldPath find(String path, JsonNode schema, boolean keys) {
        var names = new ArrayList<String>();
        var at = schema;
        var rest = new Tokens(path);
        for (var token = rest.next(); !token.isEmpty(); token = rest.next()) {
            var name =
                    switch (token) {
                        case "." -> rest.required();
                        case "[" -> key(rest, keys);
                        default ->
                                throw new IllegalArgumentException(
                                        "expected [ or . but got: " + token);
                    };
            names.add(name);
            at = below(at, name);
        }
        return new SchemaFieldPath(names, at);
    }

    private static JsonNode below(JsonNode schema, String name) {
        var found =
                schema.has("properties")
                        ? schema.path("properties").path(name)
                        : schema.path("additionalProperties");
        if (!found.isObject()) {
            throw new IllegalArgumentException("does not refer to a valid field");
        }
        return found;
    }

    private static String key(Tokens rest, boolean keys) {
        if (!keys) {
            throw new IllegalArgumentException("array notation is not allowed");
        }
        var quoted = rest.required();
        if (quoted.length() < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
            throw new IllegalArgumentException("expected single quoted string but got " + quoted);
        }
        var end = rest.required();
        if (!end.equals("]")) {
            throw new IllegalArgumentException("expected ] but got " + end);
        }
        return quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    /// Dots, brackets, quoted texts, and whatever is between them.
    private static final class Tokens {

        private final String text;
        private int at;

        Tokens(String text) {
            this.text = text;
        }

        String required() {
            var token = next();
            if (token.isEmpty()) {
                throw new IllegalArgumentException("unexpected end of JSON path");
            }
            return token;
        }

        /// Empty at the end.
        String next() {
            int start = at;
            if (at < text.length()) {
                at++;
                if (text.charAt(start) == '\'') {
                    while (at < text.length()
                            && (text.charAt(at) != '\'' || text.charAt(at - 1) == '\\')) {
                        at++;
                    }
                    at = Math.min(at + 1, text.length());
                } else if (!isDelimiter(text.charAt(start))) {
                    while (at < text.length() && !isDelimiter(text.charAt(at))) {
                        at++;
                    }
                }
            }
            return text.substring(start, at);
        }

        private static boolean isDelimiter(char character) {
            return character == '.' || character == '[' || character == ']';
        }
    }
}
