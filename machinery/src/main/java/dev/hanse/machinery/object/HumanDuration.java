package dev.hanse.machinery.object;

import java.time.Duration;
import java.time.Instant;

/// Ages as kubectl shows them: two units at most, coarser the older (k8s.io/apimachinery
/// pkg/util/duration).
public final class HumanDuration {

    private HumanDuration() {}

    public static String between(Instant then, Instant now) {
        return of(Duration.between(then, now));
    }

    public static String of(Duration age) {
        long seconds = age.toSeconds();
        if (seconds < -1) {
            return "<invalid>";
        }
        if (seconds < 0) {
            return "0s";
        }
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        long years = days / 365;
        if (seconds < 2 * 60) {
            return seconds + "s";
        }
        if (minutes < 10) {
            return two(minutes, "m", seconds % 60, "s");
        }
        if (hours < 3) {
            return minutes + "m";
        }
        if (hours < 8) {
            return two(hours, "h", minutes % 60, "m");
        }
        if (hours < 48) {
            return hours + "h";
        }
        if (days < 8) {
            return two(days, "d", hours % 24, "h");
        }
        if (years < 2) {
            return days + "d";
        }
        return years < 8 ? two(years, "y", days % 365, "d") : years + "y";
    }

    private static String two(long coarse, String coarseUnit, long fine, String fineUnit) {
        return coarse + coarseUnit + (fine == 0 ? "" : fine + fineUnit);
    }
}
