package dev.hanse.app.demo;

import dev.hanse.app.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hanse demo`: the story on this machine.
@Command(
        name = "demo",
        description = {
            "Plays the whole story on this machine: a control plane, two tenants, one service owner, three",
            "worker clusters with a syncer each. Every step is shown as typed, and its outcome checked."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {"", "Example:", "  hanse demo --once"})
public final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--once",
            description = "End after the story; status 0 only if every outcome was verified.")
    boolean once;

    @Option(
            names = "--kubectl",
            paramLabel = "FILE",
            description = "The kubectl to use (default: the one on the PATH).")
    @Nullable String kubectl;

    @Option(
            names = "--worker-kubeconfig",
            split = ",",
            paramLabel = "FILE",
            description = "Real worker clusters, up to three, instead of stand-ins.")
    List<Path> workerKubeconfigs = List.of();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where everything goes (default: a temporary directory).")
    @Nullable Path directory;

    @Override
    public Integer call() throws InterruptedException {
        var executable = kubectl == null ? Kubectl.onPath() : kubectl;
        if (executable.isEmpty()) {
            throw new ConfigurationException(
                    "the demo types kubectl commands, and there is no kubectl on the PATH: install it"
                            + " or say --kubectl FILE");
        }
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var narrator = new Narrator(out, Clock.systemUTC());
        var setting =
                new Setting(
                        directory == null ? temporaryDirectory() : directory.toAbsolutePath(),
                        Setting.freePort(),
                        workerKubeconfigs.stream().map(Path::toAbsolutePath).toList());
        var stage = new Stage(setting, narrator);
        var closed = closeAtExit(stage);
        try {
            new Story(setting, stage, narrator, executable).tell();
        } catch (StoryFailedException e) {
            narrator.say("");
            narrator.say("FAILED: " + e.getMessage());
            narrator.say("logs: " + setting.directory().resolve("logs"));
            return 1;
        }
        narrator.say("");
        narrator.say("Done: " + narrator.summary() + ".");
        if (!once) {
            invite(narrator, setting);
            closed.await();
        }
        return 0;
    }

    private static void invite(Narrator narrator, Setting setting) {
        narrator.say("");
        narrator.say("Everything stays up until you press Ctrl-C. To look around:");
        narrator.say("");
        narrator.say("  export KUBECONFIG=" + setting.kubeconfig());
        narrator.say("");
        narrator.say("Five things to try:");
        narrator.say("  kubectl --context alice get postgresqlinstances -o wide");
        narrator.say("  kubectl --context alice explain postgresqlinstances.spec.backup --recursive");
        narrator.say("  kubectl --context alice scale postgresqlinstance billing --replicas=4");
        narrator.say("  kubectl --context ops get synctargets -w");
        narrator.say("  kubectl --context bob auth can-i --list");
    }

    /// Ctrl-C stops every process; so does the end of the program.
    private static CountDownLatch closeAtExit(Stage stage) {
        var closed = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    stage.close();
                                    closed.countDown();
                                },
                                "demo-shutdown"));
        return closed;
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("hanse-demo-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory", e);
        }
    }
}
