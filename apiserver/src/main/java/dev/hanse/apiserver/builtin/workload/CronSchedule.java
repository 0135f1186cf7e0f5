package dev.hanse.apiserver.builtin.workload;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The schedules of cron jobs: five fields, or a word such as `@hourly` (github.com/robfig/cron,
/// standard parser).
final class CronSchedule {

    private static final Set<String> WORDS =
            Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
    private static final Pattern SPACE = Pattern.compile("\\s+");

    /// @param names what stands for numbers, from `first` on; none when empty
    private record Field(int first, int last, List<String> names) {}

    private static final List<Field> FIELDS =
            List.of(
                    new Field(0, 59, List.of()),
                    new Field(0, 23, List.of()),
                    new Field(1, 31, List.of()),
                    new Field(
                            1,
                            12,
                            List.of(
                                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep",
                                    "oct", "nov", "dec")),
                    new Field(0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

    private CronSchedule() {}

    /// What is wrong with a schedule.
    static Optional<String> problem(String schedule) {
        var text = schedule.strip();
        if (text.contains("TZ=")) {
            return Optional.of("cannot use TZ or CRON_TZ in schedule, use timeZone field instead");
        }
        if (text.startsWith("@")) {
            return WORDS.contains(text) || text.startsWith("@every ")
                    ? Optional.empty()
                    : Optional.of("unrecognized descriptor: " + text);
        }
        var parts = SPACE.split(text, -1);
        if (parts.length != FIELDS.size()) {
            return Optional.of(
                    "expected exactly 5 fields, found %d: [%s]"
                            .formatted(parts.length, String.join(" ", parts)));
        }
        for (int i = 0; i < parts.length; i++) {
            for (var range : parts[i].split(",", -1)) {
                var problem = range(range, FIELDS.get(i));
                if (problem.isPresent()) {
                    return problem;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> range(String text, Field field) {
        var step = text.split("/", -1);
        var ends = step[0].split("-", -1);
        if (step.length > 2) {
            return Optional.of("too many slashes: " + text);
        }
        if (ends.length > 2) {
            return Optional.of("too many hyphens: " + text);
        }
        if (step.length == 2 && !step[1].matches("[0-9]{1,9}")) {
            return Optional.of(notANumber(step[1]));
        }
        if (ends[0].equals("*") || ends[0].equals("?")) {
            return Optional.empty();
        }
        int first = 0;
        for (int i = 0; i < ends.length; i++) {
            int name = field.names().indexOf(ends[i].toLowerCase(Locale.ROOT));
            if (name < 0 && !ends[i].matches("[0-9]{1,9}")) {
                return Optional.of(notANumber(ends[i]));
            }
            int number = name < 0 ? Integer.parseInt(ends[i]) : name + field.first();
            if (number < field.first()) {
                return Optional.of(
                        "beginning of range (%d) below minimum (%d): %s"
                                .formatted(number, field.first(), text));
            }
            if (number > field.last()) {
                return Optional.of(
                        "end of range (%d) above maximum (%d): %s"
                                .formatted(number, field.last(), text));
            }
            if (i == 1 && number < first) {
                return Optional.of(
                        "beginning of range (%d) beyond end of range (%d): %s"
                                .formatted(first, number, text));
            }
            first = number;
        }
        return Optional.empty();
    }

    private static String notANumber(String text) {
        return "failed to parse int from %s: strconv.Atoi: parsing \"%s\": invalid syntax"
                .formatted(text, text);
    }
}
