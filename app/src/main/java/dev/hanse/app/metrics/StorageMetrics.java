package dev.hanse.app.metrics;

import dev.hanse.storage.Statistic;
import dev.hanse.storage.Storage;
import java.util.List;

/// What a store says about itself, as metrics: `hanse_storage_…`.
final class StorageMetrics {

    private static final String PREFIX = "hanse_storage_";

    private StorageMetrics() {}

    static List<Metric> of(Storage storage) {
        return storage.statistics().stream().map(StorageMetrics::metric).toList();
    }

    private static Metric metric(Statistic statistic) {
        var name = PREFIX + statistic.name() + unit(statistic.unit());
        return switch (statistic.kind()) {
            case GAUGE -> Metric.gauge(name, statistic.description(), statistic.value());
            case COUNTER ->
                    Metric.counter(name + "_total", statistic.description(), statistic.value());
        };
    }

    private static String unit(Statistic.Unit unit) {
        return switch (unit) {
            case NONE -> "";
            case BYTES -> "_bytes";
            case SECONDS -> "_seconds";
        };
    }
}
