package dev.hanse.it.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A tenant's order reaches a worker cluster and its status comes back, through sites that are cut
/// off and a control plane that is killed: the demo says so, and it must be true.
// Who runs in the directory of a demo is read from /proc.
@EnabledOnOs(OS.LINUX)
class StoryTest {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int WHOLE_STORY_MINUTES = 12;

    @TempDir Path directory;

    @Test
    void everyOutcomeOfTheStoryIsVerifiedAndNothingStaysBehind() throws Exception {
        try (var demo = DemoProcess.start(directory)) {
            int status = demo.await(WHOLE_STORY_MINUTES);

            assertThat(status).as(demo::story).isZero();
            assertThat(demo.transcript())
                    .contains("nothing is lost")
                    .containsPattern("Done: \\d+ outcomes verified");
            assertThat(demo.running()).isEmpty();
        }
    }

    @Test
    void aCommandThatFailsEndsTheStoryAndEverythingItStarted() throws Exception {
        try (var demo = DemoProcess.start(directory, "--kubectl", "false")) {
            int status = demo.await(WHOLE_STORY_MINUTES);

            assertThat(status).as(demo::story).isEqualTo(1);
            assertThat(demo.transcript())
                    .contains("FAILED: failed: kubectl --context admin apply")
                    .contains("control-plane.log");
            assertThat(demo.running()).isEmpty();
        }
    }

    @Test
    void aWorkerClusterThatDoesNotAnswerIsNamed() throws Exception {
        var nowhere = Files.writeString(directory.resolve("nowhere.kubeconfig"), NOWHERE);
        try (var demo =
                DemoProcess.start(
                        directory,
                        "--worker-kubeconfig",
                        nowhere.toString(),
                        "--patience",
                        "PT2S")) {
            int status = demo.await(WHOLE_STORY_MINUTES);

            assertThat(status).as(demo::story).isEqualTo(1);
            assertThat(demo.transcript()).contains("FAILED: private-1 does not answer");
        }
    }

    @Test
    void whoStopsTheDemoStopsEverything() throws Exception {
        try (var demo = DemoProcess.start(directory)) {
            await().atMost(PATIENCE)
                    .until(() -> !demo.isAlive() || demo.transcript().contains("workspaces-root"));
            assertThat(demo.running()).as(demo::story).isNotEmpty();

            demo.interrupt();
            demo.await(WHOLE_STORY_MINUTES);

            assertThat(demo.running()).isEmpty();
            assertThat(demo.transcript()).contains("Stopping everything.").doesNotContain("FAILED");
        }
    }

    @Test
    void aUsedDirectoryIsRefused() throws Exception {
        Files.createDirectories(directory.resolve("demo").resolve("control-plane"));
        try (var demo = DemoProcess.start(directory)) {
            int status = demo.await(WHOLE_STORY_MINUTES);

            assertThat(status).isEqualTo(2);
            assertThat(demo.transcript()).contains("is not empty").contains("--directory");
        }
    }

    private static final String NOWHERE =
            """
            apiVersion: v1
            kind: Config
            clusters: [{name: a, cluster: {server: "https://127.0.0.1:1"}}]
            users: [{name: a, user: {token: a}}]
            contexts: [{name: a, context: {cluster: a, user: a}}]
            current-context: a
            """;
}
