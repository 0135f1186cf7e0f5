package dev.hanse.app.demo;

import dev.hanse.app.demo.kubectl.BuiltInKubectl;
import dev.hanse.app.demo.kubectl.InstalledKubectl;
import dev.hanse.app.demo.kubectl.KubectlRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `hanse demo`: the story on this machine.
@Command(
        name = "demo",
        description = {
            "Plays the whole story on this machine: a control plane, two tenants, one service"
                    + " owner, three",
            "worker clusters with a syncer each. Every step is shown as typed, and its outcome"
                    + " checked."
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
            description =
                    "The kubectl to use (default: the one on the PATH, or requests of the demo's"
                            + " own).")
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
            description = "Where everything goes; must be empty (default: a temporary directory).")
    @Nullable Path directory;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            defaultValue = "PT3M",
            description =
                    "How long an outcome may take, as an ISO 8601 duration (default:"
                            + " ${DEFAULT-VALUE}).")
    Duration patience = Duration.ZERO;

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        var place = directory == null ? temporaryDirectory() : emptyDirectory(directory);
        var setting =
                new Setting(
                        place,
                        Setting.freePort(),
                        workerKubeconfigs.stream().map(Path::toAbsolutePath).toList());
        var narrator = new Narrator(spec.commandLine().getOut(), Clock.systemUTC());
        boolean told;
        try (var stage = new Stage(setting, patience, narrator);
                var runner = runner(setting);
                var _ = new StopAtExit(narrator, List.of(stage, runner))) {
            introduce(narrator, runner, setting);
            var kubectlCommands = new Kubectl(runner, patience, narrator);
            told = tell(new Story(setting, stage, narrator, kubectlCommands), narrator, setting);
            if (told && !once) {
                invite(narrator, setting);
                // Until Ctrl-C.
                new CountDownLatch(1).await();
            }
        }
        if (told && directory == null) {
            delete(place);
        }
        return told ? 0 : 1;
    }

    private static boolean tell(Story story, Narrator narrator, Setting setting) {
        try {
            story.tell();
            narrator.say("");
            narrator.say("Done: " + narrator.summary() + ".");
            return true;
        } catch (StoryFailedException e) {
            new LogTails(setting.logs()).tell(narrator);
            narrator.say("");
            narrator.say("FAILED: " + e.getMessage());
            narrator.say("Logs are in " + setting.logs() + ".");
            return false;
        }
    }

    private KubectlRunner runner(Setting setting) {
        var executable = Optional.ofNullable(kubectl).or(InstalledKubectl::onPath);
        return executable.isPresent()
                ? new InstalledKubectl(executable.get(), setting.kubeconfig(), setting.directory())
                : new BuiltInKubectl(setting.kubeconfig(), setting.directory());
    }

    private static void introduce(Narrator narrator, KubectlRunner runner, Setting setting) {
        narrator.say("Hanse, from the first workspace to a crash, in eight chapters.");
        narrator.say("Everything happens in " + setting.directory() + ", with");
        narrator.say(
                "KUBECONFIG=" + setting.shown(setting.kubeconfig()) + ". " + runner.introduction());
    }

    private static void invite(Narrator narrator, Setting setting) {
        narrator.say("");
        narrator.say("Everything stays up until you press Ctrl-C. To look around:");
        narrator.say("");
        narrator.say("  export KUBECONFIG=" + setting.kubeconfig());
        narrator.say("");
        narrator.say("Five things to try:");
        narrator.say("  kubectl --context alice get postgresqlinstances -o wide");
        narrator.say(
                "  kubectl --context alice explain postgresqlinstances.spec.backup --recursive");
        narrator.say("  kubectl --context alice scale postgresqlinstance billing --replicas=4");
        narrator.say("  kubectl --context ops get synctargets -w");
        narrator.say("  kubectl --context bob auth can-i --list");
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("hanse-demo-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory", e);
        }
    }

    /// The story begins with nothing, and counts what it finds.
    private Path emptyDirectory(Path directory) {
        var place = directory.toAbsolutePath().normalize();
        try {
            Files.createDirectories(place);
            try (var files = Files.list(place)) {
                if (files.findAny().isEmpty()) {
                    return place;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot use " + place, e);
        }
        throw new ParameterException(
                spec.commandLine(),
                place
                        + " is not empty, and the demo starts with nothing: remove it, or name"
                        + " another --directory");
    }

    private static void delete(Path directory) {
        try (var files = Files.walk(directory)) {
            for (var each : files.toList().reversed()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + directory, e);
        }
    }
}
