package dev.hanse.apiexports.claims;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Conditions;
import dev.hanse.workspaces.api.Conditions.Severity;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The part of a binding's status that is about permission claims.
public final class BindingClaims {
    private static final String VALID = "PermissionClaimsValid";
    private static final String APPLIED = "PermissionClaimsApplied";
    private static final int SHOWN = 10;

    private final ClaimApplication application;
    private final Exports exports;
    private final Clock clock;

    public BindingClaims(ClaimApplication application, Exports exports, Clock clock) {
        this.application = application;
        this.exports = exports;
        this.clock = clock;
    }

    /// Writes offered and applied claims into `json`, after marking the objects they cover.
    public void write(
            ClusterName cluster,
            KubeObject binding,
            KubeObject export,
            ObjectNode json,
            List<AcceptedClaim> acceptedInCluster) {
        var offered = PermissionClaim.listOf(export.spec().path("permissionClaims"));
        var wanted = PermissionClaim.listOf(binding.spec().path("permissionClaims"));
        var status = json.withObjectProperty("status");
        if (offered.isEmpty()) {
            status.remove("exportPermissionClaims");
        } else {
            status.set("exportPermissionClaims", export.spec().path("permissionClaims").deepCopy());
        }
        var conditions = Conditions.of(json, clock);
        validate(offered, wanted, conditions);
        var effective = effective(offered, wanted);
        var before = PermissionClaim.listOf(binding.status().path("appliedPermissionClaims"));
        var changed = changed(before, effective);
        if (!changed.isEmpty()) {
            application.apply(cluster, acceptedInCluster, changed);
        }
        if (effective.isEmpty()) {
            status.remove("appliedPermissionClaims");
        } else {
            var applied = status.putArray("appliedPermissionClaims");
            effective.forEach(each -> applied.add(each.without("state", "defaultSelector")));
        }
        conditions.markTrue(APPLIED);
    }

    /// The accepted claims that the export still makes, in the order status lists show them.
    static List<PermissionClaim> effective(
            List<PermissionClaim> offered, List<PermissionClaim> wanted) {
        var keys = offered.stream().map(PermissionClaim::key).collect(Collectors.toSet());
        return wanted.stream()
                .filter(each -> each.isAccepted() && keys.contains(each.key()))
                .sorted()
                .toList();
    }

    private static Set<PermissionClaim.Key> changed(
            List<PermissionClaim> before, List<PermissionClaim> after) {
        var old = selectors(before);
        var now = selectors(after);
        var keys = new HashSet<>(old.keySet());
        keys.addAll(now.keySet());
        keys.removeIf(key -> Objects.equals(old.get(key), now.get(key)));
        return keys;
    }

    private static Map<PermissionClaim.Key, JsonNode> selectors(List<PermissionClaim> claims) {
        var found = new HashMap<PermissionClaim.Key, JsonNode>();
        claims.forEach(each -> found.put(each.key(), each.json().path("selector")));
        return found;
    }

    private void validate(
            List<PermissionClaim> offered, List<PermissionClaim> wanted, Conditions conditions) {
        var problems = new ArrayList<String>();
        for (var each : offered) {
            if (!isKnown(each)) {
                problems.add(problem("invalid", each));
            }
        }
        var keys = offered.stream().map(PermissionClaim::key).collect(Collectors.toSet());
        for (var each : wanted) {
            if (!keys.contains(each.key())) {
                problems.add(problem("unexpected", each));
            }
        }
        if (!problems.isEmpty()) {
            var shown = problems.subList(0, Math.min(SHOWN, problems.size()));
            conditions.markFalse(
                    VALID,
                    "InvalidPermissionClaims",
                    Severity.ERROR,
                    "%d unexpected and/or invalid permission claims (showing first %d): %s"
                            .formatted(problems.size(), shown.size(), String.join(", ", shown)));
        } else {
            mismatch(offered, wanted)
                    .ifPresentOrElse(
                            each ->
                                    conditions.markFalse(
                                            VALID,
                                            "PermissionClaimsMismatch",
                                            Severity.WARNING,
                                            each),
                            () -> conditions.markTrue(VALID));
        }
    }

    private boolean isKnown(PermissionClaim claim) {
        return claim.identityHash().isEmpty()
                ? ClaimableApis.needsNoIdentity(claim.resource())
                : !exports.withIdentity(claim.identityHash()).isEmpty();
    }

    private static String problem(String what, PermissionClaim claim) {
        return "%s claim for %s.%s (identity \"%s\")"
                .formatted(
                        what,
                        claim.resource().resource(),
                        claim.resource().group(),
                        claim.identityHash());
    }

    private static Optional<String> mismatch(
            List<PermissionClaim> offered, List<PermissionClaim> wanted) {
        for (var each : wanted) {
            for (var offer : offered) {
                if (offer.key().equals(each.key())
                        && each.isAccepted()
                        && !offer.verbs().equals(each.verbs())) {
                    return Optional.of(
                            "verbs of the accepted claim for "
                                    + each.resource()
                                    + " differ from what the export claims");
                }
            }
        }
        return Optional.empty();
    }
}
