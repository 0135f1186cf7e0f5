package dev.hanse.it.clients;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.Release;
import com.marcnuri.helm.ReleaseHistory;
import com.marcnuri.helm.UpgradeCommand;
import dev.hanse.it.Api;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// The life of a release, by the real Helm, of a chart with thirty objects besides its hooks. Where
/// there are Deployments, it has six more.
abstract class HelmStory {

    private String namespace = "";

    /// Who looks at what Helm did.
    abstract Api api();

    abstract String kubeconfig();

    @BeforeEach
    void everyTestHasANamespace(TestInfo test) {
        namespace = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT);
    }

    private static Path chart() {
        try {
            return Path.of(requireNonNull(HelmStory.class.getResource("shop")).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Release install() {
        return new Helm(chart())
                .install()
                .withName("corner")
                .withNamespace(namespace)
                .createNamespace()
                .waitReady()
                .withKubeConfigContents(kubeconfig())
                .call();
    }

    private UpgradeCommand upgrade() {
        return new Helm(chart())
                .upgrade()
                .withName("corner")
                .withNamespace(namespace)
                .waitReady()
                .withKubeConfigContents(kubeconfig());
    }

    private Release status() {
        return Helm.status("corner")
                .withNamespace(namespace)
                .withKubeConfigContents(kubeconfig())
                .call();
    }

    private List<ReleaseHistory> history() {
        return Helm.history("corner")
                .withNamespace(namespace)
                .withKubeConfigContents(kubeconfig())
                .call();
    }

    private void uninstall() {
        Helm.uninstall("corner")
                .withNamespace(namespace)
                .withKubeConfigContents(kubeconfig())
                .call();
    }

    private String of(String groupVersion, String resource) {
        return groupVersion + "/namespaces/" + namespace + "/" + resource;
    }

    private String configMap(String name) {
        return of("/api/v1", "configmaps/corner-" + name);
    }

    private List<String> names(String path) {
        return names(api().get(path).expect(200).json());
    }

    private static List<String> names(JsonNode list) {
        return StreamSupport.stream(list.path("items").spliterator(), false)
                .map(each -> each.at("/metadata/name").asText())
                .toList();
    }

    @Test
    void installs() {
        var release = install();

        assertThat(release.getStatus()).isEqualTo("deployed");
        assertThat(release.getOutput()).contains("The shop is painted blue.");
        assertThat(
                        names(
                                of("/api/v1", "configmaps")
                                        + "?labelSelector=app.kubernetes.io/name=shop"))
                .hasSize(12);
        assertThat(names(of("/apis/shop.example.com/v1", "suppliers")))
                .containsExactly("acorn", "birch", "cedar");
        assertThat(names(of("/apis/rbac.authorization.k8s.io/v1", "rolebindings")))
                .contains("front", "stock");
        assertThat(api().get(configMap("post-install")).text("/data/revision")).isEqualTo("1");
        assertThat(Helm.list().withNamespace(namespace).withKubeConfigContents(kubeconfig()).call())
                .extracting(Release::getName, Release::getStatus, Release::getChart)
                .containsExactly(tuple("corner", "deployed", "shop-1.4.0"));
    }

    @Test
    void upgradesWhatChangedAndNothingElse() {
        install();
        var secret = of("/api/v1", "secrets/corner-bank");
        var token = api().get(secret).text("/data/token");
        var role = of("/apis/rbac.authorization.k8s.io/v1", "roles/front");
        var roleBefore = api().get(role).resourceVersion();
        api().mergePatch(configMap("about"), "{\"data\": {\"visits\": \"12\"}}").expect(200);

        var release = upgrade().withValuesFile(chart().resolve("spring-values.yaml")).call();

        assertThat(release.getRevision()).isEqualTo("2");
        var about = api().get(configMap("about")).json().path("data");
        assertThat(about.path("colour").asText()).isEqualTo("green");
        assertThat(about.path("visits").asText()).as("what others wrote").isEqualTo("12");
        api().get(configMap("blog")).expect(200);
        api().get(configMap("basket")).expect(404);
        api().get(configMap("post-upgrade")).expect(200);
        assertThat(
                        api().get(of("/apis/shop.example.com/v1", "suppliers/acorn"))
                                .text("/spec/colour"))
                .isEqualTo("green");
        assertThat(api().get(secret).text("/data/token")).isEqualTo(token);
        assertThat(api().get(role).resourceVersion()).isEqualTo(roleBefore);
    }

    @Test
    void rollsBackAnUpgradeThatFails() {
        install();
        upgrade().set("colour", "green").call();

        var broken = upgrade().set("colour", "red").set("broken", true).atomic();

        assertThatThrownBy(broken::call)
                .hasMessageContaining("rolled back")
                .hasMessageContaining("should be greater than or equal to 1");
        assertThat(status().getRevision()).isEqualTo("4");
        assertThat(history())
                .extracting(ReleaseHistory::getStatus)
                .containsExactly("superseded", "superseded", "failed", "deployed");
        assertThat(api().get(configMap("about")).text("/data/colour")).isEqualTo("green");
        assertThat(
                        api().get(of("/apis/shop.example.com/v1", "suppliers/acorn"))
                                .text("/spec/colour"))
                .isEqualTo("green");
    }

    @Test
    void runsTheTestsOfTheChart() {
        install();

        var tested =
                Helm.test("corner")
                        .withNamespace(namespace)
                        .withKubeConfigContents(kubeconfig())
                        .call();

        assertThat(tested.getStatus()).isEqualTo("deployed");
        assertThat(api().get(configMap("test")).text("/data/revision")).isEqualTo("1");
    }

    @Test
    void uninstallsAllButTheDefinitions() {
        install();

        uninstall();

        assertThat(names(of("/api/v1", "configmaps"))).doesNotContain("corner-about");
        assertThat(names(of("/api/v1", "secrets"))).isEmpty();
        assertThat(names(of("/apis/shop.example.com/v1", "suppliers"))).isEmpty();
        assertThat(names(of("/apis/rbac.authorization.k8s.io/v1", "roles"))).isEmpty();
        api().get(configMap("farewell")).expect(404);
        assertThat(names("/apis/apiextensions.k8s.io/v1/customresourcedefinitions"))
                .contains("suppliers.shop.example.com");
        assertThatThrownBy(this::status).hasMessageContaining("not found");
    }
}
