package dev.hanse.syncer.agent;

import dev.hanse.machinery.object.KubeObject;
import java.util.LinkedHashSet;
import java.util.Set;

/// An export whose objects the SyncTarget takes.
///
/// @param path the export's workspace; empty for the SyncTarget's own
record SupportedExport(String path, String name) {

    static Set<SupportedExport> of(KubeObject syncTarget) {
        var found = new LinkedHashSet<SupportedExport>();
        for (var each : syncTarget.spec().path("supportedAPIExports")) {
            found.add(
                    new SupportedExport(each.path("path").asText(), each.path("export").asText()));
        }
        return found;
    }

    @Override
    public String toString() {
        return path.isEmpty() ? name : path + ":" + name;
    }
}
