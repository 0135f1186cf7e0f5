package dev.hanse.bench.storage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// A run, for people and for programs.
final class Report {

    private static final List<Subject> COLUMNS =
            List.of(Subject.EMBEDDED, Subject.ETCD, Subject.RAW_ETCD, Subject.SPIKE, Subject.DISK);

    private final Conditions conditions;
    private final Settings settings;
    private final Results results;

    Report(Conditions conditions, Settings settings, Results results) {
        this.conditions = conditions;
        this.settings = settings;
        this.results = results;
    }

    String table() {
        var text = new StringBuilder();
        text.append(
                """
                %s, commit %s
                %d cores, %,d MiB, %s, %s, load average before %.1f
                RocksDB %s, etcd %s; %d rounds of %.1f s, %,d keys

                """
                        .formatted(
                                conditions.date(),
                                conditions.commit(),
                                conditions.cores(),
                                conditions.memoryMiB(),
                                conditions.system(),
                                conditions.jdk(),
                                conditions.loadBefore(),
                                conditions.rocksdb(),
                                conditions.etcd(),
                                settings.rounds(),
                                settings.phase().toMillis() / 1000.0,
                                settings.keys()));
        text.append("%-46s %-8s".formatted("", ""));
        COLUMNS.forEach(subject -> text.append("%10s".formatted(subject)));
        text.append("%12s %12s\n".formatted("÷ raw etcd", "÷ spike"));
        results.rows().forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(Results.Row row) {
        var text =
                new StringBuilder("%-46s %-8s".formatted(row.first().text(), row.first().unit()));
        for (var subject : COLUMNS) {
            var value = row.median(subject);
            text.append("%10s".formatted(value.isPresent() ? number(value.getAsDouble()) : ""));
        }
        text.append("%12s".formatted(ratio(row, Subject.RAW_ETCD)));
        text.append(" %12s".formatted(ratio(row, Subject.SPIKE)));
        return text.toString().stripTrailing() + "\n";
    }

    private static String ratio(Results.Row row, Subject other) {
        var ratio = quotient(row.median(Subject.EMBEDDED), row.median(other));
        return ratio.isPresent() ? "%.2f".formatted(ratio.getAsDouble()) : "";
    }

    private static OptionalDouble quotient(OptionalDouble one, OptionalDouble other) {
        return one.isPresent() && other.isPresent() && other.getAsDouble() != 0
                ? OptionalDouble.of(one.getAsDouble() / other.getAsDouble())
                : OptionalDouble.empty();
    }

    /// Three digits that matter, no more.
    private static String number(double value) {
        var size = Math.abs(value);
        var format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    String json() {
        var mapper = new ObjectMapper();
        var root = JsonNodeFactory.instance.objectNode();
        root.set("conditions", mapper.valueToTree(conditions));
        root.putObject("settings")
                .put("rounds", settings.rounds())
                .put("phaseSeconds", settings.phase().toMillis() / 1000.0)
                .put("keys", settings.keys());
        var figures = root.putObject("figures");
        for (var row : results.rows()) {
            var node = figures.putObject(row.first().id());
            node.put("text", row.first().text().strip()).put("unit", row.first().unit());
            row.rounds().forEach((subject, rounds) -> node.putPOJO(subject.toString(), rounds));
        }
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
