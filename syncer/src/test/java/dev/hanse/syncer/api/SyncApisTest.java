package dev.hanse.syncer.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.object.KubeObject;
import org.junit.jupiter.api.Test;

class SyncApisTest {

    @Test
    void bringsTheKindsAlong() {
        assertThat(SyncApis.manifests())
                .extracting(KubeObject::name)
                .containsExactly(
                        "synctargets.workload.kcp.io",
                        "locations.scheduling.kcp.io",
                        "placements.scheduling.kcp.io");
    }

    @Test
    void conditionsOfEveryKindCanHaveSeveralWriters() {
        for (var each : SyncApis.manifests()) {
            var conditions =
                    each.spec()
                            .at(
                                    "/versions/0/schema/openAPIV3Schema/properties/status"
                                            + "/properties/conditions");
            if (conditions.isObject()) {
                assertThat(conditions.path("x-kubernetes-list-type").asText()).isEqualTo("map");
            }
        }
    }
}
