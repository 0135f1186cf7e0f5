package dev.hanse.machinery.status;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One field that is wrong, said the way Kubernetes says it (k8s.io/apimachinery
/// pkg/util/validation/field).
///
/// @param field the path, for instance `spec.ports[0].name`
/// @param badValue the offending value, or null for types that show none
/// @param detail what would be right; may be empty
public record FieldError(Type type, String field, @Nullable Object badValue, String detail) {

    /// The kinds of field errors, with the words and the cause reasons that clients see.
    public enum Type {
        NOT_FOUND("Not found", "FieldValueNotFound"),
        REQUIRED("Required value", "FieldValueRequired"),
        DUPLICATE("Duplicate value", "FieldValueDuplicate"),
        INVALID("Invalid value", "FieldValueInvalid"),
        NOT_SUPPORTED("Unsupported value", "FieldValueNotSupported"),
        FORBIDDEN("Forbidden", "FieldValueForbidden"),
        TOO_LONG("Too long", "FieldValueTooLong"),
        TOO_MANY("Too many", "FieldValueTooMany"),
        INTERNAL("Internal error", "InternalError"),
        TYPE_INVALID("Invalid value", "FieldValueTypeInvalid");

        private final String words;
        private final String reason;

        Type(String words, String reason) {
            this.words = words;
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }

    public static FieldError required(String field, String detail) {
        return new FieldError(Type.REQUIRED, field, null, detail);
    }

    public static FieldError invalid(String field, @Nullable Object badValue, String detail) {
        return new FieldError(Type.INVALID, field, badValue, detail);
    }

    public static FieldError forbidden(String field, String detail) {
        return new FieldError(Type.FORBIDDEN, field, null, detail);
    }

    public static FieldError duplicate(String field, @Nullable Object badValue) {
        return new FieldError(Type.DUPLICATE, field, badValue, "");
    }

    public static FieldError tooLong(String field, int maximum) {
        return new FieldError(
                Type.TOO_LONG, field, null, "may not be more than " + maximum + " bytes");
    }

    public static FieldError tooMany(String field, int actual, int maximum) {
        return new FieldError(
                Type.TOO_MANY,
                field,
                actual,
                "must have at most " + maximum + (maximum == 1 ? " item" : " items"));
    }

    public static FieldError notSupported(
            String field, @Nullable Object badValue, List<String> supported) {
        return new FieldError(
                Type.NOT_SUPPORTED,
                field,
                badValue,
                "supported values: "
                        + supported.stream()
                                .map(each -> '"' + each + '"')
                                .collect(Collectors.joining(", ")));
    }

    /// The text without the field.
    public String body() {
        var text = new StringBuilder(type.words);
        switch (type) {
            case REQUIRED, FORBIDDEN, TOO_LONG, INTERNAL -> {}
            case TOO_MANY, NOT_FOUND, DUPLICATE, INVALID, NOT_SUPPORTED, TYPE_INVALID ->
                    text.append(": ").append(shown(badValue));
        }
        if (!detail.isEmpty()) {
            text.append(": ").append(detail);
        }
        return text.toString();
    }

    public Cause cause() {
        return new Cause(type.reason, body(), field);
    }

    @Override
    public String toString() {
        return field + ": " + body();
    }

    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case JsonNode node when node.isTextual() -> quoted(node.textValue());
            case JsonNode node -> node.toString();
            case String text -> quoted(text);
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        var escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return '"' + CONTROL.matcher(escaped).replaceAll(FieldError::hexadecimal) + '"';
    }

    private static String hexadecimal(MatchResult control) {
        return "\\\\x%02x".formatted((int) control.group().charAt(0));
    }
}
