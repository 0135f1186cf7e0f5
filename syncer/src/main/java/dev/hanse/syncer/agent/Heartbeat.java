package dev.hanse.syncer.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.Resources;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the control plane at regular times that the agent lives, and what it carries.
public final class Heartbeat implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);
    private static final GroupVersionKind KIND =
            Resources.SYNC_TARGETS.groupVersion().withKind("SyncTarget");

    private final ObjectClient home;
    private final String target;
    private final String agent;
    private final String version;
    private final Duration interval;
    private final SyncedResources synced;
    private final Clock clock;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean heard = true;

    /// @param agent tells this process from another one with the same credentials
    public Heartbeat(
            ObjectClient home,
            String target,
            String agent,
            String version,
            Duration interval,
            SyncedResources synced,
            Clock clock) {
        this.home = home;
        this.target = target;
        this.agent = agent;
        this.version = version;
        this.interval = interval;
        this.synced = synced;
        this.clock = clock;
    }

    public void start() {
        Thread.ofVirtual().name("heartbeat").start(this::run);
    }

    @Override
    public void close() {
        stopped.countDown();
    }

    private void run() {
        try {
            do {
                beat();
            } while (!stopped.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        try {
            home.apply(
                    ResourceScope.in(ClusterName.ROOT, Resources.SYNC_TARGETS),
                    target,
                    "status",
                    report(),
                    "syncer",
                    true);
            if (!heard) {
                log.atInfo().log("the control plane is back");
            }
            heard = true;
        } catch (ApiException e) {
            // Once per outage: at a site that is offline for a week nobody needs the rest.
            if (heard) {
                log.atWarn().addKeyValue("error", e.getMessage()).log("heartbeat not delivered");
            }
            heard = false;
        }
    }

    private ObjectNode report() {
        var json = KubeObject.of(KIND, null, target).json();
        var status = json.putObject("status");
        var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        status.put("lastSyncerHeartbeatTime", now.toString());
        status.putObject("agent").put("id", agent).put("version", version);
        status.set("syncedResources", synced.toJson());
        return json;
    }
}
