package dev.hanse.syncer.placement;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.mapping.TargetKey;
import java.time.Instant;

/// A sync target that a Placement's locations lead to.
///
/// @param location the name of the Location
record Candidate(String location, KubeObject target) {

    TargetKey key() {
        return TargetKey.of(Clusters.require(target), target.name());
    }

    boolean isSchedulable(Instant now) {
        return !target.spec().path("unschedulable").asBoolean() && !isEvicting(now);
    }

    /// Whether what is here is to leave.
    boolean isEvicting(Instant now) {
        if (target.isBeingDeleted()) {
            return true;
        }
        var after = target.spec().path("evictAfter").asText();
        return !after.isEmpty() && !Instant.parse(after).isAfter(now);
    }

    boolean isConnected() {
        return Condition.of(target, SyncTargetReconciler.CONNECTED)
                .filter(it -> it.status().equals("True"))
                .isPresent();
    }
}
