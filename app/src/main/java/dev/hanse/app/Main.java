package dev.hanse.app;

import dev.hanse.apiserver.pki.InvalidPemException;
import dev.hanse.app.demo.DemoCommand;
import dev.hanse.app.storage.StorageCommand;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.snapshot.DamagedSnapshotException;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command line of Hanse.
@Command(
        name = "hanse",
        description = "A multi-tenant meta control plane that speaks the Kubernetes API.",
        mixinStandardHelpOptions = true,
        version = "hanse 0.1.0 (Kubernetes API 1.36)",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StartCommand.class,
            KubeApiserverCommand.class,
            SyncerCommand.class,
            RegisterCommand.class,
            StorageCommand.class,
            DemoCommand.class
        },
        footer = {"", "Example:", "  hanse demo --once"})
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /// The command line with one way to fail: a sentence on standard error, and status 1 (2 for bad
    /// usage).
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler(
                        (e, command, _) -> {
                            command.getErr().println("hanse: " + sentence(e));
                            return CommandLine.ExitCode.SOFTWARE;
                        })
                .setUnmatchedOptionsArePositionalParams(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    /// What a person needs to know. A failure that nobody foresaw shows its stack as well.
    private static String sentence(Exception e) {
        boolean foreseen =
                switch (e) {
                    case ConfigurationException _,
                            UncheckedIOException _,
                            InvalidPemException _,
                            IllegalArgumentException _,
                            StorageException _,
                            DamagedSnapshotException _,
                            ApiException _ ->
                            true;
                    default -> false;
                };
        if (!foreseen) {
            e.printStackTrace();
        }
        return String.valueOf(e.getMessage());
    }
}
