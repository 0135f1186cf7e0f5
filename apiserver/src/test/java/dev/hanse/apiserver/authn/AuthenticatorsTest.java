package dev.hanse.apiserver.authn;

import static dev.hanse.apiserver.authn.TestingRequests.request;
import static dev.hanse.apiserver.authn.TestingRequests.withAuthorization;
import static dev.hanse.apiserver.authn.TestingRequests.withCertificates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hanse.apiserver.pki.CertificateAuthority;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.status.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuthenticatorsTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final List<String> AUDIENCES = List.of("https://api");
    private static final Clock NOW = Clock.systemUTC();

    private final CertificateAuthority authority = CertificateAuthority.create("clients", NOW);

    @Nested
    class Tokens {

        @ParameterizedTest
        @ValueSource(strings = {"Bearer one", "bearer one", "BEARER   one  "})
        void standForTheirUserWhoIsAuthenticated(String header) {
            assertThat(identify(withAuthorization(header)))
                    .isEqualTo(new User("ann", "7", List.of("devs", User.AUTHENTICATED), Map.of()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Bearer wrong",
                    "Bearer",
                    "Bearer ",
                    "Bearer    ",
                    "Bearer\tone two",
                    "Bearer one two",
                    "Bearer one,two",
                    "Bearer one, Bearer two",
                    "Bearer ,one",
                    "Bearer \u00e4",
                })
        void areRefusedUnlessThereIsExactlyOneThatIsKnown(String header) {
            assertThat(refused(withAuthorization(header)).status().message())
                    .isEqualTo("Unauthorized");
        }

        @Test
        void areRefusedWhenThereAreTwoHeaders() {
            assertThat(refused(withAuthorization("Bearer one", "Bearer one")).code())
                    .isEqualTo(401);
            assertThat(refused(withAuthorization("Basic b25l", "Bearer one")).code())
                    .isEqualTo(401);
        }

        @Test
        void areNotOtherSchemes() {
            assertThat(identify(withAuthorization("Basic b25l")).name()).isEqualTo(User.ANONYMOUS);
            assertThat(identify(withAuthorization("Bearerone")).name()).isEqualTo(User.ANONYMOUS);
        }
    }

    @Nested
    class Certificates {

        @Test
        void nameUserAndGroups() {
            var issued = authority.issueClient("ann", List.of("devs", "a,b"), DAY);

            assertThat(identify(withCertificates(issued.chain())))
                    .isEqualTo(User.of("ann", "devs", "a,b", User.AUTHENTICATED));
        }

        @Test
        void ofAnotherAuthorityAreRefused() {
            var other = CertificateAuthority.create("clients", NOW);
            var issued = other.issueClient("ann", List.of("system:masters"), DAY);

            assertThat(refused(withCertificates(issued.chain())).code()).isEqualTo(401);
        }

        @Test
        void ofServersAreRefused() {
            var issued = authority.issueServer("ann", List.of("localhost"), DAY);

            assertThat(refused(withCertificates(issued.chain())).code()).isEqualTo(401);
        }

        @Test
        void thatEndedAreRefused() {
            var issued = authority.issueClient("ann", List.of(), Duration.ofSeconds(1)).chain();
            var later =
                    new ClientCertificates(
                            List.of(authority.certificate()), Clock.offset(NOW, DAY));

            var refusal =
                    catchThrowableOfType(
                            ApiException.class, () -> later.authenticate(withCertificates(issued)));

            assertThat(refusal.code()).isEqualTo(401);
        }

        @Test
        void thatAreNotTrustedDoNotSpoilAToken() {
            var other = CertificateAuthority.create("other", NOW);
            var chain = other.issueClient("eve", List.of(), DAY).chain();

            var user = identify(request(Map.of("authorization", List.of("Bearer one")), chain));

            assertThat(user.name()).isEqualTo("ann");
        }
    }

    @Test
    void nobodyInParticularIsAnonymous() {
        assertThat(identify(withAuthorization()))
                .isEqualTo(User.of(User.ANONYMOUS, User.UNAUTHENTICATED));
    }

    @Test
    void nobodyInParticularIsRefusedWhereAnonymousIsOff() {
        var refusal =
                catchThrowableOfType(
                        ApiException.class,
                        () -> new Authenticators(List.of(), false).identify(withAuthorization()));

        assertThat(refusal.code()).isEqualTo(401);
    }

    private User identify(ApiRequest request) {
        var tokens =
                StaticTokens.of(
                        Map.of("one", new User("ann", "7", List.of("devs"), Map.of())), AUDIENCES);
        return new Authenticators(
                        List.of(
                                new ClientCertificates(List.of(authority.certificate()), NOW),
                                new BearerTokens(List.of(tokens), AUDIENCES)),
                        true)
                .identify(request);
    }

    private ApiException refused(ApiRequest request) {
        return catchThrowableOfType(ApiException.class, () -> identify(request));
    }
}
