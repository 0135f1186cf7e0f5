package dev.hanse.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KubectlTest {

    @Test
    void splitsAtBlanks() {
        assertThat(Kubectl.words("get  pods -A")).containsExactly("get", "pods", "-A");
    }

    @Test
    void keepsWhatIsQuotedInOneWord() {
        assertThat(Kubectl.words("patch x -p '{\"spec\": {}}'"))
                .containsExactly("patch", "x", "-p", "{\"spec\": {}}");
    }

    @Test
    void quotesMayBeginWithinAWord() {
        assertThat(Kubectl.words("wait --for=jsonpath='{.a}'=b c"))
                .containsExactly("wait", "--for=jsonpath={.a}=b", "c");
    }

    @Test
    void emptyQuotesAreAWord() {
        assertThat(Kubectl.words("get ''")).containsExactly("get", "");
    }
}
