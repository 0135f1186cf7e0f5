package dev.hanse.machinery.object;

import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What Go's `time.Parse` says about moments that are none, in the two layouts of Kubernetes.
public final class GoTime {

    private static final String SECONDS = "2006-01-02T15:04:05Z07:00";
    private static final String MICROS = "2006-01-02T15:04:05.000000Z07:00";

    /// An element of a layout, and what it looks like in a text.
    ///
    /// @param name of the number, or empty for what has no range
    private record Element(String layout, Pattern text, String name, int minimum, int maximum) {
        Element(String layout, String regex) {
            this(layout, Pattern.compile(regex), "", 0, 0);
        }

        Element(String layout, String regex, String name, int minimum, int maximum) {
            this(layout, Pattern.compile(regex), name, minimum, maximum);
        }

        boolean accepts(String found) {
            if (name.isEmpty()) {
                return true;
            }
            int number = Integer.parseInt(found);
            return number >= minimum && number <= maximum;
        }
    }

    private static final List<Element> MOMENT =
            List.of(
                    new Element("2006", "[0-9]{4}"),
                    new Element("-", "-"),
                    new Element("01", "[0-9]{2}", "month", 1, 12),
                    new Element("-", "-"),
                    new Element("02", "[0-9]{2}"),
                    new Element("T", "T"),
                    new Element("15", "[0-9]{1,2}", "hour", 0, 23),
                    new Element(":", ":"),
                    new Element("04", "[0-9]{2}", "minute", 0, 59),
                    new Element(":", ":"),
                    new Element("05", "[0-9]{2}", "second", 0, 59));
    private static final Element ZONE = new Element("Z07:00", "Z|[+-][0-9]{2}:[0-9]{2}");
    private static final List<Element> END = List.of(new Element("", "([.,][0-9]+)?"), ZONE);
    private static final List<Element> MICRO_END =
            List.of(new Element(".000000", "[.,][0-9]{6}"), ZONE);

    private GoTime() {}

    /// What is wrong with a `meta/v1 Time`; empty if nothing is.
    public static Optional<String> problem(String text) {
        return problem(text, SECONDS, END);
    }

    /// What is wrong with a `meta/v1 MicroTime`; empty if nothing is.
    public static Optional<String> microProblem(String text) {
        return problem(text, MICROS, MICRO_END);
    }

    private static Optional<String> problem(String text, String layout, List<Element> end) {
        int at = 0;
        for (var elements : List.of(MOMENT, end)) {
            for (var element : elements) {
                var matcher = element.text().matcher(text).region(at, text.length());
                if (!matcher.lookingAt()) {
                    return Optional.of(
                            "parsing time \"%s\" as \"%s\": cannot parse \"%s\" as \"%s\""
                                    .formatted(text, layout, text.substring(at), element.layout()));
                }
                if (!element.accepts(matcher.group())) {
                    return outOfRange(text, element.name());
                }
                at = matcher.end();
            }
        }
        if (at < text.length()) {
            return Optional.of(
                    "parsing time \"%s\": extra text: \"%s\"".formatted(text, text.substring(at)));
        }
        int day = Integer.parseInt(text, 8, 10, 10);
        return day < 1 || day > YearMonth.parse(text.substring(0, 7)).lengthOfMonth()
                ? outOfRange(text, "day")
                : Optional.empty();
    }

    private static Optional<String> outOfRange(String text, String what) {
        return Optional.of("parsing time \"%s\": %s out of range".formatted(text, what));
    }
}
