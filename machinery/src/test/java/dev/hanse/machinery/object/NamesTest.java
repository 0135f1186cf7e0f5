package dev.hanse.machinery.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"a", "a-b", "0", "a0.b-c.d", "x.y"})
    void subdomains(String name) {
        assertThat(Names.dns1123Subdomain(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "-a", "a-", "a..b", ".a", "a_b", "a\n"})
    void notSubdomains(String name) {
        assertThat(Names.dns1123Subdomain(name))
                .containsExactly(
                        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric"
                            + " characters, '-' or '.', and must start and end with an alphanumeric"
                            + " character (e.g. 'example.com', regex used for validation is"
                            + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");
    }

    @Test
    void namesHaveAMaximumLength() {
        assertThat(Names.dns1123Label("a".repeat(64)))
                .containsExactly("must be no more than 63 characters");
        assertThat(Names.dns1123Subdomain("a".repeat(254)))
                .containsExactly("must be no more than 253 characters");
        assertThat(Names.labelValue("a".repeat(64)))
                .containsExactly("must be no more than 63 bytes");
    }

    @Test
    void aLabelHasNoDots() {
        assertThat(Names.dns1123Label("a.b")).containsExactly("must not contain dots");
        assertThat(Names.dns1123Label("A").getFirst())
                .endsWith(
                        "(e.g. 'my-name',  or '123-abc', regex used for validation is"
                                + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");
    }

    @Test
    void aDns1035LabelStartsWithALetter() {
        assertThat(Names.dns1035Label("a1")).isEmpty();
        assertThat(Names.dns1035Label("1a")).hasSize(1);
    }

    @Test
    void aPathSegmentFitsIntoAUrl() {
        assertThat(Names.pathSegment("system:node A")).isEmpty();
        assertThat(Names.pathSegment("..")).containsExactly("may not be '..'");
        assertThat(Names.pathSegment("a/b%c"))
                .isEqualTo(List.of("may not contain '/'", "may not contain '%'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "A.b_c-d", "example.com/Name", "1"})
    void qualifiedNames(String name) {
        assertThat(Names.qualifiedName(name)).isEmpty();
    }

    @Test
    void everyPartOfAQualifiedNameIsChecked() {
        assertThat(Names.qualifiedName("/a")).containsExactly("prefix part must be non-empty");
        assertThat(Names.qualifiedName("a/" + "b".repeat(64)))
                .containsExactly("name part must be no more than 63 bytes");
        assertThat(Names.qualifiedName("a/"))
                .hasSize(2)
                .first()
                .isEqualTo("name part must be non-empty");
        assertThat(Names.qualifiedName("A/b"))
                .singleElement()
                .asString()
                .startsWith("prefix part a lowercase RFC 1123 subdomain");
        assertThat(Names.qualifiedName("a/b/c"))
                .singleElement()
                .asString()
                .endsWith(
                        " with an optional DNS subdomain prefix and '/' (e.g."
                                + " 'example.com/MyName')");
    }

    @Test
    void aLabelValueMayBeEmpty() {
        assertThat(Names.labelValue("")).isEmpty();
        assertThat(Names.labelValue("a_B.c-1")).isEmpty();
        assertThat(Names.labelValue("a b")).hasSize(1);
    }
}
