package dev.hanse.syncer.placement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.syncer.api.Resources;

/// The Location that every sync target of a workspace is in, if nobody made a finer one.
final class DefaultLocation {

    static final KubeObject OBJECT =
            KubeObject.of(Resources.LOCATIONS.groupVersion().withKind("Location"), null, "default")
                    .with(DefaultLocation::describe);

    private DefaultLocation() {}

    private static void describe(ObjectNode json) {
        var spec = json.putObject("spec");
        spec.put("description", "All sync targets of this workspace");
        spec.putObject("resource")
                .put("group", Resources.SYNC_TARGETS.group())
                .put("version", Resources.SYNC_TARGETS.version())
                .put("resource", Resources.SYNC_TARGETS.resource());
        spec.putObject("instanceSelector");
    }
}
