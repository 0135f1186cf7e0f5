package dev.hanse.apiserver.builtin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class StrategiesTest {

    private static final RequestContext CREATE =
            TestingObject.request("POST", "/api/v1/namespaces/x/any");

    @Nested
    class Namespaces {

        private final Strategy strategy = new NamespaceStrategy();

        @Test
        void startActiveWithFinalizerAndNameLabel() {
            var namespace = TestingObject.of("metadata: {name: team}");

            strategy.prepareForCreate(CREATE, namespace);

            assertThat(namespace)
                    .isEqualTo(
                            TestingObject.of(
                                    """
                                    metadata: {name: team, labels: {kubernetes.io/metadata.name: team}}
                                    spec: {finalizers: [kubernetes]}
                                    status: {phase: Active}
                                    """));
        }

        @Test
        void loseTheirFinalizerOnlyThroughFinalize() {
            var old =
                    TestingObject.of("{metadata: {name: team}, spec: {finalizers: [kubernetes]}}");
            var put = TestingObject.of("{metadata: {name: team}, spec: {}}");
            var finalized = old.deepCopy();

            strategy.prepareForUpdate(
                    TestingObject.request("PUT", "/api/v1/namespaces/team"), put, old);
            requireNonNull(strategy.subresources().get("finalize"))
                    .merge(CREATE, finalized, TestingObject.of("{spec: {finalizers: []}}"));

            assertThat(put.at("/spec/finalizers")).hasToString("[\"kubernetes\"]");
            assertThat(finalized.at("/spec/finalizers")).isEmpty();
        }
    }

    @Nested
    class ConfigMaps {

        private final Strategy strategy = new ConfigMapStrategy();

        @Test
        void keysMustBeFileNames() {
            var errors =
                    strategy.validate(
                            TestingObject.of(
                                    "{data: {a/b: x, ok.txt: y}, binaryData: {..z: eA==}}"));

            assertThat(errors)
                    .extracting(FieldError::field)
                    .containsExactly("data[a/b]", "binaryData[..z]");
        }

        @Test
        void contentIsLimited() {
            var large = TestingObject.of("data: {}");
            large.withObject("data").put("k", "x".repeat(DataKeys.MAXIMUM_BYTES + 1));

            assertThat(strategy.validate(large))
                    .extracting(FieldError::toString)
                    .containsExactly(": Too long: may not be more than 1048576 bytes");
        }

        @Test
        void immutableOnesStayAsTheyAre() {
            var old = TestingObject.of("{immutable: true, data: {a: '1'}}");

            assertThat(
                            strategy.validateUpdate(
                                    TestingObject.of("{immutable: true, data: {a: '2'}}"), old))
                    .extracting(FieldError::toString)
                    .containsExactly("data: Forbidden: field is immutable when `immutable` is set");
            assertThat(strategy.validateUpdate(TestingObject.of("{data: {a: '1'}}"), old))
                    .extracting(FieldError::field)
                    .containsExactly("immutable");
            assertThat(
                            strategy.validateUpdate(
                                    TestingObject.of(
                                            "{immutable: true, data: {a: '1'}, binaryData: {}}"),
                                    old))
                    .isEmpty();
        }
    }

    @Nested
    class Secrets {

        private final Strategy strategy = new SecretStrategy();

        @Test
        void plainStringsAreEncoded() {
            var secret = TestingObject.of("{data: {a: eA==}, stringData: {a: hello, b: world}}");

            strategy.afterDecoding(secret);

            assertThat(secret).isEqualTo(TestingObject.of("data: {a: aGVsbG8=, b: d29ybGQ=}"));
        }

        @Test
        void whatIsNotBase64IsRefusedAtOnce() {
            assertThatThrownBy(() -> strategy.afterDecoding(TestingObject.of("data: {a: '*'}")))
                    .isInstanceOfSatisfying(
                            ApiException.class, e -> assertThat(e.code()).isEqualTo(400));
        }

        @Test
        void typesPromiseKeys() {
            assertThat(required("type: kubernetes.io/tls"))
                    .containsExactly("data[tls.crt]", "data[tls.key]");
            assertThat(required("{type: kubernetes.io/basic-auth, data: {username: eA==}}"))
                    .isEmpty();
            assertThat(required("type: kubernetes.io/service-account-token"))
                    .containsExactly("metadata.annotations[kubernetes.io/service-account.name]");
            assertThat(
                            required(
                                    "{type: kubernetes.io/dockerconfigjson, data:"
                                            + " {.dockerconfigjson: eA==}}"))
                    .containsExactly("data[.dockerconfigjson]");
            assertThat(required("type: Opaque")).isEmpty();
        }

        private List<String> required(String yaml) {
            return strategy.validate(TestingObject.of(yaml)).stream()
                    .map(FieldError::field)
                    .toList();
        }
    }

    @Nested
    class CertificateSigningRequests {

        private final Strategy strategy = new CertificateSigningRequestStrategy();

        @Test
        void sayWhoAsked() {
            var request = TestingObject.of("{spec: {username: admin, signerName: a.b/c}}");

            strategy.prepareForCreate(CREATE, request);

            assertThat(request.at("/spec/username").asText()).isEqualTo("jane");
            assertThat(request.at("/spec/groups")).hasToString("[\"developers\"]");
        }

        @Test
        void approvalChangesNothingButConditionsAndAnnotations() {
            var stored = TestingObject.of("{metadata: {name: a}, spec: {signerName: a.b/c}}");

            requireNonNull(strategy.subresources().get("approval"))
                    .merge(
                            CREATE,
                            stored,
                            TestingObject.of(
                                    """
                                    metadata: {name: b, annotations: {by: me}}
                                    spec: {signerName: x.y/z}
                                    status: {conditions: [{type: Approved}], certificate: abc}
                                    """));

            var condition = (ObjectNode) stored.at("/status/conditions/0");
            assertThat(condition.remove("lastUpdateTime"))
                    .isEqualTo(condition.remove("lastTransitionTime"));
            assertThat(stored)
                    .isEqualTo(
                            TestingObject.of(
                                    """
                                    metadata: {name: a, annotations: {by: me}}
                                    spec: {signerName: a.b/c}
                                    status: {conditions: [{type: Approved}]}
                                    """));
        }
    }

    @Test
    void eventsLiveWhereTheirObjectLives() {
        var strategy = new EventStrategy();

        assertThat(
                        strategy.validate(
                                TestingObject.of(
                                        "{metadata: {namespace: a}, involvedObject: {namespace:"
                                                + " b}}")))
                .extracting(FieldError::detail)
                .containsExactly("does not match event.namespace");
        assertThat(
                        strategy.validate(
                                TestingObject.of(
                                        "{metadata: {namespace: default}, involvedObject: {}}")))
                .isEmpty();
    }

    @Test
    void leasesLastAWhile() {
        assertThat(
                        new LeaseStrategy()
                                .validate(
                                        TestingObject.of(
                                                "spec: {leaseDurationSeconds: 0, leaseTransitions:"
                                                        + " -1}")))
                .extracting(FieldError::field)
                .containsExactly("spec.leaseDurationSeconds", "spec.leaseTransitions");
    }

    @Test
    void rangesOfServicesAreOneOfEachFamily() {
        assertThat(rangeProblems("[10.0.0.0/16, fd00::/108]")).isEmpty();
        assertThat(rangeProblems("[]")).containsExactly("at least one CIDR required");
        assertThat(rangeProblems("[10.0.0.1/16]"))
                .containsExactly("must not have bits set beyond the prefix length");
        assertThat(rangeProblems("[FD00::/108]"))
                .containsExactly("must be in canonical form (\"fd00::/108\")");
        assertThat(rangeProblems("[10.0.0.0/16, 10.1.0.0/16]"))
                .singleElement()
                .asString()
                .startsWith("may specify no more than one IP for each IP family");
    }

    @Test
    void aRangeOfServicesMayOnlyBeJoinedByAnother() {
        var strategy = new ServiceCidrStrategy();
        var one = TestingObject.of("spec: {cidrs: [10.0.0.0/16]}");
        var two = TestingObject.of("spec: {cidrs: [10.0.0.0/16, fd00::/108]}");
        var other = TestingObject.of("spec: {cidrs: [10.1.0.0/16]}");

        assertThat(strategy.validateUpdate(two, one)).isEmpty();
        assertThat(strategy.validateUpdate(one, two))
                .extracting(FieldError::field)
                .containsExactly("spec.cidrs");
        assertThat(strategy.validateUpdate(other, one))
                .extracting(FieldError::field)
                .containsExactly("spec.cidrs[0]");
    }

    private static List<String> rangeProblems(String cidrs) {
        return new ServiceCidrStrategy()
                .validate(TestingObject.of("spec: {cidrs: " + cidrs + "}")).stream()
                        .map(FieldError::detail)
                        .toList();
    }
}
