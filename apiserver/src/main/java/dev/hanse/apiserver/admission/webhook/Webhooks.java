package dev.hanse.apiserver.admission.webhook;

import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.cel.CelConditions;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.List;

/// The webhooks of one logical cluster, by the names of their configurations.
record Webhooks(List<Webhook> mutating, List<Webhook> validating) {

    private static final String GROUP = "admissionregistration.k8s.io";
    private static final StorageResource MUTATING = stored("mutatingwebhookconfigurations");
    private static final StorageResource VALIDATING = stored("validatingwebhookconfigurations");

    /// What nearly every cluster has, so there is one of it.
    static final Webhooks NONE = new Webhooks(List.of(), List.of());

    Webhooks {
        mutating = List.copyOf(mutating);
        validating = List.copyOf(validating);
    }

    /// A cache of these that always includes the latest write.
    static ClusterCache<Webhooks> cache(
            StoredObjects objects, CelConditions language, int clusters) {
        return objects.cache(
                List.of(MUTATING, VALIDATING),
                clusters,
                cluster -> {
                    var mutating = load(objects, MUTATING, cluster, language);
                    var validating = load(objects, VALIDATING, cluster, language);
                    return mutating.isEmpty() && validating.isEmpty()
                            ? NONE
                            : new Webhooks(mutating, validating);
                });
    }

    /// Objects come in the order of their names, which is the order in which Kubernetes asks.
    private static List<Webhook> load(
            StoredObjects objects,
            StorageResource resource,
            ClusterName cluster,
            CelConditions language) {
        var found = new ArrayList<Webhook>();
        for (var configuration : objects.list(resource, cluster)) {
            for (var each : configuration.json().path("webhooks")) {
                found.add(Webhook.parse(cluster, configuration, each, language));
            }
        }
        return found;
    }

    private static StorageResource stored(String plural) {
        return StorageResource.builtIn(new GroupResource(GROUP, plural));
    }
}
