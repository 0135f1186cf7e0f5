package dev.hanse.syncer.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.tenancy.ClusterName;
import org.junit.jupiter.api.Test;

class NamesTest {

    private static final SyncTargetRef EDGE =
            new SyncTargetRef(
                    new ClusterName("abcd1234efgh5678"),
                    "edge-1",
                    "6e7f0c1e-0000-4000-8000-000000000001");
    private static final ClusterName TENANT = new ClusterName("ijkl1234mnop5678");

    @Test
    void keyIsTheOneKcpComputes() {
        assertThat(EDGE.key().value()).isEqualTo("3plru7GiMFprdu2WlA7zBMWuYUl4ttP3bBYtxf");
        assertThat(ShortHash.base62("root:org:ws:us-west1"))
                .isEqualTo("6ohB8yeXhwqTQVuBzJRgqcRJTpRjX7yTZu5g5g");
    }

    @Test
    void namespaceAndTenantAreTheOnesKcpComputes() {
        var locator = new NamespaceLocator(EDGE, TENANT, "default");

        assertThat(locator.namespaceName()).isEqualTo("kcp-2ac8q446qvqq");
        assertThat(locator.tenantId()).isEqualTo("8d6Dw8Q4kHykfGhfHzPnpYPI1on79OILCX6P4d");
    }

    @Test
    void locatorTextIsTheOneKcpHashes() {
        var text =
                "{\"syncTarget\":{\"cluster\":\"root:org:ws\",\"name\":\"us-west1\","
                        + "\"uid\":\"syncTargetUID\"},\"cluster\":\"root:org:ws\","
                        + "\"namespace\":\"test\"}";

        assertThat(ShortHash.base36(text)).startsWith("33jbiactwhg0");
        assertThat(new NamespaceLocator(EDGE, TENANT, "test").json())
                .isEqualTo(
                        text.replace(
                                        "\"root:org:ws\",\"name\":\"us-west1\"",
                                        "\"abcd1234efgh5678\",\"name\":\"edge-1\"")
                                .replace("syncTargetUID", EDGE.uid())
                                .replace("root:org:ws", TENANT.value()));
    }

    @Test
    void locatorSurvivesItsAnnotation() {
        var locator = new NamespaceLocator(EDGE, TENANT, "default");

        assertThat(NamespaceLocator.parse(locator.json())).contains(locator);
        assertThat(NamespaceLocator.parse("{}")).isEmpty();
        assertThat(NamespaceLocator.parse("not json")).isEmpty();
    }

    @Test
    void sameNamespaceOfTwoTenantsBecomesTwo() {
        var one = new NamespaceLocator(EDGE, TENANT, "default");
        var other = new NamespaceLocator(EDGE, new ClusterName("other"), "default");

        assertThat(one.namespaceName()).isNotEqualTo(other.namespaceName());
        assertThat(one.tenantId()).isNotEqualTo(other.tenantId());
    }

    @Test
    void clusterScopedObjectsOfTwoTenantsGetTwoNames() {
        var one = new NamespaceLocator(EDGE, TENANT, "");
        var other = new NamespaceLocator(EDGE, new ClusterName("other"), "");

        assertThat(one.objectName("db")).endsWith("-db").isNotEqualTo(other.objectName("db"));
        assertThat(new NamespaceLocator(EDGE, TENANT, "default").objectName("db")).isEqualTo("db");
    }
}
