package dev.hanse.apiserver.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "https://hooks.example.com, https://hooks.example.com/",
        "https://hooks.example.com/, https://hooks.example.com/",
        "https://127.0.0.1:9443//validate, https://127.0.0.1:9443/validate",
        "https://hooks.example.com/a//b/, https://hooks.example.com/a/b",
        "https://hooks.example.com/a/./b/../c, https://hooks.example.com/a/c",
        "https://hooks.example.com/../a, https://hooks.example.com/a",
        "https://[::1]:8443/a%2Fb, https://[::1]:8443/a%2Fb"
    })
    void asksForAPathWithoutDetours(String named, String asked) {
        assertThat(Endpoint.of(URI.create(named), "").uri()).hasToString(asked);
    }

    @Test
    void connectsToTheHostThatIsNamed() {
        var endpoint = Endpoint.of(URI.create("https://[::1]:8443/a"), "").withQuery("timeout=5s");

        assertThat(endpoint.connectTo()).isEqualTo("::1");
        assertThat(endpoint.port()).isEqualTo(8443);
        assertThat(endpoint.uri()).hasToString("https://[::1]:8443/a?timeout=5s");
    }
}
