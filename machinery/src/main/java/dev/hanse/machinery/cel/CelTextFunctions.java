package dev.hanse.machinery.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.hanse.machinery.format.GoPattern;
import java.util.ArrayList;
import java.util.List;

/// Kubernetes' regular expressions (`find`, `findAll`) and the `format` of CEL's string extension.
final class CelTextFunctions {

    private CelTextFunctions() {}

    static CelFunctions library() {
        var text = new CelFunctions.Parameter<>(SimpleType.STRING, String.class);
        var dynamics = new CelFunctions.Parameter<>(ListType.create(SimpleType.DYN), List.class);
        return new CelFunctions()
                .method("find", SimpleType.STRING, text, text, CelTextFunctions::find)
                .method(
                        "findAll",
                        ListType.create(SimpleType.STRING),
                        text,
                        text,
                        (each, pattern) -> findAll(each, pattern, -1L))
                .method(
                        "findAll",
                        ListType.create(SimpleType.STRING),
                        text,
                        text,
                        new CelFunctions.Parameter<>(SimpleType.INT, Long.class),
                        CelTextFunctions::findAll)
                .method("format", SimpleType.STRING, text, dynamics, CelTextFormat::format);
    }

    private static String find(String text, String pattern) {
        var matcher = compile(pattern).matcher(text);
        return matcher.find() ? matcher.group() : "";
    }

    /// @param most how many to find; all if negative
    private static List<String> findAll(String text, String pattern, Long most) {
        var found = new ArrayList<String>();
        var matcher = compile(pattern).matcher(text);
        while ((most < 0 || found.size() < most) && matcher.find()) {
            found.add(matcher.group());
        }
        return found;
    }

    private static Pattern compile(String pattern) {
        try {
            return GoPattern.compile(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Illegal regex: " + e.getMessage(), e);
        }
    }
}
