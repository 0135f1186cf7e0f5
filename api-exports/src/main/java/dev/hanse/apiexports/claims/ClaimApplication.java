package dev.hanse.apiexports.claims;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ObjectClient.PatchType;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Brings the marks of existing objects up to date when a binding accepts other claims than before.
///
/// Admission alone knows which marks are right, so this only touches, with an empty patch, what is
/// not as it should be.
public final class ClaimApplication {
    private final ObjectClient client;
    private final Function<ClusterName, ApiSurface> surfaces;

    public ClaimApplication(ObjectClient client, Function<ClusterName, ApiSurface> surfaces) {
        this.client = client;
        this.surfaces = surfaces;
    }

    /// @param accepted every claim that the bindings of the cluster accept
    /// @param changed claims that were accepted or given up since the last time
    public void apply(
            ClusterName cluster, List<AcceptedClaim> accepted, Set<PermissionClaim.Key> changed) {
        for (var definition : surfaces.apply(cluster).definitions()) {
            var concerned =
                    changed.stream()
                            .anyMatch(
                                    each ->
                                            ClaimableApis.sameForClaims(
                                                    each.resource(), definition.groupResource()));
            if (concerned && definition.strategy().answerer().isEmpty()) {
                touchWrong(cluster, definition, accepted);
            }
        }
    }

    private void touchWrong(
            ClusterName cluster, ResourceDefinition definition, List<AcceptedClaim> accepted) {
        var resource = definition.served();
        for (var each : client.list(ResourceScope.in(cluster, resource), ListOptions.ALL).items()) {
            if (!isRight(definition, each, accepted)) {
                touch(ResourceScope.in(cluster, resource, each.namespace()), each.name());
            }
        }
    }

    private static boolean isRight(
            ResourceDefinition definition, KubeObject object, List<AcceptedClaim> accepted) {
        var marks = new HashMap<>(object.labels());
        marks.keySet().removeIf(each -> !AcceptedClaim.isLabelKey(each));
        return marks.equals(
                ClaimLabels.expected(
                        accepted,
                        definition.groupResource(),
                        object.labels(),
                        object.label(Apis.EXPORT_LABEL).orElse("")));
    }

    private void touch(ResourceScope scope, String name) {
        try {
            client.patch(scope, name, null, PatchType.MERGE, JsonNodeFactory.instance.objectNode());
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
