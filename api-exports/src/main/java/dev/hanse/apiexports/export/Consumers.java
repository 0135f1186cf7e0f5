package dev.hanse.apiexports.export;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Knows which exports have a consumer here, and which slices care.
///
/// Remembers one binding per export as its witness, so that the thousandth binding of an export
/// costs nothing and only the loss of the witness makes anybody search for another. Grows with
/// exports and slices, not with bindings. Thread-safe.
public final class Consumers {

    private record Witness(ClusterName cluster, String binding) {}

    private final ObjectClient client;
    private final Exports exports;
    private final Map<String, Witness> witnesses = new ConcurrentHashMap<>();
    private final Map<String, Set<EndpointSliceController.Key>> slices = new ConcurrentHashMap<>();

    public Consumers(ObjectClient client, Exports exports) {
        this.client = client;
        this.exports = exports;
    }

    /// Whether any binding on this server refers to the export.
    boolean any(ExportReference export) {
        var hash = export.hash();
        if (witnesses.containsKey(hash)) {
            return true;
        }
        var living = exports.bindingsOf(export).filter(each -> !each.isBeingDeleted()).findFirst();
        living.ifPresent(each -> witnesses.put(hash, witness(each)));
        return living.isPresent();
    }

    /// The slices whose endpoints may change because of a changed or deleted binding.
    public Collection<EndpointSliceController.Key> concernedBy(KubeObject binding) {
        var hash = binding.label(Apis.EXPORT_LABEL).orElse("");
        var known = witnesses.get(hash);
        if (known == null) {
            return Set.copyOf(slices.getOrDefault(hash, Set.of()));
        }
        if (!known.equals(witness(binding)) || isAlive(known)) {
            return List.of();
        }
        witnesses.remove(hash);
        return Set.copyOf(slices.getOrDefault(hash, Set.of()));
    }

    /// The slices of an export.
    public Collection<EndpointSliceController.Key> slicesOf(ExportReference export) {
        return Set.copyOf(slices.getOrDefault(export.hash(), Set.of()));
    }

    void remember(EndpointSliceController.Key slice, ExportReference export) {
        slices.computeIfAbsent(export.hash(), _ -> ConcurrentHashMap.newKeySet()).add(slice);
    }

    void forget(EndpointSliceController.Key slice) {
        slices.values().forEach(each -> each.remove(slice));
    }

    private boolean isAlive(Witness witness) {
        return client.find(ResourceScope.in(witness.cluster(), Apis.BINDINGS), witness.binding())
                .map(each -> !each.isBeingDeleted())
                .orElse(false);
    }

    private static Witness witness(KubeObject binding) {
        return new Witness(ExportReference.clusterOf(binding), binding.name());
    }
}
