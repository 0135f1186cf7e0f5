package dev.hanse.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a program does that was written for Kubernetes with the most used Java client.
class Fabric8Test extends ControlPlaneTest {

    private KubernetesClient client;
    private TestingWorkspace workspace;

    @BeforeAll
    void connect() {
        workspace = plane.workspaceOf("alice", "java-client");
        client = plane.fabric8(workspace.api());
    }

    @AfterAll
    void disconnect() {
        client.close();
    }

    private static ConfigMap configMap(String name, Map<String, String> data) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("default")
                .endMetadata()
                .withData(data)
                .build();
    }

    @Test
    void writesAndReads() {
        var map = configMap("plain", Map.of("a", "1"));

        var created = client.resource(map).create();
        var edited =
                client.configMaps()
                        .inNamespace("default")
                        .withName("plain")
                        .edit(old -> new ConfigMapBuilder(old).addToData("b", "2").build());

        assertThat(created.getMetadata().getUid()).isNotEmpty();
        assertThat(edited.getData()).containsEntry("a", "1").containsEntry("b", "2");
        assertThat(client.resource(map).delete()).hasSize(1);
        assertThat(client.resource(map).get()).isNull();
    }

    @Test
    void appliesOnTheServer() {
        client.resource(configMap("applied", Map.of("a", "1"))).patch(applyAs("one"));

        var conflicting = client.resource(configMap("applied", Map.of("a", "2")));
        assertThatThrownBy(() -> conflicting.patch(applyAs("two")))
                .isInstanceOf(KubernetesClientException.class)
                .hasMessageContaining("conflict with \"one\"");
    }

    private static PatchContext applyAs(String manager) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(false)
                .build();
    }

    @Test
    void keepsACopyThroughAnInformer() {
        try (var informer = client.configMaps().inNamespace("default").inform()) {
            client.resource(configMap("informed", Map.of("a", "1"))).create();

            await().until(
                            () ->
                                    informer.getStore().list().stream()
                                            .anyMatch(
                                                    each ->
                                                            each.getMetadata()
                                                                    .getName()
                                                                    .equals("informed")));
            client.configMaps().inNamespace("default").withName("informed").delete();
            await().until(
                            () ->
                                    informer.getStore().list().stream()
                                            .noneMatch(
                                                    each ->
                                                            each.getMetadata()
                                                                    .getName()
                                                                    .equals("informed")));
        }
    }

    @Test
    void electsALeader() throws InterruptedException {
        var leading = new CountDownLatch(1);
        var election =
                client.leaderElector()
                        .withConfig(
                                new LeaderElectionConfigBuilder()
                                        .withName("election")
                                        .withLeaseDuration(Duration.ofSeconds(15))
                                        .withRenewDeadline(Duration.ofSeconds(10))
                                        .withRetryPeriod(Duration.ofSeconds(2))
                                        .withReleaseOnCancel()
                                        .withLock(new LeaseLock("default", "election", "me"))
                                        .withLeaderCallbacks(
                                                new LeaderCallbacks(
                                                        leading::countDown, () -> {}, _ -> {}))
                                        .build())
                        .build()
                        .start();

        assertThat(leading.await(15, TimeUnit.SECONDS)).isTrue();
        Lease lease = client.leases().inNamespace("default").withName("election").get();
        assertThat(lease.getSpec().getHolderIdentity()).isEqualTo("me");
        election.cancel(true);
    }

    @Test
    void discoversWhatIsServed() {
        assertThat(client.hasApiGroup("tenancy.kcp.io", true)).isTrue();
        assertThat(client.getKubernetesVersion().getMajor()).isEqualTo("1");
        assertThat(client.genericKubernetesResources("tenancy.kcp.io/v1alpha1", "Workspace").list())
                .isNotNull();
    }
}
