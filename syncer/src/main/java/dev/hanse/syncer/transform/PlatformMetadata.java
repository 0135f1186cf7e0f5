package dev.hanse.syncer.transform;

import java.util.Map;
import java.util.TreeMap;

/// Labels and annotations in which a control plane keeps its own books. They mean nothing, or
/// something else, on the other side.
final class PlatformMetadata {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    private PlatformMetadata() {}

    /// The entries that belong to the object's owner, sorted.
    static Map<String, String> without(Map<String, String> entries) {
        var kept = new TreeMap<>(entries);
        kept.keySet().removeIf(PlatformMetadata::isOurs);
        return kept;
    }

    private static boolean isOurs(String key) {
        int slash = key.indexOf('/');
        var domain = slash < 0 ? "" : key.substring(0, slash);
        return domain.equals("kcp.io") || domain.endsWith(".kcp.io") || key.equals(LAST_APPLIED);
    }
}
