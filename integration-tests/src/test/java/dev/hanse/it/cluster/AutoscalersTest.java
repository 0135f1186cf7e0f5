package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// HorizontalPodAutoscalers in both of their versions, which are the same objects.
class AutoscalersTest extends PlainClusterTest {

    private static final String V1 =
            "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers";
    private static final String V2 =
            "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers";
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    @Test
    void version2IsPreferred() {
        var group = api().get("/apis/autoscaling").expect(200);

        assertThat(group.text("/preferredVersion/version")).isEqualTo("v2");
        assertThat(group.at("/versions").findValuesAsText("version")).containsExactly("v2", "v1");
    }

    @Test
    void whatVersion1CreatesIsCompleteInVersion2() {
        var created =
                create(
                                V1,
                                """
                                {"metadata": {"name": "plain"},
                                 "spec": {"maxReplicas": 5,
                                  "scaleTargetRef": {"kind": "Deployment", "name": "web"}}}
                                """)
                        .expect(201);

        // What version 1 does not say is 80 % of CPU, once it is stored.
        assertThat(created.at("/spec"))
                .isEqualTo(
                        Answer.parse(
                                """
                                {"minReplicas": 1, "maxReplicas": 5,
                                 "targetCPUUtilizationPercentage": 80,
                                 "scaleTargetRef": {"kind": "Deployment", "name": "web"}}
                                """));
        assertThat(api().get(V2 + "/plain").expect(200).at("/spec/metrics"))
                .isEqualTo(
                        Answer.parse(
                                """
                                [{"type": "Resource", "resource": {"name": "cpu", "target":
                                  {"type": "Utilization", "averageUtilization": 80}}}]
                                """));
    }

    @Test
    void whatVersion1HasNoFieldsForIsInAnnotations() {
        create(
                        V2,
                        """
                        {"metadata": {"name": "rich", "annotations": {"own": "kept"}},
                         "spec": {"maxReplicas": 5,
                          "scaleTargetRef": {"kind": "Deployment", "name": "web"},
                          "metrics": [
                           {"type": "Pods", "pods": {"metric": {"name": "queue"},
                             "target": {"type": "AverageValue", "averageValue": "30"}}},
                           {"type": "Resource", "resource": {"name": "cpu",
                             "target": {"type": "Utilization", "averageUtilization": 60}}},
                           {"type": "Object", "object": {"metric": {"name": "rate"},
                             "describedObject": {"kind": "Ingress", "name": "in"},
                             "target": {"type": "AverageValue", "averageValue": "2"}}}],
                          "behavior": {"scaleDown": {"selectPolicy": "Disabled"}}}}
                        """)
                .expect(201);
        var before = api().get(V2 + "/rich").expect(200).at("/spec");

        var old = api().get(V1 + "/rich").expect(200);
        assertThat(old.at("/spec/targetCPUUtilizationPercentage").asInt()).isEqualTo(60);
        assertThat(old.at("/spec").has("metrics")).isFalse();
        assertThat(old.text("/metadata/annotations/own")).isEqualTo("kept");
        var prefix = "/metadata/annotations/autoscaling.alpha.kubernetes.io~1";
        assertThat(Answer.parse(old.text(prefix + "metrics")))
                .isEqualTo(
                        Answer.parse(
                                """
                                [{"type": "Pods",
                                  "pods": {"metricName": "queue", "targetAverageValue": "30"}},
                                 {"type": "Object", "object": {
                                  "target": {"kind": "Ingress", "name": "in"},
                                  "metricName": "rate", "targetValue": "0",
                                  "averageValue": "2"}}]
                                """));
        assertThat(Answer.parse(old.text(prefix + "behavior")).at("/ScaleDown/SelectPolicy"))
                .hasToString("\"Disabled\"");

        var edited = old.object();
        edited.withObject("/spec").put("maxReplicas", 6);
        api().put(V1 + "/rich", edited).expect(200);

        var after = api().get(V2 + "/rich").expect(200);
        assertThat(after.at("/spec/maxReplicas").asInt()).isEqualTo(6);
        assertThat(after.at("/spec/behavior")).isEqualTo(before.path("behavior"));
        assertThat(after.at("/spec/metrics"))
                .containsExactlyInAnyOrderElementsOf(before.path("metrics"));
        assertThat(after.at("/metadata/annotations"))
                .isEqualTo(Answer.parse("{\"own\": \"kept\"}"));
    }

    @Test
    void aStatusIsSeenInBothVersions() {
        create(
                        V2,
                        """
                        {"metadata": {"name": "busy"}, "spec": {"maxReplicas": 5,
                          "scaleTargetRef": {"kind": "Deployment", "name": "web"}}}
                        """)
                .expect(201);
        api().mergePatch(
                        V2 + "/busy/status",
                        """
                        {"status": {"currentReplicas": 2, "desiredReplicas": 3,
                          "conditions": [{"type": "AbleToScale", "status": "True"}],
                          "currentMetrics": [{"type": "Resource", "resource": {"name": "cpu",
                            "current": {"averageUtilization": 41, "averageValue": "100m"}}}]}}
                        """)
                .expect(200);

        assertThat(api().get(V1 + "/busy").at("/status/currentCPUUtilizationPercentage").asInt())
                .isEqualTo(41);
        api().mergePatch(V1 + "/busy/status", "{\"status\": {\"desiredReplicas\": 4}}").expect(200);
        var status = api().get(V2 + "/busy").at("/status");
        assertThat(status.path("desiredReplicas").asInt()).isEqualTo(4);
        assertThat(status.at("/currentMetrics/0/resource/current/averageValue").asText())
                .isEqualTo("100m");
        assertThat(status.at("/conditions/0/type").asText()).isEqualTo("AbleToScale");

        var cells = new ArrayList<String>();
        api().get(V1 + "/busy", "Accept", TABLE)
                .expect(200)
                .at("/rows/0/cells")
                .forEach(each -> cells.add(each.asText()));
        assertThat(cells.subList(0, 6))
                .containsExactly("busy", "Deployment/web", "cpu: 41%/80%", "1", "5", "2");
    }

    @Test
    void watchesSeeTheVersionTheyAskFor() {
        try (var watching = api().watch(V1 + "?watch=true&fieldSelector=metadata.name%3Dseen")) {
            create(
                            V2,
                            """
                            {"metadata": {"name": "seen"}, "spec": {"maxReplicas": 5,
                              "scaleTargetRef": {"kind": "Deployment", "name": "web"}}}
                            """)
                    .expect(201);

            var object = watching.next("ADDED");
            assertThat(object.path("apiVersion").asText()).isEqualTo("autoscaling/v1");
            assertThat(object.at("/spec/targetCPUUtilizationPercentage").asInt()).isEqualTo(80);
        }
    }
}
