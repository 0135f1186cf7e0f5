package dev.hanse.machinery.format;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Pattern;

/// Durations as Go writes them (`1h30m`, `1.5s`) and as the format `duration` also allows (`2
/// days`).
public final class FormatDuration {

    private static final Pattern PART =
            Pattern.compile("\\G\\s*([0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)\\s*([a-zµμ]+)\\s*");

    private FormatDuration() {}

    /// @throws IllegalArgumentException if the text is not a duration
    public static Duration parse(String text) {
        var negative = text.startsWith("-");
        var rest = negative || text.startsWith("+") ? text.substring(1) : text;
        if (rest.equals("0")) {
            return Duration.ZERO;
        }
        var nanos = BigDecimal.ZERO;
        var part = PART.matcher(rest);
        var end = 0;
        while (part.find()) {
            nanos =
                    nanos.add(
                            new BigDecimal(part.group(1))
                                    .multiply(BigDecimal.valueOf(unit(part.group(2)))));
            end = part.end();
        }
        if (end == 0 || end < rest.length()) {
            throw new IllegalArgumentException("invalid duration \"" + text + "\"");
        }
        var whole = nanos.toBigInteger().longValueExact();
        return Duration.ofNanos(negative ? -whole : whole);
    }

    private static long unit(String name) {
        return switch (name) {
            case "ns", "nano", "nanos", "nanosecond", "nanoseconds" -> 1;
            case "us", "µs", "μs", "micro", "micros", "microsecond", "microseconds" -> 1_000;
            case "ms", "milli", "millis", "millisecond", "milliseconds" -> 1_000_000;
            case "s", "sec", "secs", "second", "seconds" -> 1_000_000_000;
            case "m", "min", "mins", "minute", "minutes" -> 60_000_000_000L;
            case "h", "hr", "hrs", "hour", "hours" -> 3_600_000_000_000L;
            case "d", "day", "days" -> 86_400_000_000_000L;
            case "w", "wk", "wks", "week", "weeks" -> 604_800_000_000_000L;
            default -> throw new IllegalArgumentException("invalid unit \"" + name + "\"");
        };
    }
}
