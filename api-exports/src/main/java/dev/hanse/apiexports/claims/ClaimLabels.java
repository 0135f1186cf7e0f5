package dev.hanse.apiexports.claims;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.workspaces.api.Hashes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which claim labels an object must carry, given what the bindings of its cluster accept.
public final class ClaimLabels {
    /// What bindings say under their own export's claim label: the provider may see that they
    /// exist.
    public static final String REFLEXIVE_VALUE = reflexiveValue();

    private static final int HASH_LENGTH = 28;

    private ClaimLabels() {}

    /// @param exportHash of a binding's own export, else empty
    public static Map<String, String> expected(
            List<AcceptedClaim> claims,
            GroupResource resource,
            Map<String, String> labels,
            String exportHash) {
        var expected = new HashMap<String, String>();
        if (resource.equals(Apis.BINDINGS.groupResource()) && !exportHash.isEmpty()) {
            expected.put(AcceptedClaim.labelKey(exportHash), REFLEXIVE_VALUE);
        }
        for (var each : claims) {
            if (each.covers(resource, labels)) {
                expected.put(each.labelKey(), each.labelValue());
            }
        }
        return expected;
    }

    private static String reflexiveValue() {
        var digits = new byte[HASH_LENGTH];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) (i % 10);
        }
        return Hashes.base62(digits);
    }
}
