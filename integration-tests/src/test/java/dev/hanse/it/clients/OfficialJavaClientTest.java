package dev.hanse.it.clients;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import io.kubernetes.client.custom.V1Patch;
import io.kubernetes.client.informer.SharedInformerFactory;
import io.kubernetes.client.openapi.ApiClient;
import io.kubernetes.client.openapi.ApiException;
import io.kubernetes.client.openapi.apis.CoreV1Api;
import io.kubernetes.client.openapi.apis.CustomObjectsApi;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1ConfigMapList;
import io.kubernetes.client.openapi.models.V1ObjectMeta;
import io.kubernetes.client.util.ClientBuilder;
import io.kubernetes.client.util.KubeConfig;
import io.kubernetes.client.util.generic.GenericKubernetesApi;
import io.kubernetes.client.util.generic.KubernetesApiResponse;
import io.kubernetes.client.util.generic.options.ListOptions;
import io.kubernetes.client.util.generic.options.PatchOptions;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a program does that was written with Kubernetes' own client for Java.
class OfficialJavaClientTest extends ControlPlaneTest {

    private static final String PARCELS =
            """
            {"metadata": {"name": "parcels.post.example.com"},
             "spec": {"group": "post.example.com", "scope": "Namespaced",
               "names": {"plural": "parcels", "singular": "parcel", "kind": "Parcel",
                         "listKind": "ParcelList"},
               "versions": [{"name": "v1", "served": true, "storage": true,
                 "subresources": {"status": {}},
                 "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                   "spec": {"type": "object", "properties": {
                     "weight": {"type": "integer", "maximum": 40},
                     "kind": {"type": "string", "default": "letter"}}},
                   "status": {"type": "object", "properties": {
                     "place": {"type": "string"}}}}}}}]}}
            """;

    private TestingWorkspace workspace;
    private ApiClient client;
    private CoreV1Api core;
    private GenericKubernetesApi<V1ConfigMap, V1ConfigMapList> configMaps;
    private GenericKubernetesApi<Parcel, Parcel.ParcelList> parcels;

    @BeforeAll
    void connect() throws IOException {
        workspace = plane.workspaceOf("alice", "official-client");
        var kubeconfig =
                KubeConfig.loadKubeConfig(new StringReader(plane.kubeconfig(workspace.api())));
        client = ClientBuilder.kubeconfig(kubeconfig).build();
        core = new CoreV1Api(client);
        configMaps =
                new GenericKubernetesApi<>(
                        V1ConfigMap.class, V1ConfigMapList.class, "", "v1", "configmaps", client);
        workspace
                .api()
                .post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", PARCELS)
                .expect(201);
        parcels =
                new GenericKubernetesApi<>(
                        Parcel.class,
                        Parcel.ParcelList.class,
                        "post.example.com",
                        "v1",
                        "parcels",
                        client);
    }

    private static V1ConfigMap configMap(String namespace, String name) {
        return new V1ConfigMap()
                .metadata(new V1ObjectMeta().namespace(namespace).name(name))
                .putDataItem("a", "1");
    }

    @Test
    void createsReplacesAndDeletes() throws ApiException {
        workspace.namespace("crud");
        var created =
                core.createNamespacedConfigMap("crud", configMap("crud", "one"))
                        .fieldManager("tests")
                        .fieldValidation("Strict")
                        .execute();

        var replaced =
                core.replaceNamespacedConfigMap("one", "crud", created.putDataItem("b", "2"))
                        .execute();

        assertThat(requireNonNull(created.getMetadata()).getUid()).isNotEmpty();
        assertThat(core.readNamespacedConfigMap("one", "crud").execute()).isEqualTo(replaced);
        var stale = core.replaceNamespacedConfigMap("one", "crud", created.putDataItem("c", "3"));
        assertThatThrownBy(stale::execute)
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.getCode()).isEqualTo(409));
        assertThat(core.deleteNamespacedConfigMap("one", "crud").execute().getStatus())
                .isEqualTo("Success");
        assertThat(configMaps.get("crud", "one").getHttpStatusCode()).isEqualTo(404);
    }

    @Test
    void patchesInEveryFormat() {
        workspace.namespace("patches");
        configMaps.create(configMap("patches", "one"));

        patch(V1Patch.PATCH_FORMAT_JSON_PATCH, "[{'op':'add','path':'/data/b','value':'2'}]");
        patch(V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH, "{'data':{'a':null,'c':'3'}}");
        var patched =
                patch(
                        V1Patch.PATCH_FORMAT_STRATEGIC_MERGE_PATCH,
                        "{'data':{'$patch':'replace','d':'4'}}");

        assertThat(patched.getData()).isEqualTo(Map.of("d", "4"));
    }

    private V1ConfigMap patch(String format, String patch) {
        var answer =
                configMaps.patch("patches", "one", format, new V1Patch(patch.replace('\'', '"')));
        assertThat(answer.isSuccess()).as(String.valueOf(answer.getStatus())).isTrue();
        return answer.getObject();
    }

    @Test
    void appliesOnTheServer() {
        workspace.namespace("apply");
        var first = apply("first", "1", false);

        var second = apply("second", "2", false);
        var forced = apply("second", "2", true);

        assertThat(first.isSuccess()).isTrue();
        assertThat(second.getHttpStatusCode()).isEqualTo(409);
        assertThat(second.getStatus().getMessage())
                .isEqualTo("Apply failed with 1 conflict: conflict with \"first\": .data.a");
        assertThat(forced.getObject().getData()).isEqualTo(Map.of("a", "2"));
    }

    private KubernetesApiResponse<V1ConfigMap> apply(String manager, String value, boolean force) {
        var body =
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: applied}
                data: {a: "%s"}
                """
                        .formatted(value);
        return configMaps.patch(
                "apply",
                "applied",
                V1Patch.PATCH_FORMAT_APPLY_YAML,
                new V1Patch(body),
                new PatchOptions().fieldManager(manager).force(force));
    }

    @Test
    void readsListsInPages() throws ApiException {
        workspace.namespace("pages");
        for (int i = 0; i < 7; i++) {
            configMaps.create(configMap("pages", "map-" + i));
        }

        var names = new ArrayList<String>();
        var sizes = new ArrayList<Integer>();
        String token = null;
        do {
            var page = core.listNamespacedConfigMap("pages").limit(3)._continue(token).execute();
            page.getItems()
                    .forEach(each -> names.add(requireNonNull(each.getMetadata()).getName()));
            sizes.add(page.getItems().size());
            token = requireNonNull(page.getMetadata()).getContinue();
        } while (token != null);

        assertThat(sizes).startsWith(3, 3);
        assertThat(names).contains("map-0", "map-6").doesNotHaveDuplicates();
    }

    @Test
    void watches() throws ApiException, IOException {
        workspace.namespace("watch");
        try (var watch =
                configMaps.watch("watch", new ListOptions().fieldSelector("metadata.name=w"))) {
            configMaps.create(configMap("watch", "other"));
            configMaps.create(configMap("watch", "w"));
            configMaps.patch(
                    "watch",
                    "w",
                    V1Patch.PATCH_FORMAT_JSON_MERGE_PATCH,
                    new V1Patch("{\"data\": {\"a\": \"2\"}}"));
            configMaps.delete("watch", "w");

            var seen = new ArrayList<Tuple>();
            while (seen.size() < 3) {
                var event = watch.next();
                seen.add(tuple(event.type, requireNonNull(event.object.getData()).get("a")));
            }

            assertThat(seen)
                    .containsExactly(
                            tuple("ADDED", "1"), tuple("MODIFIED", "2"), tuple("DELETED", "2"));
        }
    }

    @Test
    void keepsCustomResourcesInAnInformer() {
        workspace.namespace("informer");
        var factory = new SharedInformerFactory(client);
        var informer = factory.sharedIndexInformerFor(parcels, Parcel.class, 0, "informer");
        informer.addIndexers(
                Map.of("kind", parcel -> List.of(String.valueOf(parcel.spec().kind()))));
        factory.startAllRegisteredInformers();
        try {
            await().until(informer::hasSynced);
            parcels.create(Parcel.named("informer", "one", 12)).getObject();
            await().until(() -> informer.getIndexer().byIndex("kind", "letter").size() == 1);

            parcels.delete("informer", "one");
            await().until(() -> informer.getIndexer().list().isEmpty());
        } finally {
            factory.stopAllRegisteredInformers();
        }
    }

    @Test
    void treatsCustomResourcesAsItsOwn() throws ApiException {
        workspace.namespace("custom");
        var created = parcels.create(Parcel.named("custom", "one", 12)).getObject();

        // The client changes a status by a JSON patch, which replaces only what is there.
        new CustomObjectsApi(client)
                .replaceNamespacedCustomObjectStatus(
                        "post.example.com", "v1", "custom", "parcels", "one", created.at("ship"))
                .execute();
        var arrived = parcels.updateStatus(created, _ -> Map.of("place", "harbour")).getObject();
        var refused = parcels.create(Parcel.named("custom", "heavy", 41));

        assertThat(created.spec().kind()).isEqualTo("letter");
        assertThat(requireNonNull(arrived.status()).place()).isEqualTo("harbour");
        assertThat(arrived.getMetadata().getGeneration()).isEqualTo(1);
        assertThat(refused.getHttpStatusCode()).isEqualTo(422);
        assertThat(requireNonNull(refused.getStatus().getDetails()).getCauses())
                .extracting(cause -> cause.getField())
                .containsExactly("spec.weight");
        assertThat(parcels.list("custom").getObject().getItems()).hasSize(1);
    }
}
