package dev.hanse.apiserver.admission;

import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Finds the cluster whose policies and webhooks judge a write.
///
/// @param special the first that has a say decides; otherwise it is the cluster of the object
public record Jurisdictions(List<Jurisdiction> special) {

    /// What nothing that users configure may judge: a policy that refuses changes of itself could
    /// never be removed.
    private static final Set<String> EXEMPT =
            Set.of(
                    "mutatingadmissionpolicies",
                    "mutatingadmissionpolicybindings",
                    "mutatingwebhookconfigurations",
                    "validatingadmissionpolicies",
                    "validatingadmissionpolicybindings",
                    "validatingwebhookconfigurations");

    public Jurisdictions {
        special = List.copyOf(special);
    }

    /// Empty when nobody may judge.
    public Optional<ClusterName> of(AdmissionRequest request) {
        var resource = request.resource().groupResource();
        if (resource.group().equals("admissionregistration.k8s.io")
                && EXEMPT.contains(resource.resource())) {
            return Optional.empty();
        }
        for (var each : special) {
            var found = each.of(request.cluster(), resource);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.of(request.cluster());
    }
}
