package dev.hanse.machinery.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.hanse.machinery.format.Formats;
import dev.hanse.machinery.object.Names;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Kubernetes' format library: `format.named('uuid')`, `format.dns1123Label()` and so on, and what
/// is wrong with a text by `validate`.
final class CelFormatFunctions {

    private static final CelType FORMAT = OpaqueType.create("kubernetes.NamedFormat");

    /// @param patternLength of the regular expression that Kubernetes assumes behind the format:
    ///   the cost of looking for it
    /// @param problems what is wrong with a text, or nothing
    record Format(int patternLength, Function<String, List<String>> problems) {}

    private static final Map<String, Format> FORMATS =
            Map.ofEntries(
                    Map.entry("dns1123Label", new Format(30, Names::dns1123Label)),
                    Map.entry("dns1123Subdomain", new Format(60, Names::dns1123Subdomain)),
                    Map.entry("dns1035Label", new Format(30, Names::dns1035Label)),
                    Map.entry("qualifiedName", new Format(60, Names::qualifiedName)),
                    Map.entry("labelValue", new Format(40, Names::labelValue)),
                    Map.entry("dns1123LabelPrefix", prefix(30, Names::dns1123Label)),
                    Map.entry("dns1123SubdomainPrefix", prefix(60, Names::dns1123Subdomain)),
                    Map.entry("dns1035LabelPrefix", prefix(30, Names::dns1035Label)),
                    Map.entry("uri", new Format(1103, CelFormatFunctions::uri)),
                    Map.entry("uuid", named(70, "uuid", "does not match the UUID format")),
                    Map.entry("byte", named(84, "byte", "invalid base64")),
                    Map.entry("date", named(71, "date", "invalid date")),
                    Map.entry("datetime", named(71, "datetime", "invalid datetime")));

    private CelFormatFunctions() {}

    static CelFunctions library() {
        var functions = new CelFunctions();
        FORMATS.forEach(
                (name, format) -> functions.function("format." + name, FORMAT, () -> format));
        return functions
                .function(
                        "format.named",
                        OptionalType.create(FORMAT),
                        SimpleType.STRING,
                        String.class,
                        name -> Optional.ofNullable(FORMATS.get(name)))
                .method(
                        "validate",
                        OptionalType.create(ListType.create(SimpleType.STRING)),
                        new CelFunctions.Parameter<>(FORMAT, Format.class),
                        new CelFunctions.Parameter<>(SimpleType.STRING, String.class),
                        (format, text) ->
                                Optional.of(format.problems().apply(text))
                                        .filter(problems -> !problems.isEmpty()));
    }

    /// A name that the server will add to may end with a dash.
    private static Format prefix(int patternLength, Function<String, List<String>> problems) {
        return new Format(
                patternLength,
                text ->
                        problems.apply(
                                text.length() > 1 && text.endsWith("-")
                                        ? text.substring(0, text.length() - 2) + "a"
                                        : text));
    }

    private static Format named(int patternLength, String format, String problem) {
        var check = Formats.find(format).orElseThrow();
        return new Format(patternLength, text -> check.test(text) ? List.of() : List.of(problem));
    }

    private static List<String> uri(String text) {
        return Formats.isUri(text)
                ? List.of()
                : List.of(
                        "parse \""
                                + text
                                + "\": "
                                + (text.isEmpty() ? "empty url" : "invalid URI for request"));
    }
}
