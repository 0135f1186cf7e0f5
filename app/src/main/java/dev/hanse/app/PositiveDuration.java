package dev.hanse.app;

import dev.hanse.machinery.object.GoDuration;
import java.time.Duration;

/// Times on the command line, as Go writes them.
final class PositiveDuration {

    private PositiveDuration() {}

    /// @throws ConfigurationException that names `option` unless `text` is longer than no time
    static Duration parse(String option, String text) {
        Duration parsed;
        try {
            parsed = GoDuration.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(option + ": " + e.getMessage());
        }
        if (!parsed.isPositive()) {
            throw new ConfigurationException(option + " " + text + " is no time");
        }
        return parsed;
    }
}
