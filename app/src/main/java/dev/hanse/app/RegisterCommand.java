package dev.hanse.app;

import dev.hanse.app.kubeconfig.Kubeconfig;
import dev.hanse.syncer.http.Connection;
import dev.hanse.syncer.http.HttpObjectClient;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `hanse register`: makes a worker cluster known, and a kubeconfig for its syncer.
@Command(
        name = "register",
        description = {
            "Makes a worker cluster known as a SyncTarget and writes a kubeconfig for its syncer.",
            "The syncer's service account may report for this SyncTarget and nothing else; what it"
                    + " may carry is granted by the owners of the exports."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  hanse register edge-1 --labels site=edge,jurisdiction=ch \\",
            "      --export root:providers:databases:databases -o edge-1.kubeconfig"
        })
final class RegisterCommand implements Callable<Integer> {

    @Parameters(paramLabel = "NAME", description = "Name of the SyncTarget.")
    String name = "";

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            defaultValue = "${KUBECONFIG}",
            description = "Of the workspace that holds the sites (default: $KUBECONFIG).")
    @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "A context of it (default: the current one).")
    @Nullable String context;

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "KEY=VALUE",
            description = "What tenants choose sites by.")
    Map<String, String> labels = Map.of();

    @Option(
            names = "--export",
            split = ",",
            required = true,
            paramLabel = "PATH:NAME",
            description = "APIExports whose objects this cluster can hold.")
    List<String> exports = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Where the syncer's kubeconfig goes.")
    Path output = Path.of("");

    @Spec CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (kubeconfig == null) {
            throw new ConfigurationException("say --kubeconfig FILE, or set KUBECONFIG");
        }
        try (var connection = Connection.fromKubeconfig(kubeconfig, context)) {
            var registration =
                    new Registration(
                            HttpObjectClient.ofCluster(connection, connection.server()),
                            name,
                            labels,
                            exports);
            registration.create();
            new Kubeconfig(connection.certificateAuthority())
                    .cluster("sites", connection.server().toString())
                    .user(registration.accountName(), registration.token())
                    .context(name, "sites", registration.accountName())
                    .current(name)
                    .write(output);
            PrintWriter out = spec.commandLine().getOut();
            out.println("synctarget.workload.kcp.io/" + name + " registered");
            out.println("wrote " + output + "; run beside the worker cluster:");
            out.println(
                    "  hanse syncer --kubeconfig "
                            + output
                            + " --worker-kubeconfig WORKER --sync-target-name "
                            + name);
        }
        return 0;
    }
}
