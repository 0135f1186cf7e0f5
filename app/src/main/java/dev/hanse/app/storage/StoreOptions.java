package dev.hanse.app.storage;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Which store a tool works on, when no server is asked.
final class StoreOptions {

    @Option(
            names = "--root-directory",
            paramLabel = "DIR",
            description = "The embedded store of the stopped server with this directory.")
    @Nullable Path rootDirectory;

    @Mixin EtcdOptions etcd = new EtcdOptions();

    @Spec(Spec.Target.MIXEE)
    CommandSpec spec = CommandSpec.create();

    /// @param server what the options about a server say, or null
    Target target(Target.@Nullable Server server) {
        Target target = server;
        int said = server == null ? 0 : 1;
        if (rootDirectory != null) {
            target = new Target.Directory(rootDirectory);
            said++;
        }
        if (etcd.isGiven()) {
            target = new Target.Etcd(etcd.config(Path.of("")));
            said++;
        } else {
            etcd.checkAbsent();
        }
        if (target == null || said > 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say which store, in one way: "
                            + (spec.findOption("--kubeconfig") == null
                                    ? ""
                                    : "--kubeconfig FILE for a running server, ")
                            + "--root-directory DIR for a stopped one, --etcd-servers URL for"
                            + " etcd");
        }
        return target;
    }
}
