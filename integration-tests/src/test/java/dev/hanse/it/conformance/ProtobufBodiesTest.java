package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Bodies in the encoding that typed clients prefer.
class ProtobufBodiesTest extends ControlPlaneTest {

    private static final String[] PROTOBUF = {
        "Content-Type", "application/vnd.kubernetes.protobuf",
        "Accept", "application/json"
    };

    private Api api;
    private String configMaps;

    @BeforeAll
    void createNamespace() {
        var workspace = plane.workspaceOf("alice", "protobuf");
        api = workspace.api();
        configMaps = workspace.namespace("typed") + "/configmaps";
    }

    @Test
    void builtinKindsAreRead() {
        var created = api.post(configMaps, configMap("created"), PROTOBUF).expect(201);

        assertThat(created.at("/data")).isEqualTo(Answer.parse("{\"colour\": \"blue\"}"));
        assertThat(api.get(configMaps + "/created").expect(200).json()).isEqualTo(created.json());
    }

    @Test
    void reviewsAreAnswered() {
        var attributes = text(2, "get") + text(5, "configmaps");
        var review =
                body(
                        "authorization.k8s.io/v1",
                        "SelfSubjectAccessReview",
                        text(2, text(1, attributes)));

        api.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review, PROTOBUF)
                .expect(201);
    }

    @Test
    void optionsOfADeleteCount() {
        api.post(configMaps, configMap("deleted"), PROTOBUF).expect(201);
        var otherUid = body("v1", "DeleteOptions", text(2, text(1, "some-other-uid")));

        api.send("DELETE", configMaps + "/deleted", otherUid, PROTOBUF).expect(409);
        api.send("DELETE", configMaps + "/deleted", body("v1", "DeleteOptions", ""), PROTOBUF)
                .expect(200);
    }

    @Test
    void garbageIsABadRequest() {
        var refused = api.post(configMaps, "k8s\0garbage", PROTOBUF).expect(400);

        assertThat(refused.text("/reason")).isEqualTo("BadRequest");
    }

    private static String configMap(String name) {
        var entry = text(1, "colour") + text(2, "blue");
        return body("v1", "ConfigMap", text(1, text(1, name)) + text(2, entry));
    }

    private static String body(String apiVersion, String kind, String message) {
        return "k8s\0" + text(1, text(1, apiVersion) + text(2, kind)) + text(2, message);
    }

    /// A field of text or of a message, short enough for its length to be one byte.
    private static String text(int number, String content) {
        return "" + (char) (number << 3 | 2) + (char) content.length() + content;
    }
}
