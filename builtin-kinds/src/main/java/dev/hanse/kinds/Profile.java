package dev.hanse.kinds;

import java.util.List;

/// Which built-in kinds a server serves.
public enum Profile {
    /// What a workspace serves: exactly kcp's list. `logicalclusters` is a system kind, not one of
    /// these.
    CONTROL_PLANE,

    /// What a cluster serves: the control plane's kinds, and those that run workloads.
    KUBERNETES;

    List<String> files() {
        return switch (this) {
            case CONTROL_PLANE -> List.of("control-plane");
            case KUBERNETES -> List.of("control-plane", "workloads");
        };
    }
}
