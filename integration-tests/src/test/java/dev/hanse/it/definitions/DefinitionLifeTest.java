package dev.hanse.it.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.it.Api;
import dev.hanse.it.TestingControlPlane;
import dev.hanse.it.TestingPlainCluster;
import dev.hanse.machinery.codec.Yaml;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What definitions go through, in a workspace and in one plain cluster, while objects and watches
/// are there.
@TestInstance(Lifecycle.PER_CLASS)
class DefinitionLifeTest {

    enum Place {
        WORKSPACE,
        PLAIN_CLUSTER
    }

    private final AtomicInteger groups = new AtomicInteger();
    private TestingControlPlane plane;
    private TestingPlainCluster cluster;
    private Api workspace;

    /// Of the test that is running, which begins with [#defineShips].
    @SuppressWarnings("NullAway.Init")
    private Definition ships;

    @SuppressWarnings("NullAway.Init")
    private Api api;

    @BeforeAll
    void start() {
        plane = TestingControlPlane.onEmbeddedStore();
        cluster = TestingPlainCluster.start();
        workspace = plane.workspaceOf("alice", "life").api();
    }

    @AfterAll
    void stop() {
        cluster.close();
        plane.close();
    }

    @AfterEach
    void cleanUp() {
        api.delete(ships.path());
    }

    private void defineShips(Place place) {
        api = place == Place.WORKSPACE ? workspace : cluster.admin();
        var group = "life" + groups.incrementAndGet() + ".example.com";
        var crd =
                """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: ships.%1$s}
                spec:
                  group: %1$s
                  scope: Namespaced
                  names: {plural: ships, kind: Ship, shortNames: [sh]}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    schema: &schema
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec:
                            type: object
                            properties:
                              port: {type: string}
                              crew: {type: integer}
                  - {name: v2, served: true, storage: false, schema: *schema}
                """
                        .formatted(group);
        var ship =
                "{apiVersion: %s/v1, kind: Ship, metadata: {name: kogge}, spec: {port: Bremen, crew: 3}}"
                        .formatted(group);
        ships = new Definition((ObjectNode) Yaml.parse(crd), (ObjectNode) Yaml.parse(ship));
        ships.definedIn(api);
    }

    private void build(String name) {
        api.post(ships.objects(), ships.object(name)).expect(201);
    }

    private void redefine(String pointer, String value) {
        var crd = api.get(ships.path()).expect(200).object();
        Definition.change(crd, pointer, value);
        api.put(ships.path(), crd).expect(200);
    }

    @ParameterizedTest
    @EnumSource
    void theyGoWhenTheLastObjectHasGone(Place place) {
        defineShips(place);
        var kept = ships.object("kept");
        kept.withObject("metadata").putArray("finalizers").add("example.com/wait");
        api.post(ships.objects(), kept).expect(201);
        build("other");

        api.delete(ships.path()).expect(200);

        await().untilAsserted(
                        () -> {
                            var crd = api.get(ships.path()).expect(200).json();
                            assertThat(Definition.condition(crd, "Terminating"))
                                    .isEqualTo("True InstanceDeletionInProgress");
                            api.get(ships.objects() + "/other").expect(404);
                        });
        var refused = api.post(ships.objects(), ships.object("late")).expect(403);
        assertThat(refused.text("/message"))
                .endsWith(
                        "\"late\" is forbidden: create not allowed while custom resource definition"
                                + " is terminating");
        api.patch(
                        ships.objects() + "/late?fieldManager=me",
                        "application/apply-patch+yaml",
                        ships.object("late").toString())
                .expect(403);
        var group = ships.crd().at("/spec/group").asText();
        assertThat(api.get("/apis/" + group + "/v1").expect(200).at("/resources/0/verbs"))
                .isEqualTo(Yaml.parse("[delete, deletecollection, get, list, watch]"));

        api.mergePatch(ships.objects() + "/kept", "{\"metadata\": {\"finalizers\": null}}")
                .expect(200);

        await().untilAsserted(() -> api.get(ships.path()).expect(404));
        api.get(ships.objects()).expect(404);
        ships.definedIn(api);
        assertThat(api.get(ships.objects()).expect(200).at("/items")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTightenedSchemaForgivesWhatIsNotTouched(Place place) {
        defineShips(place);
        build("kogge");
        var spec = "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties";
        redefine(spec + "/crew", "{type: integer, minimum: 5}");

        api.mergePatch(ships.objects() + "/kogge", "{\"spec\": {\"port\": \"Danzig\"}}")
                .expect(200);
        var touched = api.mergePatch(ships.objects() + "/kogge", "{\"spec\": {\"crew\": 4}}");
        var created = api.post(ships.objects(), ships.object("new"));

        var problem = "spec.crew in body should be greater than or equal to 5";
        assertThat(touched.expect(422).text("/message")).contains(problem);
        assertThat(created.expect(422).text("/message")).contains(problem);
    }

    @ParameterizedTest
    @EnumSource
    void aWatchShowsObjectsThroughEveryDefinitionThatFollows(Place place) {
        defineShips(place);
        build("kogge");
        try (var watch = api.watch(ships.objects("v2") + "?watch=true")) {
            assertThat(watch.next("ADDED").path("apiVersion").asText()).endsWith("/v2");

            redefine(
                    "/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/flag",
                    "{type: string, default: none}");
            build("holk");

            var added = watch.next("ADDED");
            assertThat(added.at("/metadata/name").asText()).isEqualTo("holk");
            assertThat(added.at("/spec/flag").asText()).isEqualTo("none");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWatchEndsWhenItsVersionIsServedNoMore(Place place) {
        defineShips(place);
        build("kogge");
        try (var watch = api.watch(ships.objects("v2") + "?watch=true")) {
            watch.next("ADDED");

            redefine("/spec/versions/1/served", "false");
            build("holk");

            api.get(ships.objects("v2")).expect(404);
            assertThat(watch.line()).isEqualTo("ADDED holk");
            assertThat(watch.line()).startsWith("END");
        }
    }

    @ParameterizedTest
    @EnumSource
    void namesThatAreTakenAreFreeWhenTheirHolderGoes(Place place) {
        defineShips(place);
        var rival = ships.crd().deepCopy();
        var group = ships.crd().at("/spec/group").asText();
        rival.withObject("metadata").put("name", "boats." + group);
        Definition.change(
                rival, "/spec/names", "{plural: boats, kind: Boat, shortNames: [sh, bt]}");
        var boats = new Definition(rival, ships.example());

        boats.definedIn(api);
        var refused = api.get(boats.path()).expect(200).json();
        api.get(boats.objects()).expect(404);
        api.delete(ships.path()).expect(200);

        assertThat(Definition.condition(refused, "NamesAccepted"))
                .isEqualTo("False ShortNamesConflict");
        assertThat(Definition.condition(refused, "Established")).isEqualTo("False NotAccepted");
        await().untilAsserted(
                        () -> {
                            var crd = api.get(boats.path()).expect(200).json();
                            assertThat(Definition.condition(crd, "Established"))
                                    .isEqualTo("True InitialNamesAccepted");
                            api.get(boats.objects()).expect(200);
                        });
        api.delete(boats.path()).expect(200);
    }
}
