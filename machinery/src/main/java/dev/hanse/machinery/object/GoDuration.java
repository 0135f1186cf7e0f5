package dev.hanse.machinery.object;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

/// Durations as Go's `time.ParseDuration` reads them: `1m30s`, `1.5h`, `-2ms`, `0`.
public final class GoDuration {

    private static final Map<String, Long> NANOSECONDS =
            Map.of(
                    "ns", 1L,
                    "us", 1_000L,
                    "µs", 1_000L,
                    "μs", 1_000L,
                    "ms", 1_000_000L,
                    "s", 1_000_000_000L,
                    "m", 60_000_000_000L,
                    "h", 3_600_000_000_000L);

    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+");
    private static final Pattern UNIT = Pattern.compile("[^0-9.]*");

    private GoDuration() {}

    /// @throws IllegalArgumentException with Go's words if `text` is no duration
    public static Duration parse(String text) {
        var rest = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        if (rest.isEmpty()) {
            throw invalid(text);
        }
        var sum = BigDecimal.ZERO;
        int at = 0;
        while (at < rest.length()) {
            var number = NUMBER.matcher(rest).region(at, rest.length());
            if (!number.lookingAt()) {
                throw invalid(text);
            }
            var unit = UNIT.matcher(rest).region(number.end(), rest.length());
            if (!unit.lookingAt() || unit.end() == number.end()) {
                throw new IllegalArgumentException(
                        "time: missing unit in duration \"" + text + "\"");
            }
            sum = sum.add(new BigDecimal(number.group()).multiply(unit(unit.group(), text)));
            at = unit.end();
        }
        if (sum.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw invalid(text);
        }
        return Duration.ofNanos(text.startsWith("-") ? -sum.longValue() : sum.longValue());
    }

    private static BigDecimal unit(String name, String text) {
        var nanoseconds = NANOSECONDS.get(name);
        if (nanoseconds == null) {
            throw new IllegalArgumentException(
                    "time: unknown unit \"" + name + "\" in duration \"" + text + "\"");
        }
        return BigDecimal.valueOf(nanoseconds);
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException("time: invalid duration \"" + text + "\"");
    }
}
