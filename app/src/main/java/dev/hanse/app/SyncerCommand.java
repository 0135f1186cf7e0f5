package dev.hanse.app;

import dev.hanse.syncer.Syncer;
import dev.hanse.syncer.SyncerConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `hanse syncer`: the agent beside a worker cluster.
@Command(
        name = "syncer",
        description =
                "Carries ordered objects to a worker cluster, and their status and secrets back.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  hanse syncer --kubeconfig edge-1.kubeconfig --worker-kubeconfig ~/.kube/config"
                    + " --sync-target-name edge-1"
        })
final class SyncerCommand implements Callable<Integer> {

    @Option(
            names = {"--kubeconfig", "--from-kubeconfig"},
            required = true,
            paramLabel = "FILE",
            description =
                    "The control plane; the context's server is the workspace of the SyncTarget.")
    Path kubeconfig = Path.of("");

    @Option(
            names = {"--context", "--from-context"},
            paramLabel = "NAME",
            description = "A context of it (default: the current one).")
    @Nullable String context;

    @Option(
            names = {"--worker-kubeconfig", "--to-kubeconfig"},
            required = true,
            paramLabel = "FILE",
            description = "The worker cluster.")
    Path workerKubeconfig = Path.of("");

    @Option(
            names = {"--worker-context", "--to-context"},
            paramLabel = "NAME",
            description = "A context of it (default: the current one).")
    @Nullable String workerContext;

    @Option(
            names = "--sync-target-name",
            required = true,
            paramLabel = "NAME",
            description = "The SyncTarget this worker cluster was registered as.")
    String syncTargetName = "";

    @Option(
            names = "--heartbeat",
            paramLabel = "DURATION",
            defaultValue = "PT10S",
            description =
                    "How often to report, as an ISO 8601 duration (default: ${DEFAULT-VALUE}).")
    Duration heartbeat = SyncerConfig.DEFAULT_HEARTBEAT;

    @Option(
            names = "--install-apis",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Install CRDs that the worker cluster lacks (default: ${DEFAULT-VALUE}).")
    boolean installApis = true;

    @Override
    public Integer call() throws InterruptedException {
        for (var file : new Path[] {kubeconfig, workerKubeconfig}) {
            if (!Files.isReadable(file)) {
                throw new ConfigurationException("cannot read kubeconfig " + file);
            }
        }
        Running.untilStopped(
                Syncer.start(
                        new SyncerConfig(
                                kubeconfig,
                                context,
                                workerKubeconfig,
                                workerContext,
                                syncTargetName,
                                heartbeat,
                                installApis)));
        return 0;
    }
}
