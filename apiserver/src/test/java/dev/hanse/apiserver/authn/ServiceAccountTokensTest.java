package dev.hanse.apiserver.authn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.pki.KeyPairs;
import dev.hanse.apiserver.pki.Pem;
import dev.hanse.apiserver.pki.SecretFile;
import dev.hanse.apiserver.read.TestingObjects;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.Query;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceAccountTokensTest {

    private static final ClusterName HERE = new ClusterName("here");
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String ISSUER = ServiceAccountConfig.DEFAULT_ISSUER;
    private static final ServiceAccountConfig CONFIG = ServiceAccountConfig.ofIssuer(ISSUER);
    private static final List<String> DEFAULT_AUDIENCES = List.of(ISSUER);

    private static final KubeObject ACCOUNT =
            object(
                    "{ apiVersion: v1, kind: ServiceAccount,"
                            + " metadata: { name: robot, namespace: ns, uid: u-1 } }");
    private static final KubeObject SECRET =
            object(
                    "{ apiVersion: v1, kind: Secret,"
                            + " metadata: { name: box, namespace: ns, uid: s-1 } }");

    @TempDir Path directory;

    private final TestingObjects objects =
            new TestingObjects().put(HERE, ACCOUNT).put(HERE, SECRET);
    private ServiceAccountKeys keys;
    private ServiceAccountTokens tokens;

    @BeforeEach
    void makeKeys() {
        keys = ServiceAccountKeys.loadOrCreate(directory.resolve("sa.key"));
        tokens = new ServiceAccountTokens(keys, CONFIG);
    }

    @Nested
    class BoundTokens {

        @Test
        void standForTheAccountAndItsCluster() throws Exception {
            var token = issue(null);

            var user = authenticate(token, NOW);

            assertThat(user.name()).isEqualTo("system:serviceaccount:ns:robot");
            assertThat(user.uid()).isEqualTo("u-1");
            assertThat(user.groups())
                    .containsExactly(
                            "system:serviceaccounts",
                            "system:serviceaccounts:ns",
                            User.AUTHENTICATED);
            var id = SignedJWT.parse(token).getJWTClaimsSet().getJWTID();
            assertThat(user.extra())
                    .isEqualTo(
                            Map.of(
                                    "authentication.kcp.io/cluster-name", List.of("here"),
                                    "authentication.kubernetes.io/credential-id",
                                            List.of("JTI=" + id)));
        }

        @Test
        void carryTheClaimsClientsRead() throws Exception {
            var claims = SignedJWT.parse(issue(null)).getJWTClaimsSet();

            assertThat(claims.getIssuer()).isEqualTo(ISSUER);
            assertThat(claims.getSubject()).isEqualTo("system:serviceaccount:ns:robot");
            assertThat(claims.getAudience()).containsExactly(ISSUER);
            assertThat(claims.getExpirationTime().toInstant()).isEqualTo(NOW.plus(HOUR));
            assertThat(claims.getJSONObjectClaim("kubernetes.io"))
                    .isEqualTo(
                            Map.of(
                                    "clusterName", "here",
                                    "namespace", "ns",
                                    "serviceaccount", Map.of("name", "robot", "uid", "u-1")));
        }

        @Test
        void endWithTime() {
            var token = issue(null);

            assertThat(authenticate(token, NOW.plus(HOUR)).name()).endsWith("robot");
            assertThat(refused(token, NOW.plus(HOUR).plusSeconds(61)).operatorText())
                    .contains("expired");
            assertThat(refused(token, NOW.minusSeconds(61)).operatorText())
                    .contains("not valid yet");
        }

        @Test
        void endWithTheAccount() {
            var token = issue(null);

            objects.remove(HERE, ACCOUNT);

            assertThat(refused(token, NOW).code()).isEqualTo(401);
        }

        @Test
        void endWhenTheAccountIsReplacedByOneOfTheSameName() {
            var token = issue(null);

            objects.put(HERE, ACCOUNT.with(ServiceAccountTokensTest::newUid));

            assertThat(refused(token, NOW).code()).isEqualTo(401);
        }

        @Test
        void endWithTheSecretTheyAreBoundTo() {
            var token = issue(new ServiceAccountTokens.BoundTo("secret", "box", "s-1"));
            assertThat(authenticate(token, NOW).name()).endsWith("robot");

            objects.remove(HERE, SECRET);

            assertThat(refused(token, NOW).code()).isEqualTo(401);
        }

        @Test
        void ofAnAccountThatIsBeingDeletedEndAMinuteLater() {
            var token = issue(null);
            objects.put(
                    HERE,
                    ACCOUNT.with(
                            json ->
                                    ((ObjectNode) json.path("metadata"))
                                            .put("deletionTimestamp", NOW.toString())));

            assertThat(authenticate(token, NOW.plusSeconds(60)).name()).endsWith("robot");
            assertThat(refused(token, NOW.plusSeconds(61)).code()).isEqualTo(401);
        }

        @Test
        void areRefusedWhenMeantForSomebodyElse() {
            var token = tokens.issue(ACCOUNT, HERE, List.of("vault"), NOW, HOUR, null).token();

            assertThat(refused(token, NOW).code()).isEqualTo(401);
            assertThat(authenticator(NOW).authenticate(token, List.of("other", "vault")))
                    .hasValueSatisfying(
                            each -> assertThat(each.audiences()).containsExactly("vault"));
        }
    }

    @Nested
    class Signatures {

        @Test
        void ofOtherKeysAreRefused() {
            var others =
                    new ServiceAccountTokens(
                            ServiceAccountKeys.loadOrCreate(directory.resolve("other.key")),
                            CONFIG);
            var token = others.issue(ACCOUNT, HERE, List.of(), NOW, HOUR, null).token();

            assertThat(refused(token, NOW).operatorText()).contains("not signed");
        }

        @Test
        void ofChangedClaimsAreRefused() {
            var parts = issue(null).split("\\.", -1);
            var claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
            var changed = claims.replace(":ns:robot", ":ns:owner");
            var forged =
                    parts[0]
                            + "."
                            + Base64.getUrlEncoder()
                                    .withoutPadding()
                                    .encodeToString(changed.getBytes(UTF_8))
                            + "."
                            + parts[2];

            assertThat(refused(forged, NOW).code()).isEqualTo(401);
        }

        @Test
        void ofOlderKeysCountAsLongAsTheyAreListed() {
            var old = directory.resolve("sa.key");
            var signing = directory.resolve("new.key");
            SecretFile.write(
                    signing, Pem.of(KeyPairs.ellipticCurve().getPrivate()).getBytes(UTF_8));
            var oldToken = issue(null);

            keys = ServiceAccountKeys.load(signing, List.of(old));
            tokens = new ServiceAccountTokens(keys, CONFIG);

            assertThat(authenticate(oldToken, NOW).name()).endsWith("robot");
            assertThat(authenticate(issue(null), NOW).name()).endsWith("robot");
        }

        @Test
        void canBeVerifiedByOthersWithThePublishedKeys() throws Exception {
            var published = JWKSet.parse(OpenIdDocuments.keys(keys).toString());
            var token = SignedJWT.parse(issue(null));
            var key = published.getKeyByKeyId(token.getHeader().getKeyID());

            assertThat(key.isPrivate()).isFalse();
            assertThat(token.verify(new RSASSAVerifier((RSAKey) key))).isTrue();
            assertThat(OpenIdDocuments.configuration(CONFIG, keys, URI.create("https://api:6443")))
                    .isEqualTo(
                            Yaml.parse(
                                    """
                                    issuer: https://kcp.default.svc
                                    jwks_uri: https://api:6443/openid/v1/jwks
                                    response_types_supported: [id_token]
                                    subject_types_supported: [public]
                                    id_token_signing_alg_values_supported: [RS256]
                                    """));
        }
    }

    @Nested
    class SecretTokens {

        @Test
        void countWhileTheirSecretHoldsThem() {
            var token = tokens.issueForSecret(ACCOUNT, HERE, "box");
            assertThat(refused(token, NOW).code()).isEqualTo(401);

            objects.put(HERE, SECRET.with(json -> putToken(json, token)));

            assertThat(authenticate(token, NOW).extra())
                    .containsEntry("authentication.kcp.io/cluster-name", List.of("here"));
        }
    }

    @Nested
    class Requests {

        @Test
        void areAnsweredWithATokenThatWorks() {
            var answer = request("spec: { expirationSeconds: 900 }");

            assertThat(answer.kind()).isEqualTo("TokenRequest");
            assertThat(answer.name()).isEqualTo("robot");
            assertThat(answer.spec().path("audiences").get(0).asText()).isEqualTo(ISSUER);
            assertThat(answer.status().path("expirationTimestamp").asText())
                    .isEqualTo("2026-01-02T03:19:05Z");
            var token = answer.status().path("token").asText();
            assertThat(authenticate(token, NOW).name()).endsWith("robot");
        }

        @Test
        void areForTenMinutesAtLeast() {
            assertThatThrownBy(() -> request("spec: { expirationSeconds: 599 }"))
                    .hasMessage(
                            "TokenRequest.authentication.k8s.io \"robot\" is invalid:"
                                    + " spec.expirationSeconds: Invalid value: 599: may not specify"
                                    + " a duration less than 10 minutes");
        }

        @Test
        void mayBindTheTokenToASecret() throws Exception {
            var answer =
                    request(
                            "spec: { boundObjectRef: { apiVersion: v1, kind: Secret, name: box }"
                                    + " }");

            var claims = SignedJWT.parse(answer.status().path("token").asText()).getJWTClaimsSet();
            assertThat(claims.getJSONObjectClaim("kubernetes.io"))
                    .containsEntry("secret", Map.of("name", "box", "uid", "s-1"));
        }

        @Test
        void mustBindToSomethingThatIsThere() {
            assertThatThrownBy(
                            () -> request("spec: { boundObjectRef: { kind: Secret, name: no } }"))
                    .hasMessage("secrets \"no\" not found");
            assertThatThrownBy(
                            () ->
                                    request(
                                            "spec: { boundObjectRef: { kind: Secret, name: box,"
                                                    + " uid: old } }"))
                    .hasMessageContaining("does not match the UID in record");
            assertThatThrownBy(
                            () ->
                                    request(
                                            "spec: { boundObjectRef: { kind: Node, name: n,"
                                                    + " apiVersion: v1 } }"))
                    .hasMessageContaining("cannot bind token to object of type");
        }
    }

    @Test
    void otherTokensAreNotOurs() {
        assertThat(authenticator(NOW).authenticate("opaque", DEFAULT_AUDIENCES)).isEmpty();
    }

    private KubeObject request(String yaml) {
        var context =
                new RequestContext(
                        User.of("ann"),
                        ClusterScope.of(HERE),
                        RequestInfo.parse("POST", "/", Query.EMPTY),
                        null,
                        NOW,
                        Duration.ofMinutes(1));
        return new TokenRequests(tokens, CONFIG, objects)
                .create(
                        context,
                        new ObjectKey(HERE, "ns", "robot"),
                        ACCOUNT,
                        (ObjectNode) Yaml.parse(yaml));
    }

    private String issue(ServiceAccountTokens.@Nullable BoundTo boundTo) {
        return tokens.issue(ACCOUNT, HERE, List.of(), NOW, HOUR, boundTo).token();
    }

    private User authenticate(String token, Instant now) {
        return authenticator(now).authenticate(token, DEFAULT_AUDIENCES).orElseThrow().user();
    }

    private ApiException refused(String token, Instant now) {
        return catchThrowableOfType(ApiException.class, () -> authenticate(token, now));
    }

    private ServiceAccountAuthenticator authenticator(Instant now) {
        return new ServiceAccountAuthenticator(
                keys, CONFIG, objects, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static void newUid(ObjectNode json) {
        ((ObjectNode) json.path("metadata")).put("uid", "u-2");
    }

    private static void putToken(ObjectNode json, String token) {
        json.putObject("data")
                .put("token", Base64.getEncoder().encodeToString(token.getBytes(UTF_8)));
    }

    private static KubeObject object(String yaml) {
        return new KubeObject((ObjectNode) Yaml.parse(yaml));
    }
}
