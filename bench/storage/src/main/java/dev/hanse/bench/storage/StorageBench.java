package dev.hanse.bench.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures every subject in turn, prints a table and ends.
@Command(
        name = "dev/bench storage",
        description = {
            "Measures the storage engines beside etcd, and beside the least RocksDB has to do.",
            "Every measurement runs in a process of its own on an empty directory; subjects take"
                    + " turns, so that all have the same share of whatever else the machine does."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  dev/bench storage --quick",
            "  dev/bench storage --only puts --subjects embedded,spike --seconds 2",
            "  dev/bench storage --keys 10000000 --json result.json"
        })
public final class StorageBench implements Callable<Integer> {

    @Option(names = "--jvm-options", hidden = true)
    String jvmOptions = "";

    @Option(names = "--commit", hidden = true)
    String commit = "unknown";

    @Option(names = "--quick", description = "One short round on fewer keys.")
    boolean quick;

    @Option(
            names = "--only",
            paramLabel = "NAME,…",
            split = ",",
            description =
                    "Only these measurements: puts, conditional, watches, reads, sizes, starts.")
    List<String> only = List.of();

    @Option(
            names = "--subjects",
            paramLabel = "NAME,…",
            split = ",",
            description = "Only these: embedded, etcd, raw etcd, spike.")
    List<String> subjects = List.of("embedded", "etcd", "raw etcd", "spike");

    @Option(names = "--keys", paramLabel = "N", description = "Keys to read among.")
    @Nullable Integer keys;

    @Option(names = "--seconds", paramLabel = "N", description = "How long one load is applied.")
    @Nullable Double seconds;

    @Option(names = "--rounds", paramLabel = "N", description = "How often all is repeated.")
    @Nullable Integer rounds;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result here.")
    @Nullable Path json;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "Where data is kept meanwhile; must be on a disk to mean anything (default: a"
                            + " new one in the system's directory for such things).")
    @Nullable Path directory;

    public static void main(String[] args) {
        System.exit(new CommandLine(new StorageBench()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        var settings = settings();
        var results = new Results();
        var report = new Report(Conditions.now(commit), settings, results);
        if (directory != null) {
            Files.createDirectories(directory);
        }
        var root =
                directory == null
                        ? Files.createTempDirectory("hanse-bench-")
                        : Files.createTempDirectory(directory, "hanse-bench-");
        try (var fork = new Fork(List.of(jvmOptions.split(" ", -1)), root)) {
            measure(fork, settings, results);
        }
        System.out.print(report.table());
        if (json != null) {
            Files.writeString(json, report.json());
        }
        return 0;
    }

    private void measure(Fork fork, Settings settings, Results results) throws IOException {
        for (var measurement : Child.MEASUREMENTS) {
            if (only.isEmpty() || only.contains(measurement.name())) {
                int times = measurement.isRepeated() ? settings.rounds() : 1;
                for (int round = 1; round <= times; round++) {
                    measure(fork, Child.DISK, settings, results);
                    measure(fork, measurement, settings, results);
                }
            }
        }
    }

    private void measure(Fork fork, Measurement measurement, Settings settings, Results results)
            throws IOException {
        for (var subject : measurement.subjects()) {
            if (isWanted(subject)) {
                System.err.printf(
                        "%tT %s, %s%n",
                        LocalTime.now(ZoneId.systemDefault()), measurement.name(), subject);
                fork.measure(measurement, subject, settings)
                        .forEach(figure -> results.add(subject, figure));
            }
        }
    }

    private boolean isWanted(Subject subject) {
        if (subject.usesEtcd() && EtcdServer.binary().isEmpty()) {
            return false;
        }
        return subject == Subject.DISK || subjects.contains(subject.toString());
    }

    private Settings settings() {
        var settings = quick ? Settings.QUICK : Settings.FULL;
        settings =
                seconds == null
                        ? settings
                        : settings.withPhase(Duration.ofMillis((long) (seconds * 1000)));
        settings = rounds == null ? settings : settings.withRounds(rounds);
        return keys == null ? settings : settings.withKeys(keys);
    }
}
