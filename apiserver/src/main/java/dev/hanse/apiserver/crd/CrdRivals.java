package dev.hanse.apiserver.crd;

import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/// Finds out whether a definition has names that another resource has a better right to.
///
/// [CrdNaming] decides while a definition is written, and so cannot know of one that is written at
/// the same moment, or of a binding that just takes effect. The older definition is right then; a
/// bound API is right against any definition.
///
/// @param surfaces what a cluster serves at the moment
record CrdRivals(ObjectClient client, Function<ClusterName, ApiSurface> surfaces) {

    private static final Comparator<KubeObject> OLDEST =
            Comparator.<KubeObject, String>comparing(
                            each -> each.metadata().path("creationTimestamp").asText())
                    .thenComparing(KubeObject::uid);

    /// Whether some name that `crd` was given belongs to somebody else.
    boolean anyIsRight(ResourceScope scope, ClusterName cluster, KubeObject crd) {
        var group = crd.spec().path("group").asText();
        var plural = crd.spec().path("names").path("plural").asText();
        for (var each : surfaces.apply(cluster).definitions()) {
            if (!each.group().equals(group)) {
                continue;
            }
            boolean custom = each.segment().equals(ResourceDefinition.CUSTOM_RESOURCES);
            if (each.names().plural().equals(plural)) {
                if (!custom) {
                    return true;
                }
            } else if (CrdNaming.sharesNames(crd, each.names())
                    && (!custom || isRight(scope, each, crd))) {
                return true;
            }
        }
        return false;
    }

    private boolean isRight(ResourceScope scope, ResourceDefinition rival, KubeObject crd) {
        return find(scope, rival)
                .map(
                        other ->
                                Crd.isTrue(other.json(), Crd.NAMES_ACCEPTED)
                                        && OLDEST.compare(other, crd) < 0)
                // Not a definition of this cluster but a system kind, which is there for good.
                .orElse(true);
    }

    private Optional<KubeObject> find(ResourceScope scope, ResourceDefinition definition) {
        try {
            return Optional.of(
                    client.get(scope, definition.names().plural() + "." + definition.group()));
        } catch (ApiException e) {
            if (e.isNotFound()) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
