package dev.hanse.app.demo.kubectl;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// What comes before the verb, and the verbs.
@Command(name = "kubectl")
final class KubectlCommand {

    @Option(names = "--kubeconfig", scope = ScopeType.INHERIT)
    Path kubeconfig;

    @Option(names = "--context", scope = ScopeType.INHERIT)
    @Nullable String context;

    @Option(
            names = {"--server", "-s"},
            scope = ScopeType.INHERIT)
    @Nullable String server;

    @Option(
            names = {"--namespace", "-n"},
            scope = ScopeType.INHERIT)
    String namespace = "default";

    private final Path directory;

    KubectlCommand(Path kubeconfig, Path directory) {
        this.kubeconfig = kubeconfig;
        this.directory = directory;
    }

    /// The command line of all verbs, which answer to `out`.
    CommandLine commandLine(PrintWriter out) {
        return new CommandLine(this)
                .addSubcommand(new ApplyCommand(this, out))
                .addSubcommand(new GetCommand(this, out))
                .addSubcommand(new WaitCommand(this, out))
                .addSubcommand(new PatchCommand(this, out))
                .addSubcommand(new DeleteCommand(this, out))
                .setExpandAtFiles(false)
                .setOut(out)
                .setErr(out);
    }

    Session open() {
        return new Session(file(kubeconfig), context, server);
    }

    Path file(Path named) {
        return directory.resolve(named);
    }
}
