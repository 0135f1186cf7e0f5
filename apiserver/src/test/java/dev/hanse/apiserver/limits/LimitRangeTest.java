package dev.hanse.apiserver.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitRangeTest {

    @Test
    void containersGetWhatTheyDoNotSay() {
        var pod =
                object(
                        """
                        metadata: {name: p}
                        spec:
                          initContainers: [{name: i, resources: {requests: {cpu: 1}}}]
                          containers: [{name: a}, {name: b, resources: {limits: {cpu: 3}}}]
                        """);

        ContainerDefaults.of(
                        object(
                                """
                                limits:
                                - {type: Pod, default: {cpu: 9}}
                                - type: Container
                                  defaultRequest: {cpu: 100m, memory: 1Mi}
                                  default: {cpu: 2}
                                """))
                .apply(pod);

        assertThat(pod.at("/spec/containers/0/resources").toString())
                .isEqualTo(
                        "{\"requests\":{\"cpu\":\"100m\",\"memory\":\"1Mi\"},\"limits\":{\"cpu\":2}}");
        assertThat(pod.at("/spec/containers/1/resources/limits/cpu").asText()).isEqualTo("3");
        assertThat(pod.at("/spec/initContainers/0/resources/requests/cpu").asText()).isEqualTo("1");
        assertThat(pod.at("/metadata/annotations/kubernetes.io~1limit-ranger").asText())
                .isEqualTo(
                        "LimitRanger plugin set: cpu, memory request for container a; cpu limit for"
                                + " container a; cpu, memory request for container b; memory"
                                + " request for init container i; cpu limit for init container i");
    }

    @Test
    void aPodThatSaysEverythingIsLeftAlone() {
        var pod = object("{metadata: {name: p}, spec: {containers: [{name: a}]}}");
        var before = pod.deepCopy();

        ContainerDefaults.of(object("limits: [{type: Container, max: {cpu: 1}}]")).apply(pod);

        assertThat(pod).isEqualTo(before);
    }

    @Test
    void boundsSayNoInKubernetesWords() {
        var range =
                """
                limits:
                - {type: Container, min: {cpu: 100m}, max: {cpu: 1}, maxLimitRequestRatio: {cpu: 4}}
                """;

        assertThat(problems(range, "{}"))
                .containsExactly(
                        "minimum cpu usage per Container is 100m.  No request is specified",
                        "maximum cpu usage per Container is 1.  No limit is specified",
                        "cpu max limit to request ratio per Container is 4, but no request is"
                                + " specified or request is 0");
        assertThat(problems(range, "{requests: {cpu: 50m}, limits: {cpu: 2}}"))
                .containsExactly(
                        "minimum cpu usage per Container is 100m, but request is 50m",
                        "maximum cpu usage per Container is 1, but limit is 2",
                        "cpu max limit to request ratio per Container is 4, but provided ratio is"
                                + " 40.000000");
        assertThat(problems(range, "{requests: {cpu: 100m}, limits: {cpu: 50m}}"))
                .containsExactly("minimum cpu usage per Container is 100m, but limit is 50m");
        assertThat(problems(range, "{requests: {cpu: 2}, limits: {cpu: 1}}"))
                .containsExactly("maximum cpu usage per Container is 1, but request is 2");
        assertThat(problems(range, "{requests: {cpu: 500m}, limits: {cpu: 1}}")).isEmpty();
    }

    @Test
    void podsAreHeldToTheSumOfTheirContainers() {
        var range = object("limits: [{type: Pod, max: {cpu: 1}}]");
        var spec =
                object(
                        """
                        containers:
                        - {name: a, resources: {limits: {cpu: 600m}}}
                        - {name: b, resources: {limits: {cpu: 600m}}}
                        """);
        var problems = new ArrayList<String>();

        PodLimits.check(range, spec, problems);

        assertThat(problems).containsExactly("maximum cpu usage per Pod is 1, but limit is 1200m");
    }

    @Test
    void claimsHaveRequestsOnly() {
        var bounds =
                new Bounds(
                        "PersistentVolumeClaim",
                        object("{min: {storage: 1Gi}, max: {storage: 2Gi}}"));

        assertThat(ofClaim(bounds, "{storage: 3Gi}"))
                .containsExactly(
                        "maximum storage usage per PersistentVolumeClaim is 2Gi, but request is"
                                + " 3Gi");
        assertThat(ofClaim(bounds, "{storage: 1Mi}"))
                .containsExactly(
                        "minimum storage usage per PersistentVolumeClaim is 1Gi, but request is"
                                + " 1Mi");
        assertThat(ofClaim(bounds, "{storage: 1Gi}")).isEmpty();
    }

    @Test
    void rangesCompleteThemselves() {
        var range =
                object(
                        """
                        spec:
                          limits:
                          - {type: Container, max: {cpu: 2, memory: 1Gi}, min: {storage: 1},
                             default: {cpu: 1}}
                          - {type: Pod, max: {cpu: 4}}
                        """);

        new LimitRangeStrategy().afterDecoding(range);

        assertThat(range.at("/spec/limits/0/default").toString())
                .isEqualTo("{\"cpu\":1,\"memory\":\"1Gi\"}");
        assertThat(range.at("/spec/limits/0/defaultRequest").toString())
                .isEqualTo("{\"cpu\":1,\"memory\":\"1Gi\",\"storage\":1}");
        assertThat(range.at("/spec/limits/1").size()).isEqualTo(2);
    }

    @Test
    void rangesMayNotContradictThemselves() {
        var range =
                object(
                        """
                        spec:
                          limits:
                          - {type: Container, min: {cpu: 2}, max: {cpu: 1}, default: {cpu: 3},
                             maxLimitRequestRatio: {cpu: 500m}}
                          - {type: Container}
                          - {type: Pod, default: {cpu: 1}}
                          - {type: PersistentVolumeClaim}
                        """);

        assertThat(new LimitRangeStrategy().validate(range))
                .extracting(FieldError::field, FieldError::detail)
                .extracting(each -> each.toList().getFirst() + ": " + each.toList().getLast())
                .containsExactly(
                        "spec.limits[0].min[cpu]: min value 2 is greater than max value 1",
                        "spec.limits[0].default[cpu]: default value 3 is greater than max value 1",
                        "spec.limits[0].maxLimitRequestRatio[cpu]: ratio 500m is less than 1",
                        "spec.limits[1].type: ",
                        "spec.limits[2].default: may not be specified when `type` is 'Pod'",
                        "spec.limits[3].limits: either minimum or maximum storage value is"
                                + " required, but neither was provided");
    }

    private static List<String> problems(String range, String resources) {
        var problems = new ArrayList<String>();
        var spec = object("{containers: [{name: a, resources: " + resources + "}]}");
        PodLimits.check(object(range), spec, problems);
        return problems;
    }

    private static List<String> ofClaim(Bounds bounds, String requests) {
        var problems = new ArrayList<String>();
        bounds.checkRequests(object(requests), problems);
        return problems;
    }

    private static ObjectNode object(String yaml) {
        JsonNode node = Yaml.parseAll(yaml).getFirst();
        return (ObjectNode) node;
    }
}
