package dev.hanse.it.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.TestingPlainCluster;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What people type, with every kubectl that is found ([Kubectl#found]); none is an empty test.
@TestInstance(Lifecycle.PER_CLASS)
class KubectlTest {

    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    private TestingPlainCluster cluster;

    /// A story, once for each kubectl.
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dev.hanse.it.clients.Kubectl#found")
    @Retention(RetentionPolicy.RUNTIME)
    private @interface Story {}

    @BeforeAll
    void start() {
        cluster = TestingPlainCluster.start();
    }

    @AfterAll
    void stop() {
        cluster.close();
    }

    /// The kubectl of somebody who works in a new namespace.
    private Kubectl kubectl(Path program, Path home) {
        var kubectl = Kubectl.of(program, home, cluster.kubeconfig());
        var namespace = "story-" + NAMESPACES.incrementAndGet();
        kubectl.does("create", "namespace", namespace);
        kubectl.does("config", "set-context", "--current", "--namespace", namespace);
        return kubectl;
    }

    private static String configMap(String data) {
        return """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: menu
          labels: {meal: lunch}
        data: %s
        """
                .formatted(data);
    }

    private static final String DEPLOYMENT =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: kitchen, labels: {app: kitchen}}
            spec:
              replicas: 2
              selector: {matchLabels: {app: kitchen}}
              template:
                metadata: {labels: {app: kitchen}}
                spec:
                  containers:
                  - {name: stove, image: "example.com/stove:1", ports: [{containerPort: 80}]}
                  - {name: sink, image: "example.com/sink:1"}
            """;

    private static final String SELF_SUBJECT_REVIEW =
            "apiVersion: authentication.k8s.io/v1\nkind: SelfSubjectReview\n";

    @Story
    void createsAndPrints(Path program, @TempDir Path home) {
        var kubectl = kubectl(program, home);

        assertThat(kubectl.does("create", "configmap", "menu", "--from-literal", "soup=leek"))
                .isEqualTo("configmap/menu created");
        kubectl.does("create", "secret", "generic", "recipe", "--from-literal", "salt=much");
        kubectl.does("create", "serviceaccount", "cook");
        kubectl.does("create", "role", "cook", "--verb", "get,list", "--resource", "configmaps");
        kubectl.does(
                "create", "rolebinding", "cook", "--role", "cook", "--user", "cook@example.com");
        kubectl.does("create", "quota", "small", "--hard", "count/configmaps=10");
        kubectl.does("create", "deployment", "kitchen", "--image", "example.com/stove:1");
        kubectl.does("create", "job", "clean", "--image", "example.com/mop:1");
        kubectl.does("create", "cronjob", "c", "--image", "i", "--schedule", "0 4 * * *");
        kubectl.does(
                "create", "poddisruptionbudget", "p", "--selector", "a=b", "--min-available=1");
        kubectl.does("create", "ingress", "door", "--rule", "example.com/*=kitchen:80");
        kubectl.does("expose", "deployment", "kitchen", "--port", "80");
        kubectl.does("autoscale", "deployment", "kitchen", "--max", "3");
        assertThat(kubectl.does("create", "token", "cook")).contains(".");

        assertThat(kubectl.run("get", "configmap", "menu").ok().lines())
                .satisfiesExactly(
                        header -> assertThat(header).matches("NAME +DATA +AGE"),
                        row -> assertThat(row).matches("menu +1 +\\d+s"));
        assertThat(kubectl.does("get", "configmap", "menu", "-o", "yaml"))
                .contains("\ndata:\n  soup: leek\n")
                .contains("\nkind: ConfigMap\n")
                .doesNotContain("managedFields");
        assertThat(kubectl.does("get", "deployments", "-o", "wide"))
                .contains("CONTAINERS")
                .contains("example.com/stove:1");
        assertThat(
                        kubectl.does(
                                "get",
                                "deploy/kitchen",
                                "svc/kitchen",
                                "-o",
                                "custom-columns=KIND:.kind,NAME:.metadata.name",
                                "--no-headers"))
                .matches("Deployment +kitchen\nService +kitchen *");
        assertThat(kubectl.does("get", "cm,secret", "-o", "name"))
                .isEqualTo("configmap/kube-root-ca.crt\nconfigmap/menu\nsecret/recipe");
        assertThat(kubectl.does("get", "cm", "-o", "jsonpath={.items[1].data.soup}"))
                .isEqualTo("leek");
        assertThat(kubectl.does("get", "all")).contains("deployment.apps/kitchen");
        assertThat(kubectl.does("describe", "quota", "small")).containsPattern("configmaps +2 +10");
        assertThat(kubectl.does("describe", "deployment", "kitchen")).contains("Replicas:");
        assertThat(kubectl.run("get", "cm", "nothing").errors())
                .isEqualTo("Error from server (NotFound): configmaps \"nothing\" not found\n");
        assertThat(kubectl.run("create", "configmap", "menu").errors())
                .contains("configmaps \"menu\" already exists");
    }

    @Story
    void appliesWithTheHelpOfAnAnnotation(Path program, @TempDir Path home) {
        var kubectl = kubectl(program, home);
        var file = kubectl.file("menu.yaml", configMap("{soup: leek, main: dal}"));
        var deployment = kubectl.file("kitchen.yaml", DEPLOYMENT);

        assertThat(kubectl.does("apply", "-f", file, "-f", deployment))
                .isEqualTo("configmap/menu created\ndeployment.apps/kitchen created");
        assertThat(kubectl.does("apply", "-f", file, "-f", deployment))
                .isEqualTo("configmap/menu unchanged\ndeployment.apps/kitchen unchanged");
        assertThat(kubectl.run("diff", "-f", file, "-f", deployment).ok().output()).isEmpty();

        kubectl.does("patch", "configmap", "menu", "--patch", "{\"data\": {\"drink\": \"tea\"}}");
        kubectl.file("menu.yaml", configMap("{soup: leek, dessert: fig}"));
        kubectl.file("kitchen.yaml", DEPLOYMENT.replace("stove:1", "stove:2"));
        var diff = kubectl.run("diff", "-f", file, "-f", deployment);
        assertThat(diff.status()).as(diff.errors()).isEqualTo(1);
        assertThat(diff.output())
                .contains("\n-  main: dal\n", "\n+  dessert: fig\n")
                .contains("image: example.com/stove:2");
        assertThat(kubectl.does("apply", "-f", file, "-f", deployment))
                .isEqualTo("configmap/menu configured\ndeployment.apps/kitchen configured");
        assertThat(kubectl.does("get", "configmap", "menu", "-o", "jsonpath={.data}"))
                .isEqualTo("{\"dessert\":\"fig\",\"drink\":\"tea\",\"soup\":\"leek\"}");
        assertThat(kubectl.does("apply", "view-last-applied", "configmap/menu"))
                .contains("dessert: fig");
        assertThat(kubectl.does("replace", "-f", file)).isEqualTo("configmap/menu replaced");
    }

    @Story
    void appliesOnTheServer(Path program, @TempDir Path home) {
        var kubectl = kubectl(program, home);
        var file = kubectl.file("menu.yaml", configMap("{soup: leek}"));

        assertThat(kubectl.does("apply", "--server-side", "-f", file))
                .isEqualTo("configmap/menu serverside-applied");
        kubectl.file("menu.yaml", configMap("{soup: pea}"));
        var refused = kubectl.run("apply", "--server-side", "--field-manager", "bob", "-f", file);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.errors())
                .contains("conflict with \"kubectl\": .data.soup")
                .contains("--force-conflicts");
        kubectl.does(
                "apply", "--server-side", "--field-manager=bob", "--force-conflicts", "-f", file);

        assertThat(kubectl.does("get", "cm", "menu", "--show-managed-fields", "-o", "yaml"))
                .contains("manager: bob", "operation: Apply", "f:soup: {}");
        var diff = kubectl.run("diff", "--server-side", "--field-manager=bob", "-f", file);
        assertThat(diff.status()).as(diff.output() + diff.errors()).isZero();
    }

    @Story
    void editsAndPatches(Path program, @TempDir Path home) {
        var kubectl = kubectl(program, home);
        kubectl.does("apply", "-f", kubectl.file("kitchen.yaml", DEPLOYMENT));

        var editor = Map.of("KUBE_EDITOR", "sed -i s/stove:1/stove:2/");
        assertThat(kubectl.run(editor, "edit", "deployment", "kitchen").ok().output())
                .isEqualTo("deployment.apps/kitchen edited\n");
        var invalid = Map.of("KUBE_EDITOR", "sed -i s/replicas:.*/replicas:\\ -1/");
        assertThat(kubectl.run(invalid, "edit", "deployment", "kitchen").errors())
                .contains("deployments.apps \"kitchen\" is invalid");
        var images = "jsonpath={.spec.template.spec.containers[*].image}";
        kubectl.does(
                "patch",
                "deploy",
                "kitchen",
                "--patch",
                """
                {"spec": {"template": {"spec": {"containers":
                    [{"name": "sink", "image": "example.com/sink:3"}]}}}}
                """);
        assertThat(kubectl.does("get", "deploy", "kitchen", "-o", images))
                .isEqualTo("example.com/stove:2 example.com/sink:3");
        kubectl.does(
                "patch",
                "deploy",
                "kitchen",
                "--type=json",
                "--patch",
                "[{\"op\": \"remove\", \"path\": \"/spec/template/spec/containers/1\"}]");
        kubectl.does(
                "patch", "deploy", "kitchen", "--type=merge", "-p", "{\"spec\":{\"paused\":true}}");
        assertThat(kubectl.does("get", "deploy", "kitchen", "-o", images))
                .isEqualTo("example.com/stove:2");
        kubectl.does("rollout", "resume", "deployment/kitchen");
        kubectl.does("set", "image", "deployment/kitchen", "stove=example.com/stove:4");
        kubectl.does("set", "env", "deployment/kitchen", "HEAT=high");
        kubectl.does("rollout", "restart", "deployment/kitchen");
        assertThat(kubectl.does("get", "deploy", "kitchen", "-o", images))
                .isEqualTo("example.com/stove:4");
    }

    @Story
    void scalesLabelsAndWaits(Path program, @TempDir Path home) {
        var kubectl = kubectl(program, home);
        kubectl.does("apply", "-f", kubectl.file("kitchen.yaml", DEPLOYMENT));

        assertThat(kubectl.does("scale", "deployment/kitchen", "--replicas", "5"))
                .isEqualTo("deployment.apps/kitchen scaled");
        assertThat(
                        kubectl.run(
                                        "scale",
                                        "deployment/kitchen",
                                        "--current-replicas=2",
                                        "--replicas=1")
                                .errors())
                .contains("Expected replicas to be 2, was 5");
        assertThat(kubectl.does("label", "deployment", "kitchen", "tier=back"))
                .isEqualTo("deployment.apps/kitchen labeled");
        assertThat(kubectl.run("label", "deployment", "kitchen", "tier=front").errors())
                .contains("'tier' already has a value (back), and --overwrite is false");
        kubectl.does("annotate", "deployment", "kitchen", "note=spicy");
        kubectl.does("label", "deployment", "kitchen", "tier-", "app=bar", "--overwrite");
        assertThat(kubectl.does("get", "deploy", "-l", "app in (bar),!tier", "-L", "app"))
                .containsPattern("APP\nkitchen .* bar");

        // Scaling makes the second generation, and annotations of deployments another.
        kubectl.does(
                "patch",
                "deployment",
                "kitchen",
                "--subresource=status",
                "--type=merge",
                "--patch",
                """
                {"status": {"observedGeneration": 3, "replicas": 5, "updatedReplicas": 5,
                    "readyReplicas": 5, "availableReplicas": 5, "conditions": [
                    {"type": "Available", "status": "True", "reason": "Tested"}]}}
                """);
        kubectl.does("wait", "deployment/kitchen", "--for=condition=Available", "--timeout=20s");
        kubectl.does("wait", "deploy/kitchen", "--for=jsonpath={.status.readyReplicas}=5");
        assertThat(kubectl.does("rollout", "status", "deployment/kitchen", "--timeout=20s"))
                .isEqualTo("deployment \"kitchen\" successfully rolled out");
    }

    @Story
    void watchesAndDeletes(Path program, @TempDir Path home) throws Exception {
        var kubectl = kubectl(program, home);
        for (var name : List.of("soup", "main", "dessert")) {
            kubectl.does("create", "configmap", name);
        }
        kubectl.does("label", "configmap", "soup", "main", "hot=true");
        var seen = home.resolve("seen");
        var watching =
                kubectl.start(
                        Map.of(), seen, home.resolve("errors"), "get", "cm", "-w", "-o", "name");
        try {
            await().until(() -> Files.readAllLines(seen).size() == 4);

            assertThat(kubectl.does("delete", "configmap", "-l", "hot=true"))
                    .isEqualTo("configmap \"main\" deleted\nconfigmap \"soup\" deleted");

            // Objects go in the order of their names, and each is seen once more.
            await().until(() -> Files.readAllLines(seen).size() == 6);
            assertThat(Files.readAllLines(seen).subList(4, 6))
                    .containsExactly("configmap/main", "configmap/soup");
        } finally {
            watching.destroy();
            assertThat(watching.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        kubectl.does("apply", "-f", kubectl.file("kitchen.yaml", DEPLOYMENT));
        kubectl.does("delete", "deployment", "kitchen", "--cascade=foreground");
        kubectl.does("wait", "deployment/kitchen", "--for=delete", "--timeout=20s");
        assertThat(kubectl.does("delete", "configmap", "dessert", "--dry-run=server"))
                .isEqualTo("configmap \"dessert\" deleted (server dry run)");
        kubectl.does("delete", "configmap", "--all");
        kubectl.does("delete", "-f", home.resolve("kitchen.yaml").toString(), "--ignore-not-found");
        assertThat(kubectl.does("get", "deployments,secrets")).isEmpty();
    }

    @Story
    void asksWhatThereIs(Path program, @TempDir Path home) {
        var kubectl = kubectl(program, home);

        assertThat(kubectl.does("explain", "deployment.spec.template.spec", "--recursive"))
                .contains("containers")
                .contains("imagePullPolicy")
                .contains("tolerationSeconds");
        assertThat(kubectl.does("explain", "configmap.data")).contains("FIELD");
        assertThat(kubectl.does("api-resources", "-o", "wide"))
                .containsPattern("configmaps +cm +v1 +true +ConfigMap")
                .containsPattern("deployments +deploy +apps/v1 +true +Deployment");
        assertThat(kubectl.does("api-versions")).contains("apps/v1", "batch/v1");
        assertThat(kubectl.does("auth", "can-i", "delete", "nodes")).isEqualTo("yes");
        var nobody = kubectl.run("auth", "can-i", "delete", "nodes", "--as", "nobody");
        assertThat(nobody.output()).isEqualTo("no\n");
        assertThat(nobody.status()).isEqualTo(1);
        assertThat(kubectl.does("auth", "can-i", "--list", "--as", "nobody"))
                .contains("selfsubjectaccessreviews.authorization.k8s.io");
        var review = kubectl.file("me.yaml", SELF_SUBJECT_REVIEW);
        assertThat(kubectl.does("create", "-f", review, "-o=jsonpath={.status.userInfo.username}"))
                .isEqualTo("shard-admin");
        assertThat(kubectl.run("get", "nodes", "--as", "nobody").errors())
                .isEqualTo(
                        "Error from server (Forbidden): nodes is forbidden: User \"nobody\" cannot"
                                + " list resource \"nodes\" in API group \"\" at the cluster"
                                + " scope\n");
        assertThat(kubectl.run("version", "-o", "json").ok().json().at("/serverVersion/major"))
                .hasToString("\"1\"");
        assertThat(kubectl.does("cluster-info")).contains("control plane");
        assertThat(kubectl.does("get", "--raw", "/healthz")).isEqualTo("ok");
        assertThat(kubectl.does("get", "namespaces", "--chunk-size=2", "-o", "name").lines())
                .contains("namespace/default", "namespace/kube-system");
    }

    @Story
    void runsPods(Path program, @TempDir Path home) {
        var kubectl = kubectl(program, home);
        kubectl.does("run", "guest", "--image", "example.com/guest:1", "--restart=Never");

        assertThat(kubectl.does("get", "pod", "guest")).contains("Pending");
        assertThat(kubectl.does("get", "pods", "--field-selector=status.phase=Pending", "-o=name"))
                .isEqualTo("pod/guest");
        kubectl.does("delete", "pod", "guest", "--grace-period=0", "--force");
        assertThat(kubectl.run("get", "pod", "guest").errors()).contains("not found");
    }
}
