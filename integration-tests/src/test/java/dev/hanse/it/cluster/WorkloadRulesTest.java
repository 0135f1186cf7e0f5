package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What may not be, and what may not change, in kube-apiserver 1.36's words.
class WorkloadRulesTest extends PlainClusterTest {

    private String controller(String name, String more) {
        return """
        {"metadata": {"name": "%s"},
         "spec": {"selector": {"matchLabels": {"app": "a"}}, %s
                  "template": {"metadata": {"labels": {"app": "a"}},
                    "spec": {"containers": [{"name": "c", "image": "i"}]}}}}
        """
                .formatted(name, more);
    }

    @Test
    void aSelectorMustBeThereAndMatch() {
        assertThat(
                        create(
                                        APPS + "deployments",
                                        """
                                        {"metadata": {"name": "empty"}, "spec": {}}
                                        """)
                                .expect(422)
                                .text("/message"))
                .isEqualTo(
                        "Deployment.apps \"empty\" is invalid: [spec.selector: Required value,"
                            + " spec.template.metadata.labels: Invalid value: null: `selector` does"
                            + " not match template `labels`, spec.template.spec.containers:"
                            + " Required value]");
    }

    @Test
    void selectorsOfControllersStay() {
        for (var resource : new String[] {"deployments", "replicasets", "daemonsets"}) {
            create(APPS + resource, controller("fixed", "")).expect(201);

            var answer =
                    api().mergePatch(
                                    APPS + resource + "/fixed",
                                    """
                                    {"spec": {"selector": {"matchLabels": {"x": "y"}},
                                      "template": {"metadata": {"labels": {"x": "y"}}}}}
                                    """);

            assertThat(answer.expect(422).text("/message"))
                    .endsWith(
                            "spec.selector: Invalid value:"
                                    + " {\"matchLabels\":{\"app\":\"a\",\"x\":\"y\"}}: field is"
                                    + " immutable");
        }
    }

    @Test
    void conditionsOfBudgetsAreComplete() {
        var budgets = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";
        create(budgets, "{\"metadata\": {\"name\": \"watched\"}}").expect(201);

        assertThat(
                        api().mergePatch(
                                        budgets + "/watched/status",
                                        """
                                        {"status": {"conditions": [
                                          {"type": "Custom", "status": "Maybe"}]}}
                                        """)
                                .expect(422)
                                .text("/message"))
                .isEqualTo(
                        "PodDisruptionBudget.policy \"watched\" is invalid:"
                                + " [status.conditions[0].status: Unsupported value: \"Maybe\":"
                                + " supported values: \"False\", \"True\", \"Unknown\","
                                + " status.conditions[0].lastTransitionTime: Required value,"
                                + " status.conditions[0].reason: Required value]");
    }

    @Test
    void littleOfAStatefulSetMayChange() {
        create(APPS + "statefulsets", controller("db", "\"serviceName\": \"db\",")).expect(201);

        api().mergePatch(APPS + "statefulsets/db", "{\"spec\": {\"replicas\": 3}}").expect(200);
        assertThat(
                        api().mergePatch(
                                        APPS + "statefulsets/db",
                                        "{\"spec\": {\"serviceName\": \"other\"}}")
                                .expect(422)
                                .text("/message"))
                .isEqualTo(
                        "StatefulSet.apps \"db\" is invalid: spec: Forbidden: updates to"
                            + " statefulset spec for fields other than 'replicas', 'ordinals',"
                            + " 'template', 'updateStrategy', 'revisionHistoryLimit',"
                            + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are"
                            + " forbidden");
    }

    @Test
    void ofAPodTheImageMayChangeAndLittleElse() {
        createPod("moving", "").expect(201);
        var path = CORE + "pods/moving";
        var merge = "application/strategic-merge-patch+json";

        var image =
                api().patch(
                                path,
                                merge,
                                """
                                {"spec": {"containers": [{"name": "main", "image": "other"}]}}
                                """);
        assertThat(image.expect(200).at("/metadata/generation").asInt()).isEqualTo(2);
        assertThat(
                        api().patch(path, merge, "{\"spec\": {\"dnsPolicy\": \"Default\"}}")
                                .expect(422)
                                .text("/message"))
                .startsWith(
                        "Pod \"moving\" is invalid: spec: Forbidden: pod updates may not change"
                                + " fields other than"
                                + " `spec.containers[*].image`,`spec.initContainers[*].image`,");
    }

    @Test
    void containersAreCheckedLikeKubernetesChecksThem() {
        var answer =
                create(
                                CORE + "pods",
                                """
                                {"metadata": {"name": "wrong"},
                                 "spec": {"containers": [
                                   {"name": "C_", "image": "i"},
                                   {"name": "d", "image": "i", "resources":
                                      {"requests": {"cpu": 2}, "limits": {"cpu": 1}},
                                    "volumeMounts": [{"name": "none", "mountPath": "/m"}],
                                    "env": [{"name": "A", "value": "1"},
                                            {"name": "A", "value": "2"}]}]}}
                                """)
                        .expect(422);

        assertThat(answer.at("/details/causes").findValuesAsText("message"))
                .containsExactly(
                        "Invalid value: \"C_\": a lowercase RFC 1123 label must consist of lower"
                            + " case alphanumeric characters or '-', and must start and end with an"
                            + " alphanumeric character (e.g. 'my-name',  or '123-abc', regex used"
                            + " for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')",
                        "Not found: \"none\"",
                        "Invalid value: \"2\": must be less than or equal to cpu limit of 1");
    }

    @Test
    void aScheduleMustBeOne() {
        assertThat(
                        create(
                                        "/apis/batch/v1/namespaces/default/cronjobs",
                                        """
                                        {"metadata": {"name": "often"},
                                         "spec": {"schedule": "61 * * * *", "jobTemplate": {"spec":
                                          {"template": {"spec": {"restartPolicy": "Never",
                                           "containers": [{"name": "c", "image": "i"}]}}}}}}
                                        """)
                                .expect(422)
                                .text("/message"))
                .isEqualTo(
                        "CronJob.batch \"often\" is invalid: spec.schedule: Invalid value: \"61 * *"
                                + " * *\": end of range (61) above maximum (59): 61");
    }

    @Test
    void theTypeOfASecretStays() {
        create(CORE + "secrets", "{\"metadata\": {\"name\": \"s\"}}").expect(201);

        assertThat(
                        api().mergePatch(CORE + "secrets/s", "{\"type\": \"other\"}")
                                .expect(422)
                                .text("/message"))
                .isEqualTo(
                        "Secret \"s\" is invalid: type: Invalid value: \"other\": field is"
                                + " immutable");
    }

    @Test
    void aStorageClassStays() {
        var classes = "/apis/storage.k8s.io/v1/storageclasses";
        create(classes, "{\"metadata\": {\"name\": \"c\"}, \"provisioner\": \"example.com/a\"}")
                .expect(201);

        assertThat(
                        api().mergePatch(classes + "/c", "{\"provisioner\": \"example.com/b\"}")
                                .expect(422)
                                .text("/message"))
                .isEqualTo(
                        "StorageClass.storage.k8s.io \"c\" is invalid: provisioner: Invalid value:"
                                + " \"example.com/b\": field is immutable");
    }

    @Test
    void aScaleShowsAndSetsReplicas() {
        create(APPS + "deployments", controller("scaled", "")).expect(201);
        var scale = APPS + "deployments/scaled/scale";

        assertThat(api().get(scale).expect(200).text("/status/selector")).isEqualTo("app=a");
        api().mergePatch(scale, "{\"spec\": {\"replicas\": 4}}").expect(200);
        assertThat(api().get(APPS + "deployments/scaled").at("/spec/replicas").asInt())
                .isEqualTo(4);
        assertThat(
                        api().mergePatch(scale, "{\"spec\": {\"replicas\": -1}}")
                                .expect(422)
                                .text("/message"))
                .isEqualTo(
                        "Scale.autoscaling \"scaled\" is invalid: spec.replicas: Invalid value: -1:"
                                + " must be greater than or equal to 0");
    }

    @Test
    void aStatusIsChangedApartFromTheSpec() {
        create(APPS + "deployments", controller("parts", "")).expect(201);

        var answer =
                api().mergePatch(
                                APPS + "deployments/parts/status",
                                """
                                {"metadata": {"annotations": {"a": "b"}},
                                 "spec": {"replicas": 7}, "status": {"replicas": 3}}
                                """)
                        .expect(200);

        assertThat(answer.at("/status/replicas").asInt()).isEqualTo(3);
        assertThat(answer.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(answer.text("/metadata/annotations/a")).isEqualTo("b");
        assertThat(answer.at("/metadata/generation").asInt()).isEqualTo(1);
    }
}
