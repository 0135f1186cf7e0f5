package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.format.Formats;
import dev.hanse.machinery.status.FieldError;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `minLength`, `maxLength`, `pattern` and `format`.
///
/// Patterns are Go's (RE2): linear in the text, so a tenant's pattern cannot stall the server.
///
/// @param pattern null when there is none
/// @param valid null when the format is not enforced
record StringCheck(
        int minLength,
        int maxLength,
        @Nullable TextPattern pattern,
        String format,
        @Nullable Predicate<String> valid)
        implements ValueCheck {

    static Optional<ValueCheck> of(JsonNode schema) {
        var pattern = schema.path("pattern").asText();
        var format = schema.path("format").asText();
        // Built-in kinds say so where Go decodes the bytes, of which there may be none.
        var valid =
                schema.path("x-hanse-encoding").asText().equals("base64")
                        ? Formats.ENCODED_BYTES
                        : Formats.find(format).orElse(null);
        if (pattern.isEmpty()
                && valid == null
                && !schema.has("minLength")
                && !schema.has("maxLength")) {
            return Optional.empty();
        }
        return Optional.of(
                new StringCheck(
                        schema.path("minLength").asInt(0),
                        schema.path("maxLength").asInt(Integer.MAX_VALUE),
                        pattern.isEmpty() ? null : new TextPattern(pattern),
                        format,
                        valid));
    }

    @Override
    public void check(JsonNode value, FieldPath path, Report report) {
        if (!value.isTextual()) {
            return;
        }
        var text = value.textValue();
        var length = text.codePointCount(0, text.length());
        if (length > maxLength) {
            report.add(FieldError.tooLong(path.field(), maxLength));
        }
        if (length < minLength) {
            invalid(value, path, "should be at least " + minLength + " chars long", report);
        }
        if (pattern != null && !pattern.matches(text)) {
            invalid(value, path, "should match '" + pattern.shown() + "'", report);
        }
        if (valid != null && !valid.test(text)) {
            report.add(
                    new FieldError(
                            FieldError.Type.TYPE_INVALID,
                            path.field(),
                            value,
                            path + " in body must be of type " + format + ": " + value));
        }
        report.match();
    }

    private static void invalid(JsonNode value, FieldPath path, String demand, Report report) {
        report.add(FieldError.invalid(path.field(), value, path + " in body " + demand));
    }
}
