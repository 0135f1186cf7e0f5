package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.CheckedWatch;
import dev.hanse.it.TestingPlainCluster;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Addresses and ports of services: given once, kept over restarts, free again afterwards.
class ServicesTest extends PlainClusterTest {

    @Override
    TestingPlainCluster open() {
        return TestingPlainCluster.start(
                "--service-cluster-ip-range",
                "10.7.0.0/26",
                "--service-node-port-range",
                "31000-31003");
    }

    private Answer service(String name, String spec) {
        return create(
                CORE + "services",
                """
                {"metadata": {"name": "%s"}, "spec": {"ports": [{"port": 80}]%s}}
                """
                        .formatted(name, spec));
    }

    private void delete(String name) {
        api().delete(CORE + "services/" + name).expect(200);
    }

    @Test
    void theApiServerHasTheFirstAddress() {
        var own = api().get(CORE + "services/kubernetes").expect(200);

        assertThat(own.text("/spec/clusterIP")).isEqualTo("10.7.0.1");
        assertThat(own.text("/spec/ports/0/name")).isEqualTo("https");
    }

    @Test
    void aServiceIsCompleted() {
        var service = service("plain", "").expect(201);

        var address = service.text("/spec/clusterIP");
        assertThat(address).startsWith("10.7.0.");
        assertThat(service.at("/spec"))
                .isEqualTo(
                        Answer.parse(
                                """
                                {"ports": [{"port": 80, "protocol": "TCP", "targetPort": 80}],
                                 "clusterIP": "%1$s", "clusterIPs": ["%1$s"],
                                 "internalTrafficPolicy": "Cluster", "ipFamilies": ["IPv4"],
                                 "ipFamilyPolicy": "SingleStack", "sessionAffinity": "None",
                                 "type": "ClusterIP"}
                                """
                                        .formatted(address)));
        assertThat(service.at("/status")).isEqualTo(Answer.parse("{\"loadBalancer\": {}}"));
        delete("plain");
    }

    @Test
    void aStatusIsTakenAsItComes() {
        service("conditioned", "").expect(201);

        var patched =
                api().mergePatch(
                                CORE + "services/conditioned/status",
                                """
                                {"status": {"conditions": [{"type": "Custom", "status": "True"}]}}
                                """)
                        .expect(200);

        assertThat(patched.at("/status/conditions"))
                .isEqualTo(
                        Answer.parse(
                                """
                                [{"type": "Custom", "status": "True", "reason": "",
                                  "message": ""}]
                                """));
        delete("conditioned");
    }

    @Test
    void anAddressThatIsTakenIsRefusedUntilItIsFree() {
        service("first", ", \"clusterIP\": \"10.7.0.9\"").expect(201);

        assertThat(service("second", ", \"clusterIP\": \"10.7.0.9\"").expect(422).text("/message"))
                .isEqualTo(
                        "Service \"second\" is invalid: spec.clusterIPs: Invalid value:"
                                + " [\"10.7.0.9\"]: failed to allocate IP 10.7.0.9: provided IP is"
                                + " already allocated");

        delete("first");
        service("second", ", \"clusterIP\": \"10.7.0.9\"").expect(201);
        delete("second");
    }

    @Test
    void servicesWithoutAnAddressTakeNone() {
        assertThat(
                        service("headless", ", \"clusterIP\": \"None\"")
                                .expect(201)
                                .at("/spec/clusterIPs/0"))
                .hasToString("\"None\"");
        var named =
                service("named", ", \"type\": \"ExternalName\", \"externalName\": \"example.com\"")
                        .expect(201);
        assertThat(named.at("/spec").has("clusterIP")).isFalse();
        delete("headless");
        delete("named");
    }

    @Test
    void anAddressStaysAndGoesWithTheType() {
        var address = service("typed", "").expect(201).text("/spec/clusterIP");
        var path = CORE + "services/typed";

        assertThat(
                        api().mergePatch(
                                        path,
                                        "{\"spec\": {\"clusterIP\": \"10.7.0.60\", \"clusterIPs\":"
                                                + " [\"10.7.0.60\"]}}")
                                .expect(422)
                                .text("/message"))
                .contains(
                        "spec.clusterIPs[0]: Invalid value: [\"10.7.0.60\"]: may not change once"
                                + " set");

        var named = "{\"spec\": {\"type\": \"ExternalName\", \"externalName\": \"example.com\"}}";
        assertThat(api().mergePatch(path, named).expect(200).at("/spec").has("clusterIP"))
                .isFalse();
        service("successor", ", \"clusterIP\": \"" + address + "\"").expect(201);
        delete("successor");
        delete("typed");
    }

    @Test
    void portsOfNodesAreGivenOnce() {
        var ports =
                IntStream.range(0, 4)
                        .mapToObj(i -> service("np" + i, ", \"type\": \"NodePort\"").expect(201))
                        .map(each -> each.at("/spec/ports/0/nodePort").asInt())
                        .toList();
        assertThat(ports).containsExactlyInAnyOrder(31000, 31001, 31002, 31003);

        assertThat(service("full", ", \"type\": \"NodePort\"").expect(500).text("/message"))
                .contains("failed to allocate a nodePort: range is full");
        assertThat(
                        create(
                                        CORE + "services",
                                        """
                                        {"metadata": {"name": "asked"}, "spec": {"type": "NodePort",
                                         "ports": [{"port": 80, "nodePort": 31001}]}}
                                        """)
                                .expect(422)
                                .text("/message"))
                .isEqualTo(
                        "Service \"asked\" is invalid: spec.ports[0].nodePort: Invalid value:"
                                + " 31001: provided port is already allocated");
        IntStream.range(0, 4).forEach(i -> delete("np" + i));
    }

    @Test
    void nobodyGetsAnAddressTwiceWhoeverAsksAtTheSameTime() {
        try (var watch = CheckedWatch.of(cluster.admin(), "/api/v1/services")) {
            List<Future<Answer>> answers;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                answers =
                        IntStream.range(0, 40)
                                .mapToObj(i -> threads.submit(() -> service("many" + i, "")))
                                .toList();
            }

            var addresses =
                    answers.stream()
                            .map(each -> each.resultNow().expect(201).text("/spec/clusterIP"))
                            .toList();
            assertThat(addresses).hasSize(40).doesNotHaveDuplicates();
            IntStream.range(0, 40).forEach(i -> delete("many" + i));
            watch.verify();
        }
    }

    @Test
    void whatIsGivenIsStillGivenAfterARestart() {
        service("lasting", ", \"clusterIP\": \"10.7.0.33\"").expect(201);

        cluster.restart();

        service("late", ", \"clusterIP\": \"10.7.0.33\"").expect(422);
        delete("lasting");
        service("late", ", \"clusterIP\": \"10.7.0.33\"").expect(201);
        delete("late");
    }
}
