package dev.hanse.workspaces.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;

/// Where a workspace, and the logical cluster behind it, is in its life.
///
/// ```
/// SCHEDULING ─► INITIALIZING ─► READY ◄─► UNAVAILABLE
///                                 └─(deletionTimestamp)─► TERMINATING ─► DELETING ─► gone
/// ```
enum Phase {
    SCHEDULING("Scheduling"),
    INITIALIZING("Initializing"),
    READY("Ready"),
    UNAVAILABLE("Unavailable"),
    INACTIVE("Inactive"),
    TERMINATING("Terminating"),
    DELETING("Deleting");

    private final String text;

    Phase(String text) {
        this.text = text;
    }

    static Phase of(KubeObject object) {
        var text = object.status().path("phase").asText();
        for (var each : values()) {
            if (each.text.equals(text)) {
                return each;
            }
        }
        return SCHEDULING;
    }

    void writeTo(ObjectNode object) {
        object.withObjectProperty("status").put("phase", text);
    }

    /// As clients write it.
    @Override
    public String toString() {
        return text;
    }
}
