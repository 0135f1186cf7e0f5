package dev.hanse.apiserver.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.machinery.status.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {

    @ParameterizedTest
    @CsvSource({"/a, /a", "/a+b, /a+b", "/a%2fb%2Fc, /a/b/c", "/%25%32%66, /%2f", "/%c3%a9, /é"})
    void escapesAreResolvedOnce(String sent, String meant) {
        assertThat(Escapes.resolved(sent)).isEqualTo(meant);
    }

    @Test
    void bytesSentAsTheyAreMeanTheSame() {
        assertThat(Escapes.resolved("/\u00c3\u00a9")).isEqualTo("/é");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%",
                "/%2",
                "/%zz",
                "/%+1",
                "/%-1",
                "/%ff",
                "/%c0%af",
                "/%c0%ae%c0%ae",
                "/%e0%80%af",
                "/%ed%a0%80",
                "/\u00e9",
                "/\u2f2f"
            })
    void whatOthersMayReadDifferentlyIsRefused(String path) {
        assertThatThrownBy(() -> Escapes.resolved(path))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(400));
    }
}
