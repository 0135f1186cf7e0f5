package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

/// How long ago something was, in the two-unit form of `kubectl get`.
final class Ages {
    private static final String UNKNOWN = "<unknown>";

    private final InstantSource clock;

    Ages(InstantSource clock) {
        this.clock = clock;
    }

    /// The age of a timestamp of an object, or `<unknown>` when there is none.
    String since(JsonNode timestamp) {
        if (!timestamp.isTextual()) {
            return UNKNOWN;
        }
        try {
            return human(Duration.between(Instant.parse(timestamp.textValue()), clock.instant()));
        } catch (DateTimeParseException e) {
            return UNKNOWN;
        }
    }

    /// One unit where the second would not matter, two where it would: `90s`, `5m30s`, `47h`,
    /// `3d4h`. The thresholds are those of apimachinery's HumanDuration, which scripts parse.
    static String human(Duration duration) {
        long seconds = duration.toSeconds();
        long minutes = duration.toMinutes();
        long hours = duration.toHours();
        if (seconds < -1) {
            return "<invalid>";
        } else if (seconds < 120) {
            return Math.max(0, seconds) + "s";
        } else if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        } else if (hours < 3) {
            return minutes + "m";
        } else if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        } else if (hours < 48) {
            return hours + "h";
        } else if (hours < 24 * 8) {
            return two(hours / 24, "d", hours % 24, "h");
        } else if (hours < 24 * 365 * 2) {
            return hours / 24 + "d";
        } else if (hours < 24 * 365 * 8) {
            return two(hours / 24 / 365, "y", hours / 24 % 365, "d");
        }
        return hours / 24 / 365 + "y";
    }

    private static String two(long big, String bigUnit, long small, String smallUnit) {
        return small == 0 ? big + bigUnit : big + bigUnit + small + smallUnit;
    }
}
