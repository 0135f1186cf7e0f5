package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Create, read, update and delete of one object.
class ObjectsTest extends ControlPlaneTest {

    private final AtomicInteger namespaces = new AtomicInteger();
    private TestingWorkspace workspace;
    private Api api;
    private String configMaps;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "objects");
        api = workspace.api();
    }

    @BeforeEach
    void createNamespace() {
        configMaps = workspace.namespace("ns-" + namespaces.incrementAndGet()) + "/configmaps";
    }

    private static String configMap(String name) {
        return """
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "%s"}, "data": {"a": "1"}}
        """
                .formatted(name);
    }

    @Nested
    class Create {

        @Test
        void answersTheStoredObject() {
            var created = api.post(configMaps, configMap("one")).expect(201);

            assertThat(created.header("content-type")).isEqualTo("application/json");
            assertThat(created.text("/metadata/uid")).hasSize(36);
            assertThat(created.text("/metadata/creationTimestamp"))
                    .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
            assertThat(created.text("/metadata/annotations/kcp.io~1cluster"))
                    .isEqualTo(workspace.cluster());
            assertThat(created.at("/data")).isEqualTo(Answer.parse("{\"a\": \"1\"}"));
            assertThat(api.get(configMaps + "/one").expect(200).json()).isEqualTo(created.json());
        }

        @Test
        void refusesANameThatIsTaken() {
            api.post(configMaps, configMap("one")).expect(201);

            var refused = api.post(configMaps, configMap("one")).expect(409);

            assertThat(refused.json())
                    .isEqualTo(
                            Answer.parse(
                                    """
                                    {"kind": "Status", "apiVersion": "v1", "metadata": {},
                                     "status": "Failure", "reason": "AlreadyExists", "code": 409,
                                     "message": "configmaps \\"one\\" already exists",
                                     "details": {"name": "one", "kind": "configmaps"}}
                                    """));
        }

        @Test
        void refusesAnObjectInANamespaceThatIsNotThere() {
            var refused =
                    api.post("/api/v1/namespaces/nowhere/configmaps", configMap("one")).expect(404);

            assertThat(refused.text("/message")).isEqualTo("namespaces \"nowhere\" not found");
        }

        @Test
        void refusesAnotherNamespaceInTheBody() {
            var refused =
                    api.post(
                                    configMaps,
                                    """
                                    {"metadata": {"name": "one", "namespace": "other"}}
                                    """)
                            .expect(400);

            assertThat(refused.text("/message"))
                    .isEqualTo(
                            "the namespace of the provided object does not match the namespace sent"
                                    + " on the request");
        }

        @Test
        void refusesAResourceVersion() {
            var refused =
                    api.post(
                                    configMaps,
                                    """
                                    {"metadata": {"name": "one", "resourceVersion": "7"}}
                                    """)
                            .expect(400);

            assertThat(refused.text("/message"))
                    .isEqualTo("resourceVersion should not be set on objects to be created");
        }

        @Test
        void triesACopyOfAnObjectWithItsResourceVersion() {
            api.post(
                            configMaps + "?dryRun=All",
                            """
                            {"metadata": {"name": "copy", "resourceVersion": "7"}}
                            """)
                    .expect(201);

            api.get(configMaps + "/copy").expect(404);
        }

        @Test
        void pointsAtTheFieldOfAnInvalidName() {
            var refused = api.post(configMaps, configMap("Not_A_Name")).expect(422);

            assertThat(refused.text("/reason")).isEqualTo("Invalid");
            assertThat(refused.text("/message"))
                    .startsWith(
                            "ConfigMap \"Not_A_Name\" is invalid: metadata.name: Invalid value:");
            assertThat(refused.text("/details/causes/0/field")).isEqualTo("metadata.name");
            assertThat(refused.text("/details/causes/0/reason")).isEqualTo("FieldValueInvalid");
        }

        @Test
        void requiresANameOrItsBeginning() {
            var refused = api.post(configMaps, "{\"data\": {}}").expect(422);

            assertThat(refused.text("/message"))
                    .contains("metadata.name: Required value: name or generateName is required");
        }

        @Test
        void completesAGeneratedName() {
            var first = api.post(configMaps, "{\"metadata\": {\"generateName\": \"some-\"}}");
            var second = api.post(configMaps, "{\"metadata\": {\"generateName\": \"some-\"}}");

            assertThat(first.expect(201).text("/metadata/name")).matches("some-[a-z0-9]{5}");
            assertThat(second.expect(201).text("/metadata/name"))
                    .isNotEqualTo(first.text("/metadata/name"));
        }

        @Test
        void storesNothingInADryRun() {
            var answer = api.post(configMaps + "?dryRun=All", configMap("one")).expect(201);

            assertThat(answer.text("/metadata/uid")).isNotEmpty();
            assertThat(answer.json().at("/metadata/resourceVersion").isMissingNode()).isTrue();
            api.get(configMaps + "/one").expect(404);
        }

        @Test
        void refusesAnotherDryRunThanAll() {
            assertThat(
                            api.post(configMaps + "?dryRun=Some", configMap("one"))
                                    .expect(422)
                                    .text("/message"))
                    .isEqualTo(
                            "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value:"
                                    + " [\"Some\"]: supported values: \"All\"");
        }
    }

    @Nested
    class Update {

        @Test
        void replacesTheObject() {
            var object = (ObjectNode) api.post(configMaps, configMap("one")).json();
            object.putObject("data").put("b", "2");

            var updated = api.put(configMaps + "/one", object).expect(200);

            assertThat(updated.at("/data")).isEqualTo(Answer.parse("{\"b\": \"2\"}"));
            assertThat(updated.resourceVersion())
                    .isNotEqualTo(object.at("/metadata/resourceVersion").asText());
            assertThat(updated.text("/metadata/uid"))
                    .isEqualTo(object.at("/metadata/uid").asText());
        }

        @Test
        void refusesWhatWasReadBeforeSomebodyElsesWrite() {
            var object = (ObjectNode) api.post(configMaps, configMap("one")).json();
            api.mergePatch(configMaps + "/one", "{\"data\": {\"a\": \"2\"}}").expect(200);
            object.putObject("data").put("a", "3");

            var refused = api.put(configMaps + "/one", object).expect(409);

            assertThat(refused.text("/reason")).isEqualTo("Conflict");
            assertThat(refused.text("/message"))
                    .isEqualTo(
                            "Operation cannot be fulfilled on configmaps \"one\": the object has"
                                + " been modified; please apply your changes to the latest version"
                                + " and try again");
            assertThat(api.get(configMaps + "/one").text("/data/a")).isEqualTo("2");
        }

        @Test
        void withoutAnyChangeKeepsTheResourceVersion() {
            var object = api.post(configMaps, configMap("one"));

            var updated = api.put(configMaps + "/one", object.json()).expect(200);

            assertThat(updated.resourceVersion()).isEqualTo(object.resourceVersion());
        }

        @Test
        void refusesAnotherNameInTheBody() {
            var object = (ObjectNode) api.post(configMaps, configMap("one")).json();
            ((ObjectNode) object.path("metadata")).put("name", "two");

            var refused = api.put(configMaps + "/one", object).expect(400);

            assertThat(refused.text("/message"))
                    .isEqualTo(
                            "the name of the object (two) does not match the name on the URL"
                                    + " (one)");
        }

        @Test
        void refusesAnotherUid() {
            var object = (ObjectNode) api.post(configMaps, configMap("one")).json();
            ((ObjectNode) object.path("metadata"))
                    .put("uid", "00000000-0000-0000-0000-000000000000");

            assertThat(api.put(configMaps + "/one", object).expect(409).text("/message"))
                    .contains("Precondition failed: UID in precondition");
        }

        @Test
        void ofAnImmutableObjectNamesTheField() {
            api.post(
                            configMaps,
                            """
                            {"metadata": {"name": "one"}, "immutable": true, "data": {"a": "1"}}
                            """)
                    .expect(201);

            var refused =
                    api.mergePatch(configMaps + "/one", "{\"data\": {\"a\": \"2\"}}").expect(422);

            assertThat(refused.text("/message"))
                    .isEqualTo(
                            "ConfigMap \"one\" is invalid: data: Forbidden: field is immutable when"
                                    + " `immutable` is set");
        }
    }

    @Nested
    class Delete {

        @Test
        void answersWhatItDid() {
            var uid = api.post(configMaps, configMap("one")).text("/metadata/uid");

            var deleted = api.delete(configMaps + "/one").expect(200);

            assertThat(deleted.text("/kind")).isEqualTo("Status");
            assertThat(deleted.text("/status")).isEqualTo("Success");
            assertThat(deleted.at("/details"))
                    .isEqualTo(
                            Answer.parse(
                                    """
                                    {"name": "one", "kind": "configmaps", "uid": "%s"}
                                    """
                                            .formatted(uid)));
            assertThat(api.get(configMaps + "/one").expect(404).json())
                    .isEqualTo(
                            Answer.parse(
                                    """
                                    {"kind": "Status", "apiVersion": "v1", "metadata": {},
                                     "status": "Failure", "reason": "NotFound", "code": 404,
                                     "message": "configmaps \\"one\\" not found",
                                     "details": {"name": "one", "kind": "configmaps"}}
                                    """));
        }

        @Test
        void waitsForFinalizers() {
            api.post(
                            configMaps,
                            """
                            {"metadata": {"name": "one", "finalizers": ["example.com/hold"]}}
                            """)
                    .expect(201);

            var deleting = api.delete(configMaps + "/one").expect(200);
            assertThat(deleting.text("/metadata/deletionTimestamp")).isNotEmpty();
            assertThat(deleting.at("/metadata/deletionGracePeriodSeconds").asInt()).isZero();

            assertThat(
                            api.mergePatch(
                                            configMaps + "/one",
                                            "{\"metadata\": {\"finalizers\":"
                                                    + " [\"example.com/new\"]}}")
                                    .expect(422)
                                    .text("/message"))
                    .contains("no new finalizers can be added if the object is being deleted");

            api.mergePatch(configMaps + "/one", "{\"metadata\": {\"finalizers\": null}}")
                    .expect(200);
            api.get(configMaps + "/one").expect(404);
        }

        @Test
        void happensOnlyToTheObjectThatWasMeant() {
            var created = api.post(configMaps, configMap("one"));

            var wrongUid =
                    api.deleteWith(configMaps + "/one", "{\"preconditions\": {\"uid\": \"other\"}}")
                            .expect(409);
            assertThat(wrongUid.text("/message"))
                    .contains(
                            "the UID in the precondition (other) does not match the UID in record");
            api.deleteWith(configMaps + "/one", "{\"preconditions\": {\"resourceVersion\": \"1\"}}")
                    .expect(409);
            api.deleteWith(
                            configMaps + "/one",
                            "{\"preconditions\": {\"uid\": \"%s\"}}"
                                    .formatted(created.text("/metadata/uid")))
                    .expect(200);
        }

        @Test
        void ofACollectionTakesWhatIsSelected() {
            api.post(configMaps, "{\"metadata\": {\"name\": \"a\", \"labels\": {\"x\": \"1\"}}}");
            api.post(configMaps, "{\"metadata\": {\"name\": \"b\", \"labels\": {\"x\": \"2\"}}}");

            api.delete(configMaps + "?labelSelector=x%3D1").expect(200);

            api.get(configMaps + "/a").expect(404);
            api.get(configMaps + "/b").expect(200);
        }

        @Test
        void inADryRunTakesNothing() {
            api.post(configMaps, configMap("one")).expect(201);

            api.delete(configMaps + "/one?dryRun=All").expect(200);

            api.get(configMaps + "/one").expect(200);
        }
    }
}
