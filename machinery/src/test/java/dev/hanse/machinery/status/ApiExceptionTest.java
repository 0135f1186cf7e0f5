package dev.hanse.machinery.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.object.GroupVersionKind;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ApiExceptionTest {

    private static final GroupVersionKind KIND = new GroupVersionKind("sea.dev", "v1", "Ship");

    @Test
    void whatIsWrongIsSaidInOneSentenceAndOneByOne() {
        var errors =
                List.of(
                        FieldError.required("spec.port", ""),
                        FieldError.invalid("spec.crew", -1, "too few"));

        var status = ApiException.invalid(KIND, "kogge", errors).status();

        assertThat(status.message())
                .isEqualTo(
                        "Ship.sea.dev \"kogge\" is invalid: [spec.port: Required value, spec.crew:"
                                + " Invalid value: -1: too few]");
        assertThat(status.toJson().at("/details/causes")).hasSize(2);
    }

    @Test
    void errorsThatWouldFillTheMemoryAreNotAllSaid() {
        var large = FieldError.invalid("spec.keys", "x".repeat(300_000), "no good");

        var status =
                ApiException.invalid(KIND, "kogge", Collections.nCopies(20_000, large)).status();

        var causes = status.toJson().at("/details/causes");
        assertThat(causes).hasSize(5);
        assertThat(causes.get(4).path("message").asText())
                .isEqualTo("Too many: 20000: not all errors are shown");
        assertThat(status.message()).endsWith("<nil>: Too many: 20000: not all errors are shown]");
    }
}
