package dev.hanse.machinery.cel;

import dev.cel.runtime.CelEvaluationException;
import java.util.regex.Pattern;

/// Why an expression could not be evaluated, in the words of cel-go, which is what users of
/// Kubernetes know.
final class CelFailures {

    private static final Pattern QUOTED = Pattern.compile("key '(.*)' is not present in map");
    private static final Pattern INDEX = Pattern.compile("Index out of bounds: (-?[0-9]+)");

    private CelFailures() {}

    static CelFailedException of(CelEvaluationException e) {
        var text = String.valueOf(e.getMessage());
        return switch (e.getErrorCode()) {
            case OVERLOAD_NOT_FOUND ->
                    new CelFailedException(
                            CelFailedException.Cause.NO_OVERLOAD,
                            "'no such overload': call arguments did not match a supported operator,"
                                    + " function or macro signature");
            case ATTRIBUTE_NOT_FOUND -> failed("no such key: " + part(QUOTED, text));
            case INDEX_OUT_OF_BOUNDS -> failed("index out of bounds: " + part(INDEX, text));
            case DIVIDE_BY_ZERO -> failed("division by zero");
            case NUMERIC_OVERFLOW -> failed("integer overflow");
            default -> failed(text.replaceFirst("^evaluation error at [^:]*:[0-9]+: ", ""));
        };
    }

    private static CelFailedException failed(String words) {
        return new CelFailedException(CelFailedException.Cause.OTHER, words);
    }

    private static String part(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find()
                ? String.valueOf(matcher.group(1))
                : text.substring(text.lastIndexOf(": ") + 2);
    }
}
