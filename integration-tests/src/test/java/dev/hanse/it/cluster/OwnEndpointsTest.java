package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Answer;
import dev.hanse.it.TestingPlainCluster;
import org.junit.jupiter.api.Test;

/// Where pods find the API server: behind the Service `default/kubernetes`.
class OwnEndpointsTest extends PlainClusterTest {

    private static final String ENDPOINTS = CORE + "endpoints/kubernetes";
    private static final String SLICES =
            "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices";

    @Override
    TestingPlainCluster open() {
        return TestingPlainCluster.start("--advertise-address", "192.0.2.10");
    }

    private String port() {
        return String.valueOf(api().base().getPort());
    }

    @Test
    void theServerPublishesItsOwnAddress() {
        var endpoints = api().get(ENDPOINTS).expect(200);

        assertThat(endpoints.at("/metadata/labels"))
                .isEqualTo(Answer.parse("{\"endpointslice.kubernetes.io/skip-mirror\": \"true\"}"));
        assertThat(endpoints.at("/subsets"))
                .isEqualTo(
                        Answer.parse(
                                """
                                [{"addresses": [{"ip": "192.0.2.10"}],
                                  "ports": [{"name": "https", "port": %s, "protocol": "TCP"}]}]
                                """
                                        .formatted(port())));
    }

    @Test
    void aSliceSaysTheSame() {
        var slices =
                api().get(SLICES + "?labelSelector=kubernetes.io/service-name%3Dkubernetes")
                        .expect(200);

        assertThat(slices.at("/items")).hasSize(1);
        var slice = slices.at("/items/0");
        assertThat(slice.at("/metadata/name").asText()).isEqualTo("kubernetes");
        assertThat(slice.at("/addressType").asText()).isEqualTo("IPv4");
        assertThat(slice.at("/endpoints"))
                .isEqualTo(
                        Answer.parse(
                                """
                                [{"addresses": ["192.0.2.10"], "conditions": {"ready": true}}]
                                """));
        assertThat(slice.at("/ports"))
                .isEqualTo(
                        Answer.parse(
                                """
                                [{"name": "https", "port": %s, "protocol": "TCP"}]
                                """
                                        .formatted(port())));
    }

    @Test
    void whatSomebodyChangesIsPutRight() {
        api().mergePatch(ENDPOINTS, "{\"subsets\": null}").expect(200);
        api().delete(SLICES + "/kubernetes").expect(200);

        await().untilAsserted(
                        () -> {
                            assertThat(api().get(ENDPOINTS).text("/subsets/0/addresses/0/ip"))
                                    .isEqualTo("192.0.2.10");
                            api().get(SLICES + "/kubernetes").expect(200);
                        });
    }
}
