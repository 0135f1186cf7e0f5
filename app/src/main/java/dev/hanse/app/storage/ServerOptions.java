package dev.hanse.app.storage;

import dev.hanse.app.kubeconfig.Kubeconfig;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which running server a tool asks.
final class ServerOptions {

    /// The context of admin.kubeconfig whose user is an operator of the server.
    private static final String OPERATOR = "shard-base";

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Ask the running server of this kubeconfig, as a user in system:masters.")
    @Nullable Path kubeconfig;

    @Option(
            names = "--context",
            paramLabel = "NAME",
            description = "A context of it (default: shard-base if there is one, or the current).")
    @Nullable String context;

    Target.@Nullable Server target() {
        if (kubeconfig == null) {
            return null;
        }
        boolean operator = context == null && Kubeconfig.hasContext(kubeconfig, OPERATOR);
        return new Target.Server(kubeconfig, operator ? OPERATOR : context);
    }
}
