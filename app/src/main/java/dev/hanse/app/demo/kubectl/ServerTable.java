package dev.hanse.app.demo.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A `meta.k8s.io/v1 Table`: the server says which columns there are and what is in them.
record ServerTable(JsonNode table) {

    String render(boolean withNamespace, boolean withLabels) {
        var text = new TextTable();
        var head = new ArrayList<String>();
        if (withNamespace) {
            head.add("NAMESPACE");
        }
        var shown = new ArrayList<Integer>();
        int index = 0;
        for (var column : table.path("columnDefinitions")) {
            // Others are for -o wide.
            if (column.path("priority").asInt() == 0) {
                shown.add(index);
                head.add(column.path("name").asText().toUpperCase(Locale.ROOT));
            }
            index++;
        }
        if (withLabels) {
            head.add("LABELS");
        }
        text.line(head);
        for (var row : table.path("rows")) {
            text.line(cells(row, shown, withNamespace, withLabels));
        }
        return text.render();
    }

    private static List<String> cells(
            JsonNode row, List<Integer> shown, boolean withNamespace, boolean withLabels) {
        var cells = new ArrayList<String>();
        var metadata = row.at("/object/metadata");
        if (withNamespace) {
            cells.add(metadata.path("namespace").asText());
        }
        for (int each : shown) {
            var cell = row.path("cells").path(each);
            cells.add(cell.isNull() ? "" : cell.asText());
        }
        if (withLabels) {
            cells.add(labels(metadata.path("labels")));
        }
        return cells;
    }

    private static String labels(JsonNode labels) {
        var pairs = new ArrayList<String>();
        for (var each : labels.properties()) {
            pairs.add(each.getKey() + "=" + each.getValue().asText());
        }
        pairs.sort(null);
        return pairs.isEmpty() ? "<none>" : String.join(",", pairs);
    }
}
