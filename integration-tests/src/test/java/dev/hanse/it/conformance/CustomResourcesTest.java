package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Custom resource definitions, from creation to removal, and the objects of their kinds.
class CustomResourcesTest extends ControlPlaneTest {

    private static final String DEFINITIONS =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private final AtomicInteger groups = new AtomicInteger();
    private TestingWorkspace workspace;
    private Api api;
    private String group;
    private String ships;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "crds");
        api = workspace.api();
    }

    @BeforeEach
    void defineShips() {
        group = "g" + groups.incrementAndGet() + ".example.com";
        ships = "/apis/" + group + "/v1/namespaces/default/ships";
        api.post(DEFINITIONS, definition()).expect(201);
    }

    private String definition() {
        return """
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "metadata": {"name": "ships.%1$s"},
         "spec": {
          "group": "%1$s", "scope": "Namespaced",
          "names": {"plural": "ships", "singular": "ship", "kind": "Ship", "listKind": "ShipList"},
          "versions": [{
           "name": "v1", "served": true, "storage": true,
           "subresources": {"status": {}, "scale": {
            "specReplicasPath": ".spec.sails", "statusReplicasPath": ".status.sails"}},
           "additionalPrinterColumns": [
            {"name": "Port", "type": "string", "jsonPath": ".spec.port"}],
           "selectableFields": [{"jsonPath": ".spec.port"}],
           "schema": {"openAPIV3Schema": {"type": "object", "properties": {
            "spec": {"type": "object", "required": ["port"],
             "x-kubernetes-validations": [
              {"rule": "self.crew >= self.sails", "message": "every sail needs a hand"}],
             "properties": {
              "port": {"type": "string", "maxLength": 20},
              "crew": {"type": "integer", "default": 5},
              "sails": {"type": "integer", "minimum": 0, "default": 1}}},
            "status": {"type": "object", "properties": {
             "sails": {"type": "integer"}, "at": {"type": "string"}}}}}}}]}}
        """
                .formatted(group);
    }

    private String ship(String name, String spec) {
        return """
        {"apiVersion": "%s/v1", "kind": "Ship", "metadata": {"name": "%s"}, "spec": %s}
        """
                .formatted(group, name, spec);
    }

    @Test
    void areServedInTheNextRequest() {
        api.post(ships, ship("kogge", "{\"port\": \"Bremen\"}")).expect(201);

        var discovered = api.get("/apis/" + group + "/v1").expect(200);
        assertThat(discovered.text("/resources/0/kind")).isEqualTo("Ship");
        assertThat(api.get("/openapi/v3/apis/" + group + "/v1").expect(200).text())
                .contains("every sail needs a hand");
        assertThat(
                        api.get(DEFINITIONS + "/ships." + group)
                                .at("/status/conditions")
                                .findValuesAsText("type"))
                .contains("Established", "NamesAccepted");
    }

    @Test
    void areNotServedInOtherWorkspaces() {
        var other =
                plane.workspace(
                        workspace.owner(),
                        workspace.path(),
                        "other-" + group.substring(0, 2),
                        "universal");

        other.api().get(ships).expect(404);
        other.api().get("/apis/" + group).expect(404);
    }

    @Test
    void fillInDefaultsAndDropUnknownFields() {
        var created =
                api.post(ships, ship("kogge", "{\"port\": \"Bremen\", \"colour\": \"red\"}"))
                        .expect(201);

        assertThat(created.at("/spec"))
                .isEqualTo(Answer.parse("{\"port\": \"Bremen\", \"crew\": 5, \"sails\": 1}"));
        assertThat(created.headers().allValues("warning"))
                .containsExactly("299 - \"unknown field \\\"spec.colour\\\"\"");
        assertThat(created.at("/metadata/generation").asInt()).isEqualTo(1);
    }

    @Test
    void refuseWhatTheSchemaForbidsFieldByField() {
        var refused =
                api.post(ships, ship("kogge", "{\"sails\": -1, \"crew\": \"many\"}")).expect(422);

        assertThat(refused.text("/message"))
                .startsWith("Ship." + group + " \"kogge\" is invalid: ");
        // The last one says that rules were not run over what the schema already refuses.
        assertThat(refused.at("/details/causes").findValuesAsText("field"))
                .containsExactlyInAnyOrder("spec.port", "spec.sails", "spec.crew", "<nil>");
    }

    @Test
    void refuseWhatARuleForbidsInItsWords() {
        var refused =
                api.post(ships, ship("kogge", "{\"port\": \"Bremen\", \"sails\": 9}")).expect(422);

        assertThat(refused.text("/message"))
                .startsWith("Ship." + group + " \"kogge\" is invalid: spec: Invalid value: ")
                .endsWith("every sail needs a hand");
    }

    @Test
    void keepStatusApartFromSpec() {
        var ship = (ObjectNode) api.post(ships, ship("kogge", "{\"port\": \"Bremen\"}")).json();
        ship.putObject("status").put("at", "sea");
        ((ObjectNode) ship.path("spec")).put("port", "Danzig");

        var byStatus = api.put(ships + "/kogge/status", ship).expect(200);
        assertThat(byStatus.text("/status/at")).isEqualTo("sea");
        assertThat(byStatus.text("/spec/port")).isEqualTo("Bremen");
        assertThat(byStatus.at("/metadata/generation").asInt()).isEqualTo(1);

        var bySpec =
                api.mergePatch(
                                ships + "/kogge",
                                "{\"spec\": {\"port\": \"Danzig\"}, \"status\": {\"at\":"
                                        + " \"home\"}}")
                        .expect(200);
        assertThat(bySpec.text("/status/at")).isEqualTo("sea");
        assertThat(bySpec.text("/spec/port")).isEqualTo("Danzig");
        assertThat(bySpec.at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void canBeScaled() {
        api.post(ships, ship("kogge", "{\"port\": \"Bremen\"}")).expect(201);
        api.mergePatch(ships + "/kogge/status", "{\"status\": {\"sails\": 1}}").expect(200);

        var scale = (ObjectNode) api.get(ships + "/kogge/scale").expect(200).json();
        assertThat(scale.path("kind").asText()).isEqualTo("Scale");
        assertThat(scale.path("apiVersion").asText()).isEqualTo("autoscaling/v1");
        assertThat(scale.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(scale.at("/status/replicas").asInt()).isEqualTo(1);

        ((ObjectNode) scale.path("spec")).put("replicas", 3);
        api.put(ships + "/kogge/scale", scale).expect(200);

        assertThat(api.get(ships + "/kogge").at("/spec/sails").asInt()).isEqualTo(3);
    }

    @Test
    void canBeSelectedByTheirFields() {
        api.post(ships, ship("kogge", "{\"port\": \"Bremen\"}")).expect(201);
        api.post(ships, ship("holk", "{\"port\": \"Danzig\"}")).expect(201);

        var list = api.get(ships + "?fieldSelector=spec.port%3DDanzig").expect(200);

        assertThat(list.at("/items")).hasSize(1);
        assertThat(list.text("/items/0/metadata/name")).isEqualTo("holk");
        api.get(ships + "?fieldSelector=spec.crew%3D5").expect(400);
    }

    @Test
    void areShownInTheirColumns() {
        api.post(ships, ship("kogge", "{\"port\": \"Bremen\"}")).expect(201);

        var table =
                api.get(ships, "Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")
                        .expect(200);

        assertThat(table.at("/columnDefinitions").findValuesAsText("name"))
                .containsExactly("Name", "Port");
        assertThat(table.text("/rows/0/cells/1")).isEqualTo("Bremen");
    }

    @Test
    void areExplainedWhenTheyMakeNoSense() {
        var nonsense = (ObjectNode) Answer.parse(definition());
        ((ObjectNode) nonsense.path("metadata")).put("name", "boats." + group);

        var refused = api.post(DEFINITIONS, nonsense).expect(422);

        assertThat(refused.at("/details/causes").findValuesAsText("field"))
                .contains("metadata.name");
    }

    @Test
    void takeTheirObjectsWithThem() {
        api.post(ships, ship("kogge", "{\"port\": \"Bremen\"}")).expect(201);

        try (var watch = api.watch(ships + "?watch=true")) {
            assertThat(watch.line()).isEqualTo("ADDED kogge");
            api.delete(DEFINITIONS + "/ships." + group).expect(200);
            assertThat(watch.line()).isEqualTo("DELETED kogge");
        }
        await().untilAsserted(
                        () -> {
                            api.get(DEFINITIONS + "/ships." + group).expect(404);
                            api.get(ships).expect(404);
                        });

        api.post(DEFINITIONS, definition()).expect(201);
        assertThat(api.get(ships).expect(200).at("/items")).isEmpty();
    }
}
