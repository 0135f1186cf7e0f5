package dev.hanse.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.FormatMethod;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A run, for people and for programs.
///
/// Columns may still grow while it is printed, by a run that is cut short.
final class Report {

    private final Conditions conditions;
    private final Settings settings;
    private final Map<String, Figures> figures = Collections.synchronizedMap(new LinkedHashMap<>());

    Report(Conditions conditions, Settings settings) {
        this.conditions = conditions;
        this.settings = settings;
    }

    /// The figures of one storage backend.
    Figures column(String backend) {
        return figures.computeIfAbsent(backend, _ -> new Figures());
    }

    /// The table that a person reads.
    String table() {
        var text = new StringBuilder();
        text.append(line("%s, commit %s", conditions.date(), conditions.commit()));
        text.append(
                line(
                        "%d cores, %,d MiB, %s, %s, load average before %.1f",
                        conditions.cores(),
                        conditions.memoryMiB(),
                        conditions.system(),
                        conditions.jdk(),
                        conditions.loadBefore()));
        text.append(
                line(
                        "%,d objects, %d clients on the same machine",
                        settings.objects(), settings.clients()));
        text.append("\n");
        text.append("%-52s".formatted(""));
        figures.keySet().forEach(backend -> text.append("%10s         ".formatted(backend)));
        text.append(line("%12s %9s %9s", "unit", "must", "goal"));
        for (var measure : Measure.values()) {
            if (figures.values().stream().anyMatch(f -> f.value(measure).isPresent())) {
                text.append(row(measure));
            }
        }
        return text.toString();
    }

    private String row(Measure measure) {
        var text = new StringBuilder("%-52s".formatted(measure.text()));
        for (var column : figures.values()) {
            var value = column.value(measure);
            text.append("%10s".formatted(value.isPresent() ? number(value.getAsDouble()) : "-"));
            text.append(
                    " %-8s"
                            .formatted(
                                    value.isPresent()
                                            ? measure.budget()
                                                    .map(b -> b.verdict(value.getAsDouble()))
                                                    .orElse("")
                                            : ""));
        }
        text.append(
                line(
                        "%12s %9s %9s",
                        measure.unit(),
                        measure.budget().map(b -> number(b.must())).orElse(""),
                        measure.budget().map(b -> number(b.goal())).orElse("")));
        return text.toString();
    }

    @FormatMethod
    private static String line(String format, Object... arguments) {
        return format.formatted(arguments).stripTrailing() + "\n";
    }

    /// Three digits that matter, no more.
    private static String number(double value) {
        var size = Math.abs(value);
        var format =
                size >= 100 || value == Math.rint(value)
                        ? "%,.0f"
                        : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, format, value);
    }

    /// The same as one JSON document.
    String json() {
        var root = JsonNodeFactory.instance.objectNode();
        var mapper = new ObjectMapper();
        root.set("conditions", mapper.valueToTree(conditions));
        root.putObject("settings")
                .put("objects", settings.objects())
                .put("clients", settings.clients())
                .put("watches", settings.watches())
                .put("workspaces", settings.workspaces())
                .put("customResources", settings.customResources())
                .put("definitions", settings.definitions());
        var columns = root.putObject("figures");
        figures.forEach((backend, column) -> columns.set(backend, json(column)));
        try {
            return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ObjectNode json(Figures column) {
        var node = JsonNodeFactory.instance.objectNode();
        for (var measure : Measure.values()) {
            column.value(measure)
                    .ifPresent(
                            value -> {
                                var entry = node.putObject(measure.id());
                                entry.put("value", value).put("unit", measure.unit());
                                measure.budget()
                                        .ifPresent(
                                                budget ->
                                                        entry.put("must", budget.must())
                                                                .put("goal", budget.goal()));
                            });
        }
        return node;
    }
}
