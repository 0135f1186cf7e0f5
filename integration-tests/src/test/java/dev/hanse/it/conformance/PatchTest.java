package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The four kinds of patches.
class PatchTest extends ControlPlaneTest {

    private static final String JSON_PATCH = "application/json-patch+json";
    private static final String STRATEGIC = "application/strategic-merge-patch+json";
    private static final String APPLY = "application/apply-patch+yaml";

    private final AtomicInteger namespaces = new AtomicInteger();
    private TestingWorkspace workspace;
    private Api api;
    private String core;
    private String one;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "patches");
        api = workspace.api();
    }

    @BeforeEach
    void createNamespace() {
        core = workspace.namespace("ns-" + namespaces.incrementAndGet());
        one = core + "/configmaps/one";
    }

    private Answer create() {
        return api.post(
                        core + "/configmaps",
                        "{\"metadata\": {\"name\": \"one\"}, \"data\": {\"a\": \"1\", \"b\":"
                                + " \"2\"}}")
                .expect(201);
    }

    @Test
    void jsonPatchIsAppliedInOrder() {
        create();

        var patched =
                api.patch(
                                one,
                                JSON_PATCH,
                                """
                                [{"op": "test", "path": "/data/a", "value": "1"},
                                 {"op": "move", "from": "/data/a", "path": "/data/c"},
                                 {"op": "replace", "path": "/data/b", "value": "3"}]
                                """)
                        .expect(200);

        assertThat(patched.at("/data")).isEqualTo(Answer.parse("{\"b\": \"3\", \"c\": \"1\"}"));
    }

    @Test
    void jsonPatchWhoseTestFailsChangesNothing() {
        create();

        api.patch(
                        one,
                        JSON_PATCH,
                        """
                        [{"op": "remove", "path": "/data/b"},
                         {"op": "test", "path": "/data/a", "value": "other"}]
                        """)
                .expect(422);

        assertThat(api.get(one).text("/data/b")).isEqualTo("2");
    }

    @Test
    void mergePatchRemovesWhatIsNull() {
        create();

        var patched = api.mergePatch(one, "{\"data\": {\"a\": null, \"c\": \"3\"}}").expect(200);

        assertThat(patched.at("/data")).isEqualTo(Answer.parse("{\"b\": \"2\", \"c\": \"3\"}"));
    }

    @Test
    void mergePatchMayInsistOnAVersion() {
        var version = create().resourceVersion();
        api.mergePatch(one, "{\"data\": {\"a\": \"9\"}}").expect(200);

        api.mergePatch(
                        one,
                        "{\"metadata\": {\"resourceVersion\": \"%s\"}, \"data\": {\"a\": \"5\"}}"
                                .formatted(version))
                .expect(409);
    }

    @Test
    void strategicPatchMergesListsByKey() {
        var account = core + "/serviceaccounts/robot";
        api.post(
                        core + "/serviceaccounts",
                        """
                        {"metadata": {"name": "robot"}, "secrets": [{"name": "a"}, {"name": "b"}]}
                        """)
                .expect(201);

        var patched =
                api.patch(
                                account,
                                STRATEGIC,
                                """
                                {"secrets": [{"name": "c"}, {"$patch": "delete", "name": "a"}]}
                                """)
                        .expect(200);

        var names = new ArrayList<String>();
        patched.at("/secrets").forEach(each -> names.add(each.path("name").asText()));
        assertThat(names).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void ofWhatIsNotThereIsNotFound() {
        api.mergePatch(one, "{}").expect(404);
    }

    @Test
    void ofAnotherMediaTypeIsRefused() {
        create();

        var refused = api.patch(one, "application/json", "{}").expect(415);

        assertThat(refused.text("/reason")).isEqualTo("UnsupportedMediaType");
        assertThat(refused.text("/message")).isEqualTo("415: Unsupported Media Type");
    }

    @Test
    void thatIsNoJsonIsABadRequest() {
        create();

        api.mergePatch(one, "{\"data\":").expect(400);
    }

    @Nested
    class Apply {

        private Answer apply(String manager, String data) {
            return apply(manager, data, "");
        }

        private Answer apply(String manager, String data, String query) {
            return api.patch(
                    one + "?fieldManager=" + manager + query,
                    APPLY,
                    """
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: one}
                    data: %s
                    """
                            .formatted(data));
        }

        @Test
        void createsWhatIsNotThereAndOwnsItsFields() {
            var applied = apply("gitops", "{a: x}").expect(201);

            var managed = applied.at("/metadata/managedFields");
            assertThat(managed).hasSize(1);
            var entry = managed.get(0);
            assertThat(entry.path("manager").asText()).isEqualTo("gitops");
            assertThat(entry.path("operation").asText()).isEqualTo("Apply");
            assertThat(entry.path("apiVersion").asText()).isEqualTo("v1");
            assertThat(entry.path("fieldsType").asText()).isEqualTo("FieldsV1");
            assertThat(entry.path("fieldsV1"))
                    .isEqualTo(Answer.parse("{\"f:data\": {\"f:a\": {}}}"));
        }

        @Test
        void removesWhatItsManagerNoLongerSays() {
            apply("gitops", "{a: x, b: y}").expect(201);

            var applied = apply("gitops", "{b: y}").expect(200);

            assertThat(applied.at("/data")).isEqualTo(Answer.parse("{\"b\": \"y\"}"));
        }

        @Test
        void keepsWhatOthersOwn() {
            apply("gitops", "{a: x}").expect(201);
            apply("operator", "{b: y}").expect(200);

            var applied = apply("gitops", "{a: z}").expect(200);

            assertThat(applied.at("/data")).isEqualTo(Answer.parse("{\"a\": \"z\", \"b\": \"y\"}"));
        }

        @Test
        void namesTheManagerItConflictsWith() {
            apply("gitops", "{a: x}").expect(201);

            var refused = apply("operator", "{a: y}").expect(409);

            assertThat(refused.text("/reason")).isEqualTo("Conflict");
            assertThat(refused.text("/message"))
                    .isEqualTo("Apply failed with 1 conflict: conflict with \"gitops\": .data.a");
            assertThat(refused.at("/details/causes/0"))
                    .isEqualTo(
                            Answer.parse(
                                    """
                                    {"reason": "FieldManagerConflict", "field": ".data.a",
                                     "message": "conflict with \\"gitops\\""}
                                    """));
            assertThat(api.get(one).text("/data/a")).isEqualTo("x");
        }

        @Test
        void takesOverByForce() {
            apply("gitops", "{a: x}").expect(201);

            var forced = apply("operator", "{a: y}", "&force=true").expect(200);

            assertThat(forced.text("/data/a")).isEqualTo("y");
            assertThat(managers(forced.json())).containsExactly("operator");
        }

        @Test
        void ofEqualValuesSharesTheField() {
            apply("gitops", "{a: x}").expect(201);

            var shared = apply("operator", "{a: x}").expect(200);

            assertThat(managers(shared.json())).containsExactlyInAnyOrder("gitops", "operator");
        }

        @Test
        void conflictsWithUpdatesToo() {
            apply("gitops", "{a: x}").expect(201);
            api.patch(
                            one + "?fieldManager=by-hand",
                            "application/merge-patch+json",
                            "{\"data\": {\"a\": \"changed\"}}")
                    .expect(200);

            assertThat(apply("gitops", "{a: x}").expect(409).text("/message"))
                    .startsWith("Apply failed with 1 conflict: conflict with \"by-hand\" using v1");
        }

        @Test
        void thatChangesNothingWritesNothing() {
            var first = apply("gitops", "{a: x}").expect(201);

            assertThat(apply("gitops", "{a: x}").expect(200).resourceVersion())
                    .isEqualTo(first.resourceVersion());
        }

        @Test
        void needsAManager() {
            assertThat(
                            api.patch(
                                            one,
                                            APPLY,
                                            "{apiVersion: v1, kind: ConfigMap, metadata: {name:"
                                                    + " one}}")
                                    .expect(422)
                                    .text("/message"))
                    .contains("fieldManager: Required value: is required for apply patch");
        }

        @Test
        void refusesManagedFieldsInTheBody() {
            assertThat(
                            api.patch(
                                            one + "?fieldManager=gitops",
                                            APPLY,
                                            """
                                            {"apiVersion": "v1", "kind": "ConfigMap",
                                             "metadata": {"name": "one", "managedFields":
                                              [{"manager": "x", "operation": "Apply"}]}}
                                            """)
                                    .expect(400)
                                    .text("/message"))
                    .contains("metadata.managedFields must be nil");
        }

        private static List<String> managers(JsonNode object) {
            var managers = new ArrayList<String>();
            object.at("/metadata/managedFields")
                    .forEach(each -> managers.add(each.path("manager").asText()));
            return managers;
        }
    }
}
