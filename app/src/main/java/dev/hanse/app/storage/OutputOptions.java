package dev.hanse.app.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// How a tool says what it did: for people, or for programs.
final class OutputOptions {

    enum Format {
        TEXT,
        JSON
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE}).")
    Format format = Format.TEXT;

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec = CommandSpec.create();

    /// Prints an object: its values a line each, its lists of objects as tables.
    void print(ObjectNode result) {
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(result.toPrettyString());
        } else {
            result.properties().stream()
                    .filter(each -> !each.getValue().isArray())
                    .forEach(
                            each ->
                                    out.printf(
                                            "%-18s %s%n", each.getKey(), each.getValue().asText()));
            result.properties().stream()
                    .filter(each -> each.getValue().isArray() && !each.getValue().isEmpty())
                    .forEach(each -> printTable(out, each.getValue()));
        }
        out.flush();
    }

    private static void printTable(PrintWriter out, JsonNode rows) {
        var columns = new ArrayList<String>();
        rows.get(0).fieldNames().forEachRemaining(columns::add);
        var widths = columns.stream().map(column -> width(rows, column)).toList();
        out.println();
        out.println(line(columns, widths));
        for (var row : rows) {
            out.println(
                    line(
                            columns.stream().map(column -> row.path(column).asText()).toList(),
                            widths));
        }
    }

    private static int width(JsonNode rows, String column) {
        int width = column.length();
        for (var row : rows) {
            width = Math.max(width, row.path(column).asText().length());
        }
        return width;
    }

    private static String line(List<String> cells, List<Integer> widths) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(("%-" + widths.get(i) + "s  ").formatted(cells.get(i)));
        }
        return line.toString().stripTrailing();
    }
}
