package dev.hanse.apiexports.claims;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.LabelSelector;
import java.util.List;
import java.util.Map;

/// A claim that a binding has accepted, and the label that marks the objects it covers.
///
/// @param labelKey names the export, [#labelValue] the claim
/// @param selector which objects are covered
public record AcceptedClaim(
        PermissionClaim claim, String labelKey, String labelValue, LabelSelector selector) {
    private static final String LABEL_PREFIX = "claimed.internal.apis.kcp.io/";

    /// The label key of claims of the export with this hash.
    public static String labelKey(String exportHash) {
        return LABEL_PREFIX + exportHash;
    }

    public static boolean isLabelKey(String key) {
        return key.startsWith(LABEL_PREFIX);
    }

    /// Everything a binding accepts; nothing while it is not known which export it refers to.
    public static List<AcceptedClaim> of(KubeObject binding) {
        var hash = binding.label(Apis.EXPORT_LABEL);
        if (hash.isEmpty() || binding.isBeingDeleted()) {
            return List.of();
        }
        return PermissionClaim.listOf(binding.spec().path("permissionClaims")).stream()
                .filter(PermissionClaim::isAccepted)
                .map(
                        each ->
                                new AcceptedClaim(
                                        each,
                                        labelKey(hash.get()),
                                        each.labelValue(),
                                        selector(each)))
                .toList();
    }

    public boolean covers(GroupResource resource, Map<String, String> labels) {
        return ClaimableApis.sameForClaims(claim.resource(), resource) && selector.matches(labels);
    }

    private static LabelSelector selector(PermissionClaim claim) {
        var selector = claim.json().path("selector");
        return selector.isMissingNode() || selector.path("matchAll").asBoolean()
                ? LabelSelector.everything()
                : LabelSelector.fromJson(selector);
    }
}
