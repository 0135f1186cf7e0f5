package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import org.junit.jupiter.api.Test;

/// What clients find in objects they did not put there. The expectations are kube-apiserver 1.36's
/// answers.
class WorkloadDefaultsTest extends PlainClusterTest {

    private static final String TEMPLATE =
            """
            {"metadata": {"labels": {"app": "web"}},
             "spec": {"containers": [{"name": "main", "image": "nginx:1.27"}]}}
            """;

    @Test
    void aDeploymentIsCompletedDownToItsContainers() {
        var deployment =
                create(
                                APPS + "deployments",
                                """
                                {"metadata": {"name": "web"},
                                 "spec": {"selector": {"matchLabels": {"app": "web"}},
                                          "template": %s}}
                                """
                                        .formatted(TEMPLATE))
                        .expect(201);

        assertThat(deployment.at("/spec"))
                .isEqualTo(
                        Answer.parse(
                                """
                                {"selector": {"matchLabels": {"app": "web"}},
                                 "replicas": 1, "revisionHistoryLimit": 10,
                                 "progressDeadlineSeconds": 600,
                                 "strategy": {"type": "RollingUpdate",
                                   "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}},
                                 "template": {
                                   "metadata": {"labels": {"app": "web"}},
                                   "spec": {
                                     "containers": [{"name": "main", "image": "nginx:1.27",
                                       "imagePullPolicy": "IfNotPresent", "resources": {},
                                       "terminationMessagePath": "/dev/termination-log",
                                       "terminationMessagePolicy": "File"}],
                                     "dnsPolicy": "ClusterFirst", "restartPolicy": "Always",
                                     "schedulerName": "default-scheduler", "securityContext": {},
                                     "terminationGracePeriodSeconds": 30}}}
                                """));
        assertThat(deployment.at("/status")).isEqualTo(Answer.parse("{}"));
    }

    @Test
    void zerosThatGoCannotTellFromNothingAreLeftOut() {
        var deployment =
                create(
                                APPS + "deployments",
                                """
                                {"metadata": {"name": "zeros", "labels": {}},
                                 "spec": {"replicas": 0, "paused": false, "minReadySeconds": 0,
                                          "strategy": {"type": ""},
                                          "selector": {"matchLabels": {"app": "web"}},
                                          "template": %s}}
                                """
                                        .formatted(TEMPLATE))
                        .expect(201);

        assertThat(deployment.at("/spec/replicas").asInt(-1)).isZero();
        assertThat(deployment.at("/spec/strategy/type").asText()).isEqualTo("RollingUpdate");
        assertThat(deployment.at("/spec").has("paused")).isFalse();
        assertThat(deployment.at("/spec").has("minReadySeconds")).isFalse();
        assertThat(deployment.at("/metadata").has("labels")).isFalse();
    }

    @Test
    void quantitiesAreWrittenInTheirShortestForm() {
        var pod =
                create(
                                CORE + "pods",
                                """
                                {"metadata": {"name": "amounts"},
                                 "spec": {"containers": [{"name": "main", "image": "nginx",
                                   "resources": {"limits": {"cpu": "1000m", "memory": "1024Mi"}}}]}}
                                """)
                        .expect(201);

        assertThat(pod.at("/spec/containers/0/resources"))
                .isEqualTo(
                        Answer.parse(
                                """
                                {"limits": {"cpu": "1", "memory": "1Gi"},
                                 "requests": {"cpu": "1", "memory": "1Gi"}}
                                """));
        assertThat(pod.text("/status/qosClass")).isEqualTo("Guaranteed");
    }

    @Test
    void aPodGetsAnAccountItsTokenTolerationsAndAPriority() {
        var pod = createPod("complete", "").expect(201);

        var spec = pod.at("/spec");
        assertThat(spec.path("serviceAccountName").asText()).isEqualTo("default");
        assertThat(spec.path("priority").asInt(-1)).isZero();
        assertThat(spec.at("/tolerations/0/key").asText())
                .isEqualTo("node.kubernetes.io/not-ready");
        assertThat(spec.at("/tolerations/1/tolerationSeconds").asInt()).isEqualTo(300);
        assertThat(spec.at("/containers/0/imagePullPolicy").asText()).isEqualTo("Always");
        assertThat(spec.at("/containers/0/volumeMounts/0/mountPath").asText())
                .isEqualTo("/var/run/secrets/kubernetes.io/serviceaccount");
        assertThat(spec.at("/volumes/0/projected/sources/0/serviceAccountToken/path").asText())
                .isEqualTo("token");
        assertThat(pod.text("/status/phase")).isEqualTo("Pending");
    }

    @Test
    void aPodOfAnUnknownAccountIsRefused() {
        assertThat(createPod("stranger", ", \"serviceAccountName\": \"nobody\"").expect(403).text())
                .contains(
                        "error looking up service account default/nobody: serviceaccount"
                                + " \\\"nobody\\\" not found");
    }

    @Test
    void aJobFindsItsPodsByASelectorOfItsOwn() {
        var job =
                create(
                                "/apis/batch/v1/namespaces/default/jobs",
                                """
                                {"metadata": {"name": "once"},
                                 "spec": {"template": {"spec": {"restartPolicy": "Never",
                                   "containers": [{"name": "main", "image": "busybox:1"}]}}}}
                                """)
                        .expect(201);

        var label = "batch.kubernetes.io/controller-uid";
        assertThat(job.at("/spec/selector/matchLabels").path(label).asText())
                .isEqualTo(job.text("/metadata/uid"));
        assertThat(job.at("/spec/template/metadata/labels").path("job-name").asText())
                .isEqualTo("once");
        assertThat(job.at("/spec/completions").asInt()).isEqualTo(1);
        assertThat(job.at("/spec/backoffLimit").asInt()).isEqualTo(6);
        assertThat(job.text("/spec/podReplacementPolicy")).isEqualTo("TerminatingOrFailed");
    }

    @Test
    void aClaimWithoutAClassGetsTheDefaultOne() {
        create(
                        "/apis/storage.k8s.io/v1/storageclasses",
                        """
                        {"metadata": {"name": "fast", "annotations":
                           {"storageclass.kubernetes.io/is-default-class": "true"}},
                         "provisioner": "example.com/disk"}
                        """)
                .expect(201);

        var claim =
                create(
                                CORE + "persistentvolumeclaims",
                                """
                                {"metadata": {"name": "data"},
                                 "spec": {"accessModes": ["ReadWriteOnce"],
                                          "resources": {"requests": {"storage": "1Gi"}}}}
                                """)
                        .expect(201);

        assertThat(claim.text("/spec/storageClassName")).isEqualTo("fast");
        assertThat(claim.text("/metadata/finalizers/0")).isEqualTo("kubernetes.io/pvc-protection");
        assertThat(claim.text("/status/phase")).isEqualTo("Pending");
    }
}
