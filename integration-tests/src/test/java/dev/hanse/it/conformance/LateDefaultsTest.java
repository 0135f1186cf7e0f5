package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Defaults that a definition gets when there are objects already: whoever reads these objects sees
/// the defaults, though nobody has written them.
class LateDefaultsTest extends ControlPlaneTest {

    private static final String DEFINITIONS =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private final AtomicInteger groups = new AtomicInteger();
    private Api api;
    private String group;
    private String ships;

    @BeforeAll
    void createWorkspace() {
        api = plane.workspaceOf("alice", "late-defaults").api();
    }

    @BeforeEach
    void defineShipsWithoutDefaultsAndBuildOne() {
        group = "late" + groups.incrementAndGet() + ".example.com";
        ships = "/apis/" + group + "/v2/namespaces/default/ships";
        api.post(DEFINITIONS, definition("{\"type\": \"integer\"}")).expect(201);
        build("kogge");
    }

    private String definition(String crew) {
        var version =
                """
                {"name": "%s", "served": true, "storage": %s,
                 "selectableFields": [{"jsonPath": ".spec.crew"}],
                 "schema": {"openAPIV3Schema": {"type": "object", "properties": {
                  "spec": {"type": "object", "properties": {
                   "port": {"type": "string"},
                   "crew": %s}}}}}}
                """;
        return """
        {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
         "metadata": {"name": "ships.%1$s"},
         "spec": {"group": "%1$s", "scope": "Namespaced",
          "names": {"plural": "ships", "kind": "Ship"},
          "versions": [%2$s, %3$s]}}
        """
                .formatted(
                        group,
                        version.formatted("v1", false, crew),
                        version.formatted("v2", true, crew));
    }

    private void build(String name) {
        api.post(
                        ships,
                        """
                        {"apiVersion": "%s/v2", "kind": "Ship",
                         "metadata": {"name": "%s"}, "spec": {"port": "Bremen"}}
                        """
                                .formatted(group, name))
                .expect(201);
    }

    private void redefine(String crew) {
        var name = DEFINITIONS + "/ships." + group;
        var current = api.get(name).expect(200).object();
        current.set("spec", Answer.parse(definition(crew)).path("spec"));
        api.put(name, current).expect(200);
    }

    private static int crew(JsonNode ship) {
        return ship.at("/spec/crew").asInt(-1);
    }

    @Test
    void areSeenByGetListAndWatch() {
        var before = api.get(ships + "/kogge").expect(200);

        redefine("{\"type\": \"integer\", \"default\": 5}");
        build("holk");

        var seen = api.get(ships + "/kogge").expect(200);
        assertThat(crew(before.json())).isEqualTo(-1);
        assertThat(crew(seen.json())).isEqualTo(5);
        assertThat(seen.resourceVersion()).isEqualTo(before.resourceVersion());
        var crews = new ArrayList<Integer>();
        api.get(ships).expect(200).at("/items").forEach(each -> crews.add(crew(each)));
        assertThat(crews).containsExactly(5, 5);
        assertThat(api.get(ships + "?fieldSelector=spec.crew%3D5").expect(200).at("/items"))
                .hasSize(2);
        var olderVersion = ships.replace("/v2/", "/v1/");
        assertThat(crew(api.get(olderVersion + "/kogge").expect(200).json())).isEqualTo(5);
        try (var watch = api.watch(ships + "?watch=true&fieldSelector=metadata.name%3Dkogge")) {
            assertThat(crew(watch.next("ADDED"))).isEqualTo(5);
            api.delete(ships + "/kogge").expect(200);
            assertThat(crew(watch.next("DELETED"))).isEqualTo(5);
        }
    }

    @Test
    void areSeenByAWatchThatWasThereBefore() {
        try (var watch = api.watch(ships + "?watch=true")) {
            assertThat(crew(watch.next("ADDED"))).isEqualTo(-1);
            redefine("{\"type\": \"integer\", \"default\": 5}");

            api.delete(ships + "/kogge").expect(200);

            assertThat(crew(watch.next("DELETED"))).isEqualTo(5);
        }
    }

    @Test
    void stayWithObjectsThatWereWrittenMeanwhile() {
        build("holk");
        redefine("{\"type\": \"integer\", \"default\": 5}");
        api.mergePatch(ships + "/holk", "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}").expect(200);

        redefine("{\"type\": \"integer\"}");

        assertThat(crew(api.get(ships + "/holk").expect(200).json())).isEqualTo(5);
        assertThat(crew(api.get(ships + "/kogge").expect(200).json())).isEqualTo(-1);
    }

    @Test
    void areWhatTransitionRulesCompareWith() {
        redefine(
                """
                {"type": "integer", "default": 5, "x-kubernetes-validations": [
                 {"rule": "self == oldSelf", "message": "nobody leaves"}]}
                """);

        var refused = api.mergePatch(ships + "/kogge", "{\"spec\": {\"crew\": 4}}").expect(422);
        var renewed = api.mergePatch(ships + "/kogge", "{\"spec\": {\"port\": \"Danzig\"}}");

        assertThat(refused.text("/message")).contains("nobody leaves");
        assertThat(crew(renewed.expect(200).json())).isEqualTo(5);
        assertThat(renewed.at("/metadata/generation").asInt()).isEqualTo(2);
    }

    @Test
    void areNoReasonToWriteAnObjectThatLacksNone() {
        redefine("{\"type\": \"integer\", \"default\": 5}");
        build("holk");
        redefine("{\"type\": \"integer\", \"default\": 5, \"nullable\": true}");
        var before = api.get(ships + "/holk").expect(200);

        var again = api.put(ships + "/holk", before.json()).expect(200);

        assertThat(again.resourceVersion()).isEqualTo(before.resourceVersion());
    }
}
