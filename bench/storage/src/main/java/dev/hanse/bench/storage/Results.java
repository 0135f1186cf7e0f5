package dev.hanse.bench.storage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// Every figure of a run, of every round.
final class Results {

    /// One line of the table.
    record Row(Figure first, Map<Subject, List<Double>> rounds) {

        /// The middle one of the rounds, or the mean of the two in the middle.
        OptionalDouble median(Subject subject) {
            var values = Optional.ofNullable(rounds.get(subject)).orElse(List.of());
            if (values.isEmpty()) {
                return OptionalDouble.empty();
            }
            return values.stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .skip((values.size() - 1) / 2)
                    .limit(2 - values.size() % 2)
                    .average();
        }
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();

    void add(Subject subject, Figure figure) {
        rows.computeIfAbsent(figure.id(), _ -> new Row(figure, new EnumMap<>(Subject.class)))
                .rounds()
                .computeIfAbsent(subject, _ -> new ArrayList<>())
                .add(figure.value());
    }

    List<Row> rows() {
        return List.copyOf(rows.values());
    }
}
