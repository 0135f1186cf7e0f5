package dev.hanse.syncer;

import dev.hanse.syncer.agent.Heartbeat;
import dev.hanse.syncer.agent.SyncedResources;
import dev.hanse.syncer.agent.TargetSync;
import dev.hanse.syncer.agent.Upstream;
import dev.hanse.syncer.http.Connection;
import dev.hanse.syncer.http.HttpObjectClient;
import java.time.Clock;
import java.util.Objects;
import java.util.UUID;

/// The agent beside one worker cluster, running.
///
/// It calls out to both sides and listens to nobody. A side that cannot be reached is waited for,
/// as long as it takes; what the other side already holds stays as it is.
public final class Syncer implements AutoCloseable {

    private final Connection control;
    private final Connection worker;
    private final TargetSync sync;
    private final Heartbeat heartbeat;

    private Syncer(SyncerConfig config, Clock clock) {
        this.control =
                Connection.fromKubeconfig(config.upstreamKubeconfig(), config.upstreamContext());
        this.worker = Connection.fromKubeconfig(config.workerKubeconfig(), config.workerContext());
        var upstream = new Upstream(control);
        var synced = new SyncedResources();
        this.sync =
                new TargetSync(
                        config.syncTarget(),
                        upstream,
                        HttpObjectClient.ofCluster(worker, worker.server()),
                        config.installApis(),
                        synced,
                        clock);
        this.heartbeat =
                new Heartbeat(
                        upstream.home(),
                        config.syncTarget(),
                        UUID.randomUUID().toString(),
                        version(),
                        config.heartbeat(),
                        synced,
                        clock);
    }

    /// Starts the agent and returns at once.
    ///
    /// @throws IllegalArgumentException if a kubeconfig cannot be used
    public static Syncer start(SyncerConfig config) {
        var syncer = new Syncer(config, Clock.systemUTC());
        syncer.sync.start();
        syncer.heartbeat.start();
        return syncer;
    }

    /// Finishes what is being written and stops.
    @Override
    public void close() {
        heartbeat.close();
        sync.close();
        worker.close();
        control.close();
    }

    private static String version() {
        return Objects.requireNonNullElse(
                Syncer.class.getPackage().getImplementationVersion(), "unreleased");
    }
}
