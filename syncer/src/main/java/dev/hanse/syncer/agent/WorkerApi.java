package dev.hanse.syncer.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.syncer.api.Condition;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.NamespaceLocator;
import dev.hanse.syncer.mapping.TargetKey;
import dev.hanse.syncer.transform.WorkerCrd;

/// Sees to it that the worker cluster serves the APIs that are synced. One that it has by itself is
/// taken as it is; one that the agent installed follows the export.
final class WorkerApi {

    private static final ResourceScope CRDS =
            ResourceScope.in(WorkerSide.WORKER, Resources.CUSTOM_RESOURCE_DEFINITIONS);

    private final ObjectClient worker;
    private final TargetKey key;
    private final boolean install;

    /// @param install whether the agent may install what is missing
    WorkerApi(ObjectClient worker, TargetKey key, boolean install) {
        this.worker = worker;
        this.key = key;
        this.install = install;
    }

    /// Whether the worker serves the API of this APIResourceSchema now; if not, ask again.
    boolean isServed(KubeObject schema) {
        var wanted = WorkerCrd.of(schema);
        var found = Lookup.find(worker, CRDS, wanted.name());
        var ours =
                found.flatMap(crd -> crd.label(NamespaceLocator.OWNERSHIP_LABEL))
                        .filter(key.value()::equals)
                        .isPresent();
        if (install && (found.isEmpty() || ours)) {
            var crd = worker.apply(CRDS, wanted.name(), null, owned(wanted), "syncer", ours);
            return isEstablished(crd);
        }
        return found.map(WorkerApi::isEstablished).orElse(false);
    }

    private ObjectNode owned(KubeObject crd) {
        return crd.with(
                        json ->
                                json.withObject("/metadata/labels")
                                        .put(NamespaceLocator.OWNERSHIP_LABEL, key.value()))
                .json();
    }

    private static boolean isEstablished(KubeObject crd) {
        return Condition.of(crd, "Established")
                .filter(it -> it.status().equals("True"))
                .isPresent();
    }
}
