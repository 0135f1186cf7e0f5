package dev.hanse.app.demo.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.schema.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// `-o custom-columns=NAME:.metadata.name,…`
record CustomColumns(List<Column> columns) {

    record Column(String title, JsonPath path) {}

    CustomColumns {
        columns = List.copyOf(columns);
    }

    static CustomColumns parse(String text) {
        var columns = new ArrayList<Column>();
        for (var each : text.split(",", -1)) {
            int colon = each.indexOf(':');
            if (colon < 0) {
                throw new CommandFailedException(
                        "error: expected <header>:<json-path-expr>, got: " + each);
            }
            columns.add(
                    new Column(
                            each.substring(0, colon), JsonPath.parse(each.substring(colon + 1))));
        }
        return new CustomColumns(columns);
    }

    String render(List<JsonNode> objects) {
        var table = new TextTable().line(columns.stream().map(Column::title).toList());
        for (var object : objects) {
            table.line(columns.stream().map(each -> cell(each, object)).toList());
        }
        return table.render();
    }

    private static String cell(Column column, JsonNode object) {
        var found = column.path().find(object);
        return found.isEmpty()
                ? "<none>"
                : found.stream().map(JsonNode::asText).collect(Collectors.joining(","));
    }
}
