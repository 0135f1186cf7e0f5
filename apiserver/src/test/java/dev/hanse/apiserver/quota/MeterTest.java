package dev.hanse.apiserver.quota;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeterTest {

    private static final GroupResource PODS = new GroupResource("", "pods");

    @Test
    void podsUseWhatTheirContainersAskForTogether() {
        var pod =
                object(
                        """
                        spec:
                          containers:
                          - name: a
                            resources: {requests: {cpu: 100m, memory: 1Gi}, limits: {cpu: 200m}}
                          - name: b
                            resources: {requests: {cpu: 300m, example.com/gpu: 2, hugepages-2Mi: 4Mi}}
                        """);

        assertThat(usage("pods", pod))
                .isEqualTo(
                        "count/pods=1,cpu=400m,hugepages-2Mi=4Mi,limits.cpu=200m,memory=1Gi,pods=1,"
                                + "requests.cpu=400m,requests.example.com/gpu=2,"
                                + "requests.hugepages-2Mi=4Mi,requests.memory=1Gi");
    }

    @Test
    void initContainersCountAsFarAsTheyAskForMore() {
        var pod =
                object(
                        """
                        spec:
                          initContainers:
                          - {name: first, resources: {requests: {cpu: 900m}}}
                          - {name: side, restartPolicy: Always, resources: {requests: {cpu: 200m}}}
                          - {name: last, resources: {requests: {cpu: 800m}}}
                          containers:
                          - {name: a, resources: {requests: {cpu: 500m}}}
                          overhead: {cpu: 50m}
                        """);

        // The last one runs beside the sidecar: 800m + 200m, more than 500m + 200m.
        assertThat(usage("pods", pod)).contains("requests.cpu=1050m");
    }

    @Test
    void whatIsSaidAboutTheWholePodReplacesItsContainers() {
        var pod =
                object(
                        """
                        spec:
                          resources: {requests: {cpu: 2}}
                          containers:
                          - {name: a, resources: {requests: {cpu: 500m, memory: 1Gi}}}
                        """);

        assertThat(usage("pods", pod)).contains("requests.cpu=2,requests.memory=1Gi");
    }

    @Test
    void podsThatHaveEndedAreOnlyCounted() {
        for (var phase : List.of("Succeeded", "Failed")) {
            var pod =
                    object(
                            """
                            spec: {containers: [{name: a, resources: {requests: {cpu: 1}}}]}
                            status: {phase: %s}
                            """
                                    .formatted(phase));

            assertThat(usage("pods", pod)).isEqualTo("count/pods=1");
        }
    }

    @Test
    void podsAreInTheScopesTheyBelongTo() {
        var plain = object("spec: {containers: [{name: a}]}");
        var asking =
                object(
                        """
                        spec:
                          activeDeadlineSeconds: 5
                          priorityClassName: high
                          affinity:
                            podAntiAffinity:
                              preferredDuringSchedulingIgnoredDuringExecution:
                              - {weight: 1, podAffinityTerm: {namespaces: [other]}}
                          containers: [{name: a, resources: {limits: {memory: 1Mi}}}]
                        """);

        for (var scope : List.of("BestEffort", "NotTerminating")) {
            assertThat(isIn(scope, plain)).as(scope).isTrue();
            assertThat(isIn(scope, asking)).as(scope).isFalse();
        }
        for (var scope :
                List.of(
                        "NotBestEffort",
                        "Terminating",
                        "PriorityClass",
                        "CrossNamespacePodAffinity")) {
            assertThat(isIn(scope, plain)).as(scope).isFalse();
            assertThat(isIn(scope, asking)).as(scope).isTrue();
        }
        assertThat(priority("In", "high", asking)).isTrue();
        assertThat(priority("In", "low", asking)).isFalse();
        assertThat(priority("NotIn", "low", asking)).isTrue();
        assertThat(priority("NotIn", "low", plain)).isTrue();
        assertThat(priority("DoesNotExist", "", plain)).isTrue();
    }

    @Test
    void podsHaveToSayWhatIsLimited() {
        var pod =
                object(
                        """
                        spec:
                          containers:
                          - {name: a, resources: {requests: {cpu: 1}}}
                          - {name: b, resources: {limits: {memory: 1Gi}}}
                        """);
        var meter = Meter.of(PODS);

        assertThat(meter.missing(Set.of("requests.cpu", "limits.memory", "pods"), pod))
                .isEqualTo("must specify limits.memory for: a; requests.cpu for: b");
        assertThat(meter.missing(Set.of("pods", "requests.ephemeral-storage"), pod)).isEmpty();
    }

    @Test
    void servicesUseNodePortsAndLoadBalancers() {
        assertThat(usage("services", object("spec: {type: ClusterIP, ports: [{port: 1}]}")))
                .isEqualTo(
                        "count/services=1,services=1,services.loadbalancers=0,services.nodeports=0");
        assertThat(
                        usage(
                                "services",
                                object("spec: {type: NodePort, ports: [{port: 1}, {port: 2}]}")))
                .contains("services.nodeports=2");
        assertThat(usage("services", object("spec: {type: LoadBalancer, ports: [{port: 1}]}")))
                .contains("services.loadbalancers=1,services.nodeports=1");
        assertThat(
                        usage(
                                "services",
                                object(
                                        """
                                        spec:
                                          type: LoadBalancer
                                          allocateLoadBalancerNodePorts: false
                                          ports: [{port: 1}, {port: 2, nodePort: 30000}]
                                        """)))
                .contains("services.loadbalancers=1,services.nodeports=1");
    }

    @Test
    void claimsCountInAllAndByStorageClass() {
        var claim =
                object(
                        """
                        spec: {storageClassName: gold, resources: {requests: {storage: 1Gi}}}
                        status: {allocatedResources: {storage: 2Gi}}
                        """);

        assertThat(usage("persistentvolumeclaims", claim))
                .isEqualTo(
                        "count/persistentvolumeclaims=1,"
                                + "gold.storageclass.storage.k8s.io/persistentvolumeclaims=1,"
                                + "gold.storageclass.storage.k8s.io/requests.storage=2Gi,"
                                + "persistentvolumeclaims=1,requests.storage=2Gi");
        assertThat(
                        Meter.of(ClaimMeter.CLAIMS)
                                .matches("x.storageclass.storage.k8s.io/requests.storage"))
                .isTrue();
    }

    @Test
    void everythingElseIsCounted() {
        var object = object("{}");

        assertThat(usage("configmaps", object)).isEqualTo("configmaps=1,count/configmaps=1");
        assertThat(usage("limitranges", object)).isEqualTo("count/limitranges=1");
        assertThat(Meter.of(new GroupResource("example.com", "secrets")).usage(object))
                .hasToString("count/secrets.example.com=1");
        assertThat(Meter.meters(new GroupResource("events.k8s.io", "events"))).isFalse();
    }

    private static boolean isIn(String scope, JsonNode pod) {
        return Meter.of(PODS).isIn(new Scope(scope, "Exists", List.of()), pod);
    }

    private static boolean priority(String operator, String value, JsonNode pod) {
        var values = value.isEmpty() ? List.<String>of() : List.of(value);
        return Meter.of(PODS).isIn(new Scope("PriorityClass", operator, values), pod);
    }

    private static String usage(String resource, JsonNode object) {
        return Meter.of(new GroupResource("", resource)).usage(object).toString();
    }

    private static JsonNode object(String yaml) {
        return Yaml.parseAll(yaml).getFirst();
    }
}
