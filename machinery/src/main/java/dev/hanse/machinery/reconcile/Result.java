package dev.hanse.machinery.reconcile;

import java.time.Duration;

/// How one reconciliation ended, when it did not fail.
public sealed interface Result {

    /// Nothing to do until something changes.
    record Done() implements Result {}

    /// Look again after a while even if nothing changes.
    record RequeueAfter(Duration delay) implements Result {}

    static Result done() {
        return new Done();
    }

    static Result requeueAfter(Duration delay) {
        return new RequeueAfter(delay);
    }
}
