package dev.hanse.storage.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lets a store suffer for as long as asked, and says whether it kept every promise.
@Command(
        name = "dev/soak",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Kills, pauses, fills up and cuts off a store while clients are busy, again and again,",
            "and checks after each time that everything anybody was told is still true:",
            "linearizable answers, no acknowledged commit lost, no event lost or repeated.",
            "",
            "Ends with 0 when nothing was found, with 1 at the first broken promise; the seed in",
            "the output repeats its decisions. Told to stop (SIGINT, SIGTERM), it ends the cycle"
                    + " it",
            "is in and writes its result all the same."
        },
        footer = {
            "",
            "Examples:",
            "  dev/soak --cycles 1000                     a thousand cycles on the embedded engine",
            "  sudo dev/soak --cycles 200 --ground image  with power losses and full disks, on a",
            "                                             file system of its own",
            "  dev/soak --cycles 100 --ground etcd        two servers on three members of etcd"
        })
public final class Soak implements Callable<Integer> {

    /// What the store stands on.
    enum Place {
        DISK,
        IMAGE,
        ETCD
    }

    private static final int CYCLES_BETWEEN_LINES = 50;
    private static final long LONGEST_CYCLE_SECONDS = 120;

    @Option(names = "--cycles", defaultValue = "1000", description = "How many cycles.")
    private int cycles = 1000;

    @Option(
            names = "--servers",
            defaultValue = "2",
            description = "How many servers share etcd; any other store has one.")
    private int servers = 2;

    @Option(names = "--seed", description = "Repeats the decisions of a run.")
    private @Nullable Long seed;

    @Option(
            names = {"--ground", "--engine"},
            defaultValue = "disk",
            description =
                    "What to stand on: disk or image (embedded engine; image needs root), or etcd.")
    private Place ground = Place.DISK;

    @Option(
            names = "--longest",
            defaultValue = "300",
            description = "Milliseconds of work before a fault, at most.")
    private int longest = 300;

    @Option(names = "--directory", description = "Where to work; kept when a promise is broken.")
    private @Nullable Path directory;

    @Option(names = "--json", description = "A file for the result.")
    private @Nullable Path json;

    @Option(names = "--commit", hidden = true, defaultValue = "unknown")
    private String commit = "unknown";

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    public static void main(String[] arguments) {
        System.exit(
                new CommandLine(new Soak())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
        try {
            return soak();
        } finally {
            ended.countDown();
        }
    }

    /// The process goes on until this returns.
    private void stop() {
        stopping = true;
        try {
            if (!ended.await(LONGEST_CYCLE_SECONDS, TimeUnit.SECONDS)) {
                System.out.println("the cycle does not end; there is no result");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int soak() throws Exception {
        long decisions = seed == null ? System.nanoTime() : seed;
        var work = directory == null ? Files.createTempDirectory("hanse-soak-") : directory;
        var summary = new SoakSummary(commit, describeGround(), decisions, longest);
        System.out.printf("seed %d, in %s%n", decisions, work);
        try (var stand = stand(work);
                var campaign = new Campaign(stand, work, decisions, Duration.ofMillis(longest))) {
            for (int i = 1; i <= cycles && !stopping; i++) {
                summary.add(campaign.next());
                if (i % CYCLES_BETWEEN_LINES == 0 || i == cycles || stopping) {
                    System.out.println(summary.line());
                }
            }
        } catch (AssertionError | RuntimeException e) {
            System.out.println(summary.line());
            System.out.printf("seed %d, cycle %d: %s%n", decisions, summary.cycles() + 1, e);
            summary.fail(String.valueOf(e.getMessage()));
            write(summary);
            return 1;
        }
        write(summary);
        if (directory == null) {
            delete(work);
        }
        return 0;
    }

    private String describeGround() {
        return ground == Place.ETCD ? "ETCD with %d servers".formatted(servers) : ground.name();
    }

    private Ground stand(Path work) throws IOException {
        return switch (ground) {
            case DISK -> new DiskGround(work.resolve("data"));
            case IMAGE -> new ImageGround(work);
            case ETCD -> new EtcdGround(replicas(work));
        };
    }

    private List<Path> replicas(Path work) {
        return IntStream.range(0, servers).mapToObj(i -> work.resolve("replica-" + i)).toList();
    }

    private void write(SoakSummary summary) throws IOException {
        if (json != null) {
            Files.writeString(json, summary.json());
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
