package dev.hanse.app.demo.kubectl;

import java.util.ArrayList;
import java.util.List;

/// Lines of cells, each column as wide as its widest cell and three blanks, as kubectl prints.
final class TextTable {

    private static final int GAP = 3;
    private static final int NARROWEST = 6;

    private final List<List<String>> lines = new ArrayList<>();

    TextTable line(List<String> cells) {
        lines.add(List.copyOf(cells));
        return this;
    }

    String render() {
        var text = new StringBuilder();
        for (var line : lines) {
            for (int i = 0; i < line.size() - 1; i++) {
                var cell = line.get(i);
                text.append(cell).repeat(' ', width(i) - cell.length());
            }
            text.append(line.getLast()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        int widest = lines.stream().mapToInt(line -> line.get(column).length()).max().orElse(0);
        return Math.max(NARROWEST, widest + GAP);
    }
}
