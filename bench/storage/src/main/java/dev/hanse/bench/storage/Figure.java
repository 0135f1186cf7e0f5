package dev.hanse.bench.storage;

import java.util.Optional;

/// One measured number; a forked process prints it as a line for the one that forked it.
///
/// @param id its name in JSON, stable across releases
/// @param text its name in the table
record Figure(String id, String text, String unit, double value) {

    private static final String MARK = "figure";

    String line() {
        return String.join("\t", MARK, id, text, unit, Double.toString(value));
    }

    static Optional<Figure> parse(String line) {
        var fields = line.split("\t", -1);
        return fields.length == 5 && fields[0].equals(MARK)
                ? Optional.of(
                        new Figure(fields[1], fields[2], fields[3], Double.parseDouble(fields[4])))
                : Optional.empty();
    }
}
