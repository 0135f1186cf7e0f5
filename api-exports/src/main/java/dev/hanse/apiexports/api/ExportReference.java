package dev.hanse.apiexports.api;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Hashes;
import dev.hanse.workspaces.api.Marks;

/// An export by the logical cluster it lives in, whatever path led there.
public record ExportReference(ClusterName cluster, String name) {

    public static ExportReference of(KubeObject export) {
        return new ExportReference(clusterOf(export), export.name());
    }

    /// The logical cluster an object came from.
    public static ClusterName clusterOf(KubeObject object) {
        return new ClusterName(
                object.annotation(Marks.CLUSTER)
                        .orElseThrow(
                                () -> new IllegalStateException("object without its cluster")));
    }

    /// What labels refer to the export by.
    public String hash() {
        return Hashes.base62(Hashes.sha224(cluster + ":" + name));
    }
}
