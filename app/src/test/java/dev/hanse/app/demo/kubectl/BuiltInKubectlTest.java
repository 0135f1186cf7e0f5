package dev.hanse.app.demo.kubectl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.machinery.status.Status;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltInKubectlTest {

    private static final GroupVersionKind INSTANCE =
            new GroupVersionKind("database.example.io", "v1", "PostgresqlInstance");

    @TempDir Path directory;

    @Test
    void whatTheServerRefusesIsSaidWithItsReason() {
        var refused =
                ApiException.forbidden(new GroupResource("", "secrets"), "a", "access denied");

        assertThat(BuiltInKubectl.sentence(refused))
                .isEqualTo(
                        "Error from server (Forbidden): secrets \"a\" is forbidden: access denied");
    }

    @Test
    void invalidFieldsAreListed() {
        var invalid =
                ApiException.invalid(
                        INSTANCE,
                        "a",
                        List.of(
                                FieldError.required("spec.x", "say so"),
                                FieldError.required("spec.y", "")));

        assertThat(BuiltInKubectl.sentence(invalid).lines())
                .containsExactly(
                        "The PostgresqlInstance \"a\" is invalid: ",
                        "* spec.x: Required value: say so",
                        "* spec.y: Required value");
    }

    @Test
    void aServerThatIsNotThereIsNotAServersError() {
        var away =
                new ApiException(
                        Status.failure(503, "ServiceUnavailable", "no answer from a:1"),
                        null,
                        new IOException("refused"));

        assertThat(BuiltInKubectl.sentence(away))
                .isEqualTo("Unable to connect to the server: no answer from a:1");
    }

    @Test
    void commandsItDoesNotKnowFail() {
        try (var kubectl = new BuiltInKubectl(directory.resolve("kubeconfig"), directory)) {
            assertThat(kubectl.run(List.of("explain", "pods")).succeeded()).isFalse();
            assertThat(kubectl.run(List.of("get", "pods", "--sort-by=x")).text())
                    .contains("--sort-by");
        }
    }

    @Test
    void aMissingKubeconfigIsAnAnswer() {
        try (var kubectl = new BuiltInKubectl(directory.resolve("kubeconfig"), directory)) {
            var answer = kubectl.run(List.of("--context", "alice", "get", "secrets"));

            assertThat(answer.succeeded()).isFalse();
            assertThat(answer.text()).startsWith("error: ");
        }
    }
}
