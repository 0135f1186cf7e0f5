package dev.hanse.syncer.placement;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.syncer.api.Condition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Tells those whom it concerns that something about sites changed, but not that a heartbeat came.
final class SiteChanges {

    /// Who listens.
    interface Listener {

        /// A target is heard again, or not any more.
        void connectionChanged(String key);

        /// What can be chosen from is not what it was.
        void sitesChanged();
    }

    private final Listener listener;
    private final Map<ClusterObject, String> offers = new ConcurrentHashMap<>();

    SiteChanges(Listener listener) {
        this.listener = listener;
    }

    void connectionChanged(String key) {
        listener.connectionChanged(key);
    }

    void targetSeen(ClusterObject id, KubeObject target, Condition connected) {
        var offer = connected.status() + target.labels() + target.spec() + target.isBeingDeleted();
        if (!offer.equals(offers.put(id, offer))) {
            listener.sitesChanged();
        }
    }

    void targetGone(ClusterObject id) {
        if (offers.remove(id) != null) {
            listener.sitesChanged();
        }
    }
}
