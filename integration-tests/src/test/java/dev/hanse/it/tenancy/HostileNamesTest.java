package dev.hanse.it.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Names made to be read as others: no way leads out of the tenant they are sent to.
class HostileNamesTest extends ControlPlaneTest {

    private static final String ROLES = "/apis/rbac.authorization.k8s.io/v1/clusterroles";

    private TestingWorkspace alices;
    private Api mallory;

    @BeforeAll
    void createWorkspaces() {
        alices = plane.workspaceOf("alice", "victim");
        var namespace = alices.namespace("here");
        alices.api()
                .post(
                        namespace + "/configmaps",
                        "{\"metadata\": {\"name\": \"treasure\"}, \"data\": {\"a\": \"gold\"}}")
                .expect(201);
        mallory = plane.workspaceOf("bob", "attacker").api();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../%s/here",
                "..%%2f%s%%2fhere",
                "%%2e%%2e/%s/here",
                "%%2e%%2e%%2f%s%%2fhere",
                "%%252e%%252e%%252f%s%%252fhere",
                "%%c0%%ae%%c0%%ae%%c0%%af%s%%c0%%afhere",
                "%%e0%%80%%ae.%%e0%%80%%af%s%%e0%%80%%afhere",
                "here%%00/../../%s/here",
                "..;/%s/here",
                "..\\%s\\here",
                "%%u002e%%u002e%%u002f%s/here"
            })
    void noNamespaceLeadsToAnotherTenant(String template) throws Exception {
        var namespace = template.formatted(alices.cluster());
        for (var path :
                new String[] {
                    "/api/v1/namespaces/" + namespace + "/configmaps/treasure",
                    "/api/v1/namespaces/" + namespace + "/configmaps",
                    "/api/v1/namespaces/x/configmaps/" + namespace + "/treasure"
                }) {
            var answer = raw(mallory, path);

            assertThat(answer).as(path).doesNotContain("gold").doesNotStartWith("HTTP/1.1 5");
        }
    }

    @ParameterizedTest
    @CsvSource({"%, 400", "%2, 400", "%zz, 400", "%ff, 400", "%c0%af, 400", "%ed%a0%80, 400"})
    void aPathThatIsNoTextIsABadRequest(String name, int code) throws Exception {
        for (var path :
                new String[] {
                    ROLES + "/" + name,
                    "/api/v1/namespaces/" + name + "/configmaps",
                    "/../" + name + "/api/v1/namespaces"
                }) {
            assertThat(raw(mallory, path)).as(path).startsWith("HTTP/1.1 " + code + " ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%00b", "%2e%2e", "."})
    void whatNothingCanBeStoredUnderIsNotFound(String name) throws Exception {
        assertThat(raw(mallory, ROLES + "/" + name)).startsWith("HTTP/1.1 404 ");
    }

    /// Names of roles may be almost anything, so they reach the key as they are.
    @Test
    void twoNamesAreNeverOneObject() {
        role("?", "get").expect(201);

        var half = role("\\ud800", "delete").expect(201);
        role("\\udfff", "watch").expect(409);

        assertThat(half.text("/metadata/name")).isEqualTo("\ufffd");
        assertThat(mallory.get(ROLES + "/%3F").expect(200).text("/rules/0/verbs/0"))
                .isEqualTo("get");
        assertThat(mallory.get(ROLES + "/%EF%BF%BD").expect(200).text("/rules/0/verbs/0"))
                .isEqualTo("delete");
    }

    private Answer role(String name, String verb) {
        return mallory.post(
                ROLES,
                """
                {"metadata": {"name": "%s"},
                 "rules": [{"verbs": ["%s"], "apiGroups": [""], "resources": ["configmaps"]}]}
                """
                        .formatted(name, verb));
    }

    /// The answer to a path that no HTTP client would send.
    private static String raw(Api api, String path) throws IOException {
        var base = api.base();
        try (var socket =
                api.http()
                        .sslContext()
                        .getSocketFactory()
                        .createSocket(base.getHost(), base.getPort())) {
            var request =
                    "GET %s%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                            .formatted(base.getPath(), path, api.token());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
