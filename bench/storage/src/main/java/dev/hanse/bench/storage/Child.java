package dev.hanse.bench.storage;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// A process that makes one measurement of one subject and prints its figures: heaps, caches and
/// compiled code of one subject are not another's.
public final class Child {

    /// Made again and again between the others: what the disk gives changes by the minute on a
    /// shared machine.
    static final Measurement DISK = new DiskForces();

    static final List<Measurement> MEASUREMENTS =
            List.of(
                    new Puts(),
                    new ConditionalWrites(),
                    new Watches(),
                    new Reads(),
                    new Sizes(),
                    new Starts());

    private Child() {}

    /// @param args what [#arguments] made
    public static void main(String[] args) {
        // gRPC tells which transport it found.
        Logger.getLogger("").setLevel(Level.WARNING);
        var settings =
                new Settings(
                        1, Duration.ofMillis(Long.parseLong(args[3])), Integer.parseInt(args[4]));
        var measurement =
                Stream.of(MEASUREMENTS, List.of(DISK), Starts.STEPS)
                        .flatMap(List::stream)
                        .filter(m -> m.name().equals(args[0]))
                        .findAny()
                        .orElseThrow();
        try (var bench = new Bench(Subject.valueOf(args[1]), settings, Path.of(args[2]))) {
            measurement.run(bench);
        }
        // jetcd leaves threads behind for a while.
        System.exit(0);
    }

    static List<String> arguments(
            Measurement measurement, Subject subject, Path directory, Settings settings) {
        return List.of(
                measurement.name(),
                subject.name(),
                directory.toString(),
                Long.toString(settings.phase().toMillis()),
                Integer.toString(settings.keys()));
    }
}
