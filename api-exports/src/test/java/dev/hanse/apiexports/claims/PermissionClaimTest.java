package dev.hanse.apiexports.claims;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PermissionClaimTest {

    /// Computed from kcp's definition: base62 of sha224 of the claim as Go prints it.
    @Test
    void labelsHaveTheHashesThatOtherServersGiveThem() {
        assertThat(claim("{resource: configmaps, group: '', verbs: [get]}").labelValue())
                .isEqualTo("3QVjs6pfBjMpLEVYYhysJnroYGsQGlWm05E4qe");
        assertThat(
                        claim(
                                        "{group: wildwest.dev, resource: cowboys, identityHash:"
                                                + " abc, verbs: ['*'], selector: {matchAll: true}}")
                                .labelValue())
                .isEqualTo("5CW8Q499WEFkCE7PJUb8obgdee0FGmD9Nv7CVK");
        assertThat(new ExportReference(ClusterName.ROOT, "tenancy.kcp.io").hash())
                .isEqualTo("bmCdly9xXiUpEHe3ypvDwvXMTfoVZUE92mqAQf");
        assertThat(ClaimLabels.REFLEXIVE_VALUE).isEqualTo("LstvmbbzVDDOn90ZbhzSQO5U3DMCf88h1pZ");
    }

    @Test
    void anyVerbCountsOnlyWhenBothSidesSaidSo() {
        var everything = claim("{resource: configmaps, verbs: ['*']}");
        var reading = claim("{resource: configmaps, verbs: [get, list]}");

        assertThat(everything.grants(everything, "delete")).isTrue();
        assertThat(everything.grants(reading, "get")).isFalse();
        assertThat(reading.grants(reading, "get")).isTrue();
        assertThat(reading.grants(reading, "delete")).isFalse();
    }

    @Test
    void effectiveClaimsAreAcceptedAndStillOffered() {
        var offered = List.of(claim("{resource: secrets, verbs: ['*']}"));
        var wanted =
                List.of(
                        claim("{resource: secrets, verbs: ['*'], state: Accepted}"),
                        claim("{resource: configmaps, verbs: ['*'], state: Accepted}"));

        assertThat(BindingClaims.effective(offered, wanted))
                .extracting(each -> each.resource().resource())
                .containsExactly("secrets");
        assertThat(
                        BindingClaims.effective(
                                offered,
                                List.of(
                                        claim(
                                                "{resource: secrets, verbs: ['*'], state:"
                                                        + " Rejected}"))))
                .isEmpty();
    }

    @Test
    void claimsOnEventsCoverBothOfTheirGroups() {
        assertThat(
                        ClaimableApis.sameForClaims(
                                new GroupResource("events.k8s.io", "events"),
                                new GroupResource("", "events")))
                .isTrue();
    }

    @Test
    void bindingsCarryTheReflexiveMarkUnlessAClaimNeedsTheKey() {
        var bindings = new GroupResource("apis.kcp.io", "apibindings");

        var marks = ClaimLabels.expected(List.of(), bindings, Map.of(), "hash");

        assertThat(marks)
                .containsExactly(
                        Map.entry(
                                "claimed.internal.apis.kcp.io/hash", ClaimLabels.REFLEXIVE_VALUE));
    }

    private static PermissionClaim claim(String yaml) {
        return PermissionClaim.of(Yaml.parse(yaml));
    }
}
