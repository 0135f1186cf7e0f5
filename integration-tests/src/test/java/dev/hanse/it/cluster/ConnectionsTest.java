package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What leads into pods, on a server that has no connection to the nodes they run on.
class ConnectionsTest extends PlainClusterTest {

    private static final String PODS = CORE + "pods/";
    private static final String UNREACHABLE = "this API server does not connect to nodes";

    @BeforeAll
    void createPods() {
        createPod("waiting", "").expect(201);
        createPod("placed", ", \"nodeName\": \"paper\"").expect(201);
        createPod("lost", ", \"nodeName\": \"nowhere\"").expect(201);
        create("/api/v1/nodes", "{\"metadata\": {\"name\": \"paper\"}}").expect(201);
        api().mergePatch(
                        "/api/v1/nodes/paper/status",
                        """
                        {"status": {"addresses": [{"type": "InternalIP", "address": "192.0.2.7"}]}}
                        """)
                .expect(200);
    }

    private String message(Answer answer, int code) {
        return answer.expect(code).text("/message");
    }

    @Test
    void aPodThatRunsNowhereHasNoLogAndNoHost() {
        assertThat(api().get(PODS + "waiting/log").expect(204).text()).isEmpty();
        for (var each : new String[] {"exec?command=ls", "attach", "portforward"}) {
            assertThat(message(api().get(PODS + "waiting/" + each), 400))
                    .isEqualTo("pod waiting does not have a host assigned");
        }
        assertThat(message(api().post(PODS + "waiting/exec?command=ls", "{}"), 400))
                .isEqualTo("pod waiting does not have a host assigned");
        assertThat(message(api().get(PODS + "waiting/proxy/"), 400))
                .isEqualTo("address not allowed");
    }

    @Test
    void theNodeMustBeThere() {
        assertThat(message(api().get(PODS + "lost/log"), 404))
                .isEqualTo("pods \"nowhere\" not found");
        assertThat(message(api().get(PODS + "none/log"), 404)).isEqualTo("pods \"none\" not found");
    }

    @Test
    void parametersAreChecked() {
        assertThat(message(api().get(PODS + "waiting/log?tailLines=-1&limitBytes=0"), 422))
                .isEqualTo(
                        "PodLogOptions \"waiting\" is invalid: [tailLines: Invalid value: -1: must"
                                + " be greater than or equal to 0, limitBytes: Invalid value: 0:"
                                + " must be greater than 0]");
    }

    @Test
    void theContainerMustBeThere() {
        assertThat(message(api().get(PODS + "placed/log?container=other"), 400))
                .isEqualTo("container other is not valid for pod placed");
    }

    @Test
    void kubeletsAreNotReached() {
        assertThat(message(api().get(PODS + "placed/log"), 500))
                .isEqualTo(
                        "Get \"https://192.0.2.7:10250/containerLogs/default/placed/main\": dial"
                                + " tcp 192.0.2.7:10250: "
                                + UNREACHABLE);
        assertThat(message(api().get(PODS + "placed/exec?command=ls"), 400))
                .isEqualTo("Upgrade request required");
        assertThat(message(api().get("/api/v1/nodes/paper/proxy/metrics"), 503))
                .isEqualTo(
                        "error trying to reach service: dial tcp 192.0.2.7:10250: " + UNREACHABLE);
    }

    @Test
    void servicesWithoutEndpointsAreUnavailable() {
        create(
                        CORE + "services",
                        """
                        {"metadata": {"name": "empty"}, "spec": {"ports": [{"port": 80}]}}
                        """)
                .expect(201);

        assertThat(message(api().get(CORE + "services/http:empty:80/proxy/x"), 503))
                .isEqualTo("no endpoints available for service \"empty\"");
        assertThat(message(api().get(CORE + "services/none/proxy"), 404))
                .isEqualTo("services \"none\" not found");
    }

    @Test
    void aBindingMayBeAddressedToTheNamespace() {
        createPod("bound", "").expect(201);
        var binding =
                """
                {"metadata": {"name": "%s"}, "target": {"kind": "Node", "name": "paper"}}
                """;

        create(CORE + "bindings", binding.formatted("bound")).expect(201);

        assertThat(api().get(PODS + "bound").text("/spec/nodeName")).isEqualTo("paper");
        assertThat(message(create(CORE + "bindings", binding.formatted("bound")), 409))
                .contains("pod bound is already assigned to node \"paper\"");
        assertThat(message(create(CORE + "bindings", binding.formatted("none")), 404))
                .isEqualTo("pods \"none\" not found");
        api().get(CORE + "bindings").expect(405);
    }

    @Test
    void eachIsAResourceOfItsOwn() {
        var described = new ArrayList<String>();
        for (var each : api().get("/api/v1").expect(200).at("/resources")) {
            var verbs = new ArrayList<String>();
            each.path("verbs").forEach(verb -> verbs.add(verb.asText()));
            described.add(
                    "%s %s %s"
                            .formatted(
                                    each.path("name").asText(),
                                    each.path("kind").asText(),
                                    String.join(",", verbs)));
        }

        assertThat(described)
                .contains(
                        "pods/attach PodAttachOptions create,get",
                        "pods/exec PodExecOptions create,get",
                        "pods/log Pod get",
                        "pods/portforward PodPortForwardOptions create,get",
                        "pods/proxy PodProxyOptions create,delete,get,patch,update",
                        "nodes/proxy NodeProxyOptions create,delete,get,patch,update",
                        "services/proxy ServiceProxyOptions create,delete,get,patch,update");
        assertThat(
                        api().get(PODS + "placed/log", "Impersonate-User", "eve")
                                .expect(403)
                                .text("/message"))
                .isEqualTo(
                        "pods \"placed\" is forbidden: User \"eve\" cannot get resource"
                                + " \"pods/log\" in API group \"\" in the namespace \"default\"");
    }
}
