package dev.hanse.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.TestingPlainCluster;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/// What others need to verify tokens of service accounts without asking the server each time.
class TokenIssuerTest extends PlainClusterTest {

    private static final String CONFIGURATION = "/.well-known/openid-configuration";
    private static final String KEYS = "/openid/v1/jwks";

    @Override
    TestingPlainCluster open() {
        return TestingPlainCluster.start("--advertise-address", "192.0.2.10");
    }

    @Test
    void theConfigurationLeadsToTheKeys() {
        var configuration = api().get(CONFIGURATION).expect(200);

        assertThat(configuration.json())
                .isEqualTo(
                        Answer.parse(
                                """
                                {"issuer": "https://kubernetes.default.svc",
                                 "jwks_uri": "https://192.0.2.10:%s/openid/v1/jwks",
                                 "response_types_supported": ["id_token"],
                                 "subject_types_supported": ["public"],
                                 "id_token_signing_alg_values_supported": ["RS256"]}
                                """
                                        .formatted(api().base().getPort())));
        assertThat(configuration.header("Cache-Control")).isEqualTo("public, max-age=3600");
    }

    @Test
    void theKeysAreThoseOfTokens() {
        var token =
                create(CORE + "serviceaccounts/default/token", "{\"spec\": {}}")
                        .expect(201)
                        .text("/status/token");
        var header =
                new String(
                        Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.'))),
                        StandardCharsets.UTF_8);

        var keys = api().get(KEYS).expect(200);

        assertThat(keys.header("Content-Type")).isEqualTo("application/jwk-set+json");
        assertThat(keys.text("/keys/0/kid")).isEqualTo(Answer.parse(header).path("kid").asText());
    }

    @Test
    void serviceAccountsMayReadThem() {
        for (var path : new String[] {CONFIGURATION, KEYS}) {
            api().get(
                            path,
                            "Impersonate-User",
                            "system:serviceaccount:default:default",
                            "Impersonate-Group",
                            "system:serviceaccounts")
                    .expect(200);
            api().get(path, "Impersonate-User", "eve").expect(403);
        }
    }
}
