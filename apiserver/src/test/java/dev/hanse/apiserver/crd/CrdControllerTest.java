package dev.hanse.apiserver.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.TestingDefinitions;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrdControllerTest {

    private static final GroupVersionResource WIDGETS =
            new GroupVersionResource("example.org", "v1", "widgets");
    private static final CrdController.Key KEY =
            new CrdController.Key(new ClusterName("here"), "widgets.example.org");

    private final List<ResourceDefinition> served = new ArrayList<>();
    private final TestingClient client = new TestingClient();
    private final CrdController controller =
            new CrdController(client, _ -> new ApiSurface(served), TestingDefinitions.CLOCK);

    @Test
    void objectsGoBeforeTheirDefinition() {
        client.put(Crd.V1, deletedDefinition());
        client.put(WIDGETS, widget("a", "one", "{}"));
        client.put(WIDGETS, widget("b", "two", "{}"));

        var result = controller.reconcile(KEY);

        assertThat(result).isEqualTo(Result.done());
        assertThat(client.objects(WIDGETS)).isEmpty();
        assertThat(client.objects(Crd.V1))
                .singleElement()
                .satisfies(each -> assertThat(each.finalizers()).isEmpty());
    }

    @Test
    void definitionWaitsForObjectsThatTakeTheirTime() {
        client.put(Crd.V1, deletedDefinition());
        client.put(WIDGETS, widget("a", "one", "{finalizers: [example.org/wait]}"));

        var result = controller.reconcile(KEY);

        assertThat(result).isInstanceOf(Result.RequeueAfter.class);
        assertThat(client.objects(Crd.V1))
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.finalizers()).containsExactly(Crd.FINALIZER);
                            assertThat(each.json().toString())
                                    .contains("InstanceDeletionInProgress");
                        });
    }

    @Test
    void definitionThatStaysIsLeftAlone() {
        var crd = CrdTest.widgets();
        crd.set("status", Yaml.parse("conditions: [{type: NamesAccepted, status: 'True'}]"));
        client.put(Crd.V1, new KubeObject(crd));

        assertThat(controller.reconcile(KEY)).isEqualTo(Result.done());
        assertThat(client.updates()).isZero();
    }

    @Test
    void definitionWithNamesInUseIsWrittenAgainLater() {
        client.put(Crd.V1, new KubeObject(CrdTest.widgets()));

        assertThat(controller.reconcile(KEY)).isInstanceOf(Result.RequeueAfter.class);
        assertThat(client.updates()).isEqualTo(1);
    }

    @Test
    void ofTwoDefinitionsWrittenAtOnceTheOlderKeepsItsNames() {
        var older = accepted("gadgets", "2026-01-01T00:00:00Z");
        var younger = accepted("widgets", "2026-01-01T00:00:01Z");
        client.put(Crd.V1, older);
        client.put(Crd.V1, younger);
        for (var each : List.of(older, younger)) {
            served.add(TestingDefinitions.of(each));
        }

        controller.reconcile(KEY);
        controller.reconcile(new CrdController.Key(new ClusterName("here"), "gadgets.example.org"));

        assertThat(client.objects(Crd.V1))
                .filteredOn(each -> Crd.isTrue(each.json(), Crd.NAMES_ACCEPTED))
                .extracting(KubeObject::name)
                .containsExactly("gadgets.example.org");
    }

    @Test
    void aBoundApiTakesTheNamesOfADefinitionThatCameAtTheSameTime() {
        var crd = accepted("widgets", "2026-01-01T00:00:00Z");
        client.put(Crd.V1, crd);
        served.add(bound(TestingDefinitions.of(crd)));

        controller.reconcile(KEY);

        assertThat(client.objects(Crd.V1))
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(Crd.isTrue(each.json(), Crd.NAMES_ACCEPTED)).isFalse();
                            assertThat(Crd.isTrue(each.json(), Crd.ESTABLISHED)).isFalse();
                            assertThat(each.status().at("/acceptedNames/plural").asText())
                                    .isEmpty();
                        });
    }

    /// The same resource, bound from an export.
    private static ResourceDefinition bound(ResourceDefinition local) {
        return new ResourceDefinition(
                "bound",
                local.group(),
                local.names(),
                local.namespaced(),
                "identity",
                local.versions(),
                local.storageVersion(),
                local.converter(),
                local.strategy(),
                local.verbs());
    }

    /// A definition of kind `Widget` that has got all its names.
    private static KubeObject accepted(String plural, String created) {
        var crd = CrdTest.widgets();
        crd.withObject("metadata")
                .put("name", plural + ".example.org")
                .put("creationTimestamp", created);
        crd.withObject("spec").withObject("names").put("plural", plural).remove("shortNames");
        crd.set(
                "status",
                Yaml.parse(
                        "{acceptedNames: {plural: %s, kind: Widget, listKind: WidgetList},"
                                        .formatted(plural)
                                + " conditions: [{type: NamesAccepted, status: 'True'},"
                                + " {type: Established, status: 'True'}]}"));
        return new KubeObject(crd);
    }

    private static KubeObject deletedDefinition() {
        var crd = CrdTest.widgets();
        var metadata = crd.withObject("metadata");
        metadata.put("deletionTimestamp", "2026-01-02T03:04:05Z");
        metadata.putArray("finalizers").add(Crd.FINALIZER);
        crd.set(
                "status",
                Yaml.parse(
                        "{acceptedNames: {plural: widgets}, conditions: [{type: Established,"
                                + " status: 'True'}]}"));
        return new KubeObject(crd);
    }

    private static KubeObject widget(String namespace, String name, String metadata) {
        var json = (ObjectNode) Yaml.parse("{apiVersion: example.org/v1, kind: Widget}");
        json.set("metadata", Yaml.parse(metadata));
        json.withObject("metadata").put("name", name).put("namespace", namespace);
        return new KubeObject(json);
    }
}
