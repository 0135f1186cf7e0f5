package dev.hanse.apiserver.flow;

import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.status.ApiException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How many requests run at once, shared fairly among workspaces; in a server of one cluster, among
/// its users. Reads and writes have limits of their own, as in kube-apiserver.
///
/// Long-running requests cost no thread and are not counted. Operators (`system:masters`) always
/// get through, because somebody has to look when the server is busy. Thread-safe.
public final class FlowControl {

    private static final Set<String> READS = Set.of("get", "list", "watch");

    /// What one of many tenants may take: with less, a tenant alone on a server would be slow; with
    /// more, tenants would notice each other.
    private static final int TENANTS = 8;

    private static final int QUEUES_PER_SHARE = 2;
    private static final int QUEUES_PER_SEATS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final @Nullable FairGate reads;
    private final @Nullable FairGate writes;
    private final boolean manyClusters;

    /// @param manyClusters whether workspaces, and not users, are what is treated fairly
    public FlowControl(RequestLimits limits, boolean manyClusters) {
        this.manyClusters = manyClusters;
        this.reads = gate(limits.readOnly());
        this.writes = gate(limits.mutating());
    }

    private @Nullable FairGate gate(int seats) {
        if (seats == 0) {
            return null;
        }
        int share = manyClusters ? Math.max(1, seats / TENANTS) : seats;
        return new FairGate(
                new FairGate.Size(
                        seats,
                        share,
                        QUEUES_PER_SHARE * share,
                        Math.max(QUEUES_PER_SHARE, QUEUES_PER_SEATS * seats)));
    }

    /// A request that runs; closing it lets another one run.
    @FunctionalInterface
    public interface Running extends AutoCloseable {
        @Override
        void close();
    }

    /// Waits until the request may run.
    ///
    /// @throws OverloadedException when that would be too long
    public Running enter(RequestContext context) {
        var info = context.info();
        var gate = READS.contains(info.verb()) ? reads : writes;
        if (gate == null || LongRunning.is(info) || context.user().isMaster()) {
            return () -> {};
        }
        var flow = flow(context);
        try {
            if (!gate.enter(flow, PATIENCE)) {
                throw new OverloadedException(flow);
            }
        } catch (InterruptedException e) {
            // Only the deadline interrupts requests, and it says so itself.
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("the request was interrupted");
        }
        return () -> gate.leave(flow);
    }

    private String flow(RequestContext context) {
        return manyClusters && context.scope() instanceof ClusterScope.One(var cluster)
                ? "cluster " + cluster
                : "user " + context.user().name();
    }
}
