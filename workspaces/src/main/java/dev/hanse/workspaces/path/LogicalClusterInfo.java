package dev.hanse.workspaces.path;

import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Marks;

/// What requests must know about a logical cluster, without its whole object.
///
/// @param path the canonical path; the name where there is none, as for `root`
/// @param type the type the workspace was created with, `path:name`, or empty
/// @param requiredGroups the expression callers must satisfy, or empty
public record LogicalClusterInfo(
        ClusterName name,
        String path,
        String type,
        String phase,
        String requiredGroups,
        boolean inactive,
        boolean beingDeleted) {

    static LogicalClusterInfo of(ClusterName name, KubeObject object) {
        return new LogicalClusterInfo(
                name,
                object.annotation(Marks.PATH).orElse(name.value()),
                object.annotation(Marks.TYPE).orElse(""),
                object.status().path("phase").asText(),
                object.annotation(Marks.REQUIRED_GROUPS).orElse(""),
                isTrue(object, Marks.INACTIVE) || isTrue(object, Marks.LEGACY_INACTIVE),
                object.isBeingDeleted());
    }

    private static boolean isTrue(KubeObject object, String annotation) {
        return object.annotation(annotation).orElse("").equals("true");
    }
}
