package dev.hanse.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Starts servers, measures them from outside, prints a table and ends.
@Command(
        name = "dev/bench",
        description = {
            "Measures a server from outside, against the budgets of the design.",
            "Starts its own servers on the loopback interface, and ends in less than ten minutes",
            "unless it is asked for more."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  dev/bench --quick",
            "  dev/bench --etcd --json result.json",
            "  dev/bench --only workspaces --workspaces 1000",
            "  dev/bench --only definitions --definitions 10000"
        })
public final class EndToEnd implements Callable<Integer> {

    private static final List<Scenario> SCENARIOS =
            List.of(
                    new ConfigMapScenario(),
                    new WorkspaceScenario(),
                    new CustomResourceScenario(),
                    new RulesScenario(),
                    new LargeSchemaScenario(),
                    new DefinitionsScenario(),
                    new WatchScenario());

    @Option(names = "--launcher", required = true, hidden = true)
    Path launcher = Path.of("hanse");

    @Option(names = "--commit", hidden = true)
    String commit = "unknown";

    @Option(names = "--quick", description = "A rough idea in less than three minutes.")
    boolean quick;

    @Option(
            names = "--etcd",
            description = "Measure a second server whose storage is an etcd found on the PATH.")
    boolean etcd;

    @Option(
            names = "--only",
            paramLabel = "WORD",
            description =
                    "Only the scenarios whose name contains this: config, watch, custom, rules,"
                            + " schema, definitions, workspace.")
    String only = "";

    @Option(names = "--objects", paramLabel = "N", description = "ConfigMaps to create and list.")
    @Nullable Integer objects;

    @Option(names = "--clients", paramLabel = "N", description = "Concurrent clients.")
    @Nullable Integer clients;

    @Option(names = "--watches", paramLabel = "N", description = "Idle watches to hold.")
    @Nullable Integer watches;

    @Option(names = "--workspaces", paramLabel = "N", description = "Workspaces to create.")
    @Nullable Integer workspaces;

    @Option(
            names = "--definitions",
            paramLabel = "N",
            description =
                    "CustomResourceDefinitions to create, 500 in a workspace. The limit of the run"
                            + " grows with them.")
    @Nullable Integer definitions;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result here.")
    @Nullable Path json;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description =
                    "Where the servers keep their data; must be on a disk to mean anything"
                            + " (default: a new one in the system's directory for such things).")
    @Nullable Path directory;

    private final PrintStream progress = System.err;

    public static void main(String[] args) {
        System.exit(new CommandLine(new EndToEnd()).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        var settings = settings();
        var report = new Report(Conditions.now(commit), settings);
        endAfter(settings.runLimit(), report);
        var data =
                directory == null
                        ? Files.createTempDirectory("hanse-bench-")
                        : Files.createDirectories(directory);
        try {
            measure(data.resolve("embedded"), settings, List.of(), report.column("embedded"));
            var binary = EtcdProcess.binary();
            if (etcd && binary.isPresent()) {
                try (var process = EtcdProcess.start(binary.get(), data.resolve("etcd"))) {
                    var options = List.of("--etcd-servers", process.url());
                    // Data outlives a server in etcd: only its first start is a cold one.
                    measure(data.resolve("on-etcd"), settings, options, report.column("etcd"));
                }
            } else if (etcd) {
                progress.println("no etcd on the PATH: only the embedded store is measured");
            }
        } finally {
            delete(data);
        }
        write(report);
        return 0;
    }

    private void write(Report report) throws IOException {
        System.out.print(report.table());
        if (json != null) {
            Files.writeString(json, report.json());
        }
    }

    private void measure(Path data, Settings settings, List<String> storage, Figures figures)
            throws IOException {
        var options = new ArrayList<>(storage);
        Files.createDirectories(data);
        var tokens = data.resolve("tokens.csv");
        Files.writeString(tokens, Plane.TOKEN + ",bench,bench,\"system:kcp:admin\"\n");
        options.addAll(List.of("--token-auth-file", tokens.toString()));
        var last =
                coldStarts(data, storage.isEmpty() ? settings.coldStarts() : 1, options, figures);
        try (var server = ServerProcess.start(launcher, last, options)) {
            figures.put(Measure.WARM_START, seconds(server.startTime()));
            var plane = Plane.of(server, settings, figures);
            openWorkspace(plane);
            for (var scenario : SCENARIOS) {
                if (scenario.name().contains(only)) {
                    progress.println("measuring " + scenario.name());
                    scenario.run(plane);
                    figures.put(Measure.FAILED_REQUESTS, plane.failures().total());
                }
            }
            if (plane.failures().total() > 0) {
                progress.print(plane.failures());
            }
        }
    }

    /// @return the data directory of the last server started
    private Path coldStarts(Path data, int count, List<String> options, Figures figures) {
        progress.println("measuring cold starts");
        var starts = new ArrayList<Double>();
        var cpu = new ArrayList<Double>();
        var root = data;
        for (int i = 0; i < count; i++) {
            root = data.resolve("root-" + i);
            try (var server = ServerProcess.start(launcher, root, options)) {
                starts.add(seconds(server.startTime()));
                cpu.add(server.cpuSeconds());
                if (i == count - 1) {
                    idle(server, figures);
                }
            }
        }
        figures.put(Measure.COLD_START, median(starts));
        figures.put(Measure.COLD_START_CPU, median(cpu));
        return root;
    }

    private static void idle(ServerProcess server, Figures figures) {
        var window = Duration.ofSeconds(5);
        Pause.of(window);
        var cpu = server.cpuSeconds();
        Pause.of(window);
        figures.put(Measure.IDLE_CPU, (server.cpuSeconds() - cpu) / window.toSeconds() * 100);
        figures.put(Measure.IDLE_MEMORY, server.residentMiB());
        figures.put(Measure.IDLE_HEAP, server.liveHeapMiB());
    }

    private static void openWorkspace(Plane plane) {
        var workspaces = "/clusters/root/apis/tenancy.kcp.io/v1alpha1/workspaces";
        var _ = plane.api().post(workspaces, Bodies.workspace("bench")).orFail("workspace");
        var defaults = Bodies.WORKSPACE + "/api/v1/namespaces/default";
        for (int i = 0; i < 100 && !plane.api().get(defaults).isGood(); i++) {
            Pause.of(Duration.ofMillis(100));
        }
        var _ = plane.api().get(defaults).orFail("namespace default of the new workspace");
    }

    private Settings settings() {
        var settings = quick ? Settings.QUICK : Settings.FULL;
        settings = objects == null ? settings : settings.withObjects(objects);
        settings = clients == null ? settings : settings.withClients(clients);
        settings = watches == null ? settings : settings.withWatches(watches);
        settings = workspaces == null ? settings : settings.withWorkspaces(workspaces);
        return definitions == null ? settings : settings.withDefinitions(definitions);
    }

    /// A benchmark that hangs has found something, but must not stay; exiting ends the servers too.
    private void endAfter(Duration limit, Report report) {
        Thread.ofPlatform()
                .daemon()
                .start(
                        () -> {
                            Pause.of(limit);
                            progress.println("gave up after " + limit);
                            try {
                                write(report);
                            } catch (IOException e) {
                                progress.println(e);
                            }
                            System.exit(3);
                        });
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private static double median(List<Double> values) {
        var sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
