package dev.hanse.app;

import dev.hanse.apiexports.ApiExportsExtension;
import dev.hanse.apiserver.ApiServer;
import dev.hanse.apiserver.Extension;
import dev.hanse.apiserver.ServerConfig;
import dev.hanse.apiserver.ServerFoundation;
import dev.hanse.apiserver.events.EventExpiry;
import dev.hanse.apiserver.read.StoredEvents;
import dev.hanse.apiserver.request.ClusterResolver;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.app.kubeconfig.Kubeconfig;
import dev.hanse.app.metrics.MetricsExtension;
import dev.hanse.app.storage.StorageExtension;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.Storage;
import dev.hanse.syncer.placement.WorkspacePaths;
import dev.hanse.workspaces.WorkspacesExtension;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine;

/// A control plane that hosts many logical clusters: storage, server and extensions, running.
public final class ControlPlane implements AutoCloseable {

    private final Storage storage;
    private final ApiServer server;

    private ControlPlane(Storage storage, ApiServer server) {
        this.storage = storage;
        this.server = server;
    }

    /// Starts a control plane in this process, with the options of `hanse start`, and returns when
    /// it is ready.
    public static ControlPlane start(String... options) {
        return CommandLine.populateCommand(new StartCommand(), options).start();
    }

    /// Starts everything, writes the kubeconfig, and returns when the server is ready.
    ///
    /// @param store opens the store, when the directory is there
    /// @param eventTtl how long events are kept
    /// @param grace how long a syncer may be silent before its site counts as not connected
    static ControlPlane start(
            ServerConfig config,
            Supplier<Storage> store,
            Path rootDirectory,
            Path kubeconfig,
            String shardName,
            Duration grace,
            Duration eventTtl) {
        createDirectory(rootDirectory);
        var storage = store.get();
        try {
            var foundation =
                    ServerFoundation.lay(
                            config,
                            storage,
                            Kubeconfig.token(kubeconfig, AdminKubeconfig.SHARD_ADMIN),
                            Clock.systemUTC());
            var compiler = foundation.crdCompiler();
            var workspaces =
                    new WorkspacesExtension(
                            foundation.objects(),
                            foundation.rbac(),
                            compiler,
                            shardName,
                            new SecureRandom());
            var builtIns = new ServedBuiltIns();
            var exports =
                    new ApiExportsExtension(
                            foundation.objects(),
                            foundation.rbac(),
                            workspaces.paths(),
                            compiler,
                            foundation.schemas(),
                            List.of(builtIns, workspaces.systemKinds()),
                            new SecureRandom());
            var sites = new SitesExtension(clusterOf(workspaces.paths()), grace);
            // Exports come before workspaces: the workspaces' own API is published through them.
            var server =
                    ApiServer.start(
                            foundation,
                            List.<Extension>of(
                                    builtIns,
                                    exports,
                                    workspaces,
                                    sites,
                                    new StorageExtension(storage, foundation.clock()),
                                    new MetricsExtension(storage),
                                    new EventExpiry(
                                            new StoredEvents(storage, foundation.form()),
                                            foundation.clock(),
                                            eventTtl)),
                            workspaces.paths());
            AdminKubeconfig.write(kubeconfig, server, foundation.adminTokens());
            return new ControlPlane(storage, server);
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    /// Workspaces by path, for controllers to whom one that is not there is nothing special.
    private static WorkspacePaths clusterOf(ClusterResolver paths) {
        return path -> {
            try {
                return paths.resolve(path) instanceof ClusterScope.One(var cluster)
                        ? Optional.of(cluster)
                        : Optional.empty();
            } catch (ApiException _) {
                return Optional.empty();
            }
        };
    }

    private static void createDirectory(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + directory, e);
        }
    }

    @Override
    public void close() {
        server.close();
        storage.close();
    }
}
