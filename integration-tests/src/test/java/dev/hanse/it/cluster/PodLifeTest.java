package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import org.junit.jupiter.api.Test;

/// What happens to pods through their subresources, without any node.
class PodLifeTest extends PlainClusterTest {

    private static final String BUDGETS = "/apis/policy/v1/namespaces/default/poddisruptionbudgets";

    private Answer bind(String pod, String node) {
        return create(
                CORE + "pods/" + pod + "/binding",
                """
                {"apiVersion": "v1", "kind": "Binding", "metadata": {"name": "%s"},
                 "target": {"kind": "Node", "name": "%s"}}
                """
                        .formatted(pod, node));
    }

    private Answer evict(String pod) {
        return create(
                CORE + "pods/" + pod + "/eviction",
                """
                {"apiVersion": "policy/v1", "kind": "Eviction", "metadata": {"name": "%s"}}
                """
                        .formatted(pod));
    }

    private void run(String pod) {
        api().mergePatch(
                        CORE + "pods/" + pod + "/status",
                        """
                        {"status": {"phase": "Running",
                                    "conditions": [{"type": "Ready", "status": "True"}]}}
                        """)
                .expect(200);
    }

    @Test
    void aPodIsBoundOnce() {
        createPod("bound", "").expect(201);

        assertThat(bind("bound", "n1").expect(201).text("/status")).isEqualTo("Success");

        var pod = api().get(CORE + "pods/bound");
        assertThat(pod.text("/spec/nodeName")).isEqualTo("n1");
        assertThat(pod.text("/status/conditions/0/type")).isEqualTo("PodScheduled");
        assertThat(bind("bound", "n2").expect(409).text("/message"))
                .isEqualTo(
                        "Operation cannot be fulfilled on pods/binding \"bound\": pod bound is"
                                + " already assigned to node \"n1\"");
    }

    @Test
    void aPodThatMayNotBeScheduledYetIsNotBound() {
        createPod("gated", ", \"schedulingGates\": [{\"name\": \"example.com/quota\"}]")
                .expect(201);

        assertThat(bind("gated", "n1").expect(409).text("/message"))
                .endsWith("pod gated has non-empty .spec.schedulingGates");
    }

    @Test
    void aPodOnANodeGetsTimeToEnd() {
        createPod("graceful", "").expect(201);
        bind("graceful", "n1").expect(201);

        var deleted = api().delete(CORE + "pods/graceful").expect(200);
        assertThat(deleted.text("/kind")).isEqualTo("Pod");
        assertThat(deleted.at("/metadata/deletionGracePeriodSeconds").asInt()).isEqualTo(30);
        run("graceful");
        api().get(CORE + "pods/graceful").expect(200);

        api().delete(CORE + "pods/graceful?gracePeriodSeconds=0").expect(200);
        api().get(CORE + "pods/graceful").expect(404);
    }

    @Test
    void aPodThatNeverRanIsGoneAtOnce() {
        createPod("unplaced", "").expect(201);

        api().delete(CORE + "pods/unplaced").expect(200);

        api().get(CORE + "pods/unplaced").expect(404);
    }

    @Test
    void anEvictionSpendsTheBudget() {
        createPod("guarded", "").expect(201);
        bind("guarded", "n1").expect(201);
        run("guarded");
        create(
                        BUDGETS,
                        """
                        {"metadata": {"name": "one"},
                         "spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "guarded"}}}}
                        """)
                .expect(201);

        assertThat(evict("guarded").expect(429).text("/details/causes/0/message"))
                .isEqualTo("The disruption budget one is still being processed by the server.");

        var status = BUDGETS + "/one/status";
        api().mergePatch(
                        status,
                        """
                        {"status": {"observedGeneration": 1, "currentHealthy": 1,
                                    "desiredHealthy": 1, "expectedPods": 1}}
                        """)
                .expect(200);
        var refused = evict("guarded").expect(429);
        assertThat(refused.text("/message"))
                .isEqualTo("Cannot evict pod as it would violate the pod's disruption budget.");
        assertThat(refused.text("/details/causes/0/reason")).isEqualTo("DisruptionBudget");
        assertThat(refused.text("/details/causes/0/message"))
                .isEqualTo("The disruption budget one needs 1 healthy pods and has 1 currently");

        api().mergePatch(status, "{\"status\": {\"disruptionsAllowed\": 1}}").expect(200);
        evict("guarded").expect(201);
        var budget = api().get(BUDGETS + "/one");
        assertThat(budget.at("/status/disruptionsAllowed").asInt(-1)).isZero();
        assertThat(budget.at("/status/disruptedPods").has("guarded")).isTrue();
        assertThat(api().get(CORE + "pods/guarded").at("/metadata").has("deletionTimestamp"))
                .isTrue();
    }

    @Test
    void containersForDebuggingAreOnlyAdded() {
        createPod("debugged", "").expect(201);
        var path = CORE + "pods/debugged/ephemeralcontainers";
        var type = "application/strategic-merge-patch+json";
        var patch =
                "{\"spec\": {\"ephemeralContainers\": [{\"name\": \"sh\", \"image\": \"%s\"}]}}";

        api().patch(path, type, patch.formatted("busybox")).expect(200);

        assertThat(api().patch(path, type, patch.formatted("other")).expect(422).text("/message"))
                .contains(
                        "spec.ephemeralContainers: Forbidden: existing ephemeral containers \"sh\""
                                + " may not be changed");
    }

    @Test
    void aNodeComesWithWhatItHas() {
        var node =
                create(
                                "/api/v1/nodes",
                                """
                                {"metadata": {"name": "n"}, "status": {"capacity": {"cpu": "4000m"}}}
                                """)
                        .expect(201);

        assertThat(node.text("/status/allocatable/cpu")).isEqualTo("4");
        assertThat(node.text("/spec/taints/0/key")).isEqualTo("node.kubernetes.io/not-ready");
    }
}
