package dev.hanse.apiexports.binding;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.claims.AcceptedClaim;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the bindings of one logical cluster amount to, as requests need it.
///
/// @param resources of equal resources, the one that was bound first
public record ClusterBindings(
        Map<GroupResource, BoundResource> resources, List<AcceptedClaim> claims) {
    public ClusterBindings {
        claims = List.copyOf(claims);
    }

    /// A cache of these that always includes the latest write.
    public static ClusterCache<ClusterBindings> cache(StoredObjects objects, int clusters) {
        return objects.cache(
                List.of(Apis.STORED_BINDINGS),
                clusters,
                cluster -> of(objects.list(Apis.STORED_BINDINGS, cluster)));
    }

    static ClusterBindings of(List<KubeObject> bindings) {
        var resources = new LinkedHashMap<GroupResource, BoundResource>();
        var claims = new ArrayList<AcceptedClaim>();
        for (var each : bindings) {
            resources(each).forEach(bound -> resources.putIfAbsent(bound.resource(), bound));
            claims.addAll(AcceptedClaim.of(each));
        }
        return new ClusterBindings(resources, claims);
    }

    /// The export that a binding was last bound to.
    public static Optional<ExportReference> boundExport(KubeObject binding) {
        var cluster = binding.status().path("apiExportClusterName").asText();
        var name = binding.spec().path("reference").path("export").path("name").asText();
        return cluster.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExportReference(new ClusterName(cluster), name));
    }

    /// What a binding has bound.
    public static List<BoundResource> resources(KubeObject binding) {
        var export = boundExport(binding).orElse(null);
        var found = new ArrayList<BoundResource>();
        for (var each : binding.status().path("boundResources")) {
            found.add(
                    new BoundResource(
                            new GroupResource(
                                    each.path("group").asText(), each.path("resource").asText()),
                            each.path("schema").path("UID").asText(),
                            each.path("schema").path("identityHash").asText(),
                            binding.name(),
                            export,
                            binding.isBeingDeleted()));
        }
        return List.copyOf(found);
    }
}
