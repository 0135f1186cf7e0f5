package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import org.junit.jupiter.api.Test;

/// Cluster roles that are made of others.
class RoleAggregationTest extends ControlPlaneTest {

    private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

    @Test
    void sayWhatTheyAmountTo() {
        var api = plane.workspaceOf("alice", "roles").api();
        api.post(
                        ROLES,
                        """
                        {"metadata": {"name": "whole"},
                         "aggregationRule": {"clusterRoleSelectors": [
                          {"matchLabels": {"part-of": "whole"}}]},
                         "rules": []}
                        """)
                .expect(201);
        part(api, "b", "secrets");
        part(api, "a", "configmaps");
        part(api, "again", "configmaps");

        await().untilAsserted(
                        () ->
                                assertThat(rules(api))
                                        .isEqualTo(rule("configmaps") + rule("secrets")));

        api.mergePatch(ROLES + "/whole", "{\"rules\": []}").expect(200);
        await().untilAsserted(
                        () ->
                                assertThat(rules(api))
                                        .isEqualTo(rule("configmaps") + rule("secrets")));
        api.delete(ROLES + "/b").expect(200);
        await().untilAsserted(() -> assertThat(rules(api)).isEqualTo(rule("configmaps")));
    }

    private static void part(Api api, String name, String resource) {
        api.post(
                        ROLES,
                        """
                        {"metadata": {"name": "%s", "labels": {"part-of": "whole"}},
                         "rules": [%s]}
                        """
                                .formatted(name, rule(resource)))
                .expect(201);
    }

    private static String rule(String resource) {
        return "{\"apiGroups\":[\"\"],\"resources\":[\"" + resource + "\"],\"verbs\":[\"get\"]}";
    }

    /// The rules one after the other, with their fields in order.
    private static String rules(Api api) {
        var text = new StringBuilder();
        for (var each : api.get(ROLES + "/whole").expect(200).at("/rules")) {
            text.append("{\"apiGroups\":").append(each.path("apiGroups"));
            text.append(",\"resources\":").append(each.path("resources"));
            text.append(",\"verbs\":").append(each.path("verbs")).append('}');
        }
        return text.toString();
    }
}
