package dev.hanse.syncer;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a syncer needs to know.
///
/// @param upstreamKubeconfig the control plane; the server of the context is the workspace that
///   holds the SyncTarget, such as `https://host:6443/clusters/root:sites`
/// @param upstreamContext null for the current one
/// @param workerKubeconfig the worker cluster
/// @param workerContext null for the current one
/// @param syncTarget the name of the SyncTarget that this worker was registered as
/// @param heartbeat how often to report
/// @param installApis whether to install the APIs of supported exports that the worker lacks
public record SyncerConfig(
        Path upstreamKubeconfig,
        @Nullable String upstreamContext,
        Path workerKubeconfig,
        @Nullable String workerContext,
        String syncTarget,
        Duration heartbeat,
        boolean installApis) {

    public static final Duration DEFAULT_HEARTBEAT = Duration.ofSeconds(10);

    /// With the usual settings.
    public SyncerConfig(Path upstreamKubeconfig, Path workerKubeconfig, String syncTarget) {
        this(upstreamKubeconfig, null, workerKubeconfig, null, syncTarget, DEFAULT_HEARTBEAT, true);
    }

    public SyncerConfig {
        if (syncTarget.isEmpty()) {
            throw new IllegalArgumentException("the name of the SyncTarget is empty");
        }
        if (heartbeat.isNegative() || heartbeat.isZero()) {
            throw new IllegalArgumentException("heartbeat must be positive: " + heartbeat);
        }
    }
}
