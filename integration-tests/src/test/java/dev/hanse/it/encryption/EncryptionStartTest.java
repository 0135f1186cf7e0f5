package dev.hanse.it.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Api;
import dev.hanse.it.Kubeconfig;
import dev.hanse.it.TestingControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `hanse start` as a process, with good and with bad files.
class EncryptionStartTest {

    private static final String CANARY = "SuperSecretCanary0123456789abcde";

    @TempDir Path directory;

    @Test
    void aBadFileEndsTheStartWithOneSentence() throws Exception {
        var file = directory.resolve("bad.yaml");
        Files.writeString(
                file,
                """
                apiVersion: apiserver.config.k8s.io/v1
                kind: EncryptionConfiguration
                resources:
                - resources: [secrets]
                  providers: [{aesgcm: {keys: [{name: one, secret: MDEyMzQ1Njc4OQ==}]}}]
                """);

        assertThat(failure("--encryption-provider-config", file.toString()))
                .isEqualTo(
                        "hanse: encryption provider configuration file \""
                                + file
                                + "\": resources[0].providers[0].aesgcm.keys[0].secret: Invalid"
                                + " value: \"REDACTED\": secret is not of the expected length, got"
                                + " 10, expected one of [16 24 32]\n");
        assertThat(failure("--encryption-provider-config-automatic-reload"))
                .isEqualTo(
                        "hanse: --encryption-provider-config-automatic-reload must be set with"
                                + " --encryption-provider-config\n");
        assertThat(directory.resolve("store")).doesNotExist();
    }

    /// What a busy server says when it is asked to say everything.
    @Test
    void noSecretGetsIntoTheLog() throws Exception {
        var file = EncryptionFile.create(EncryptionFile.ONE);
        var server =
                launch(
                        List.of(
                                "--encryption-provider-config",
                                file.path().toString(),
                                "--encryption-provider-config-automatic-reload",
                                "--encryption-rewrite-stale"));
        try {
            var api = whenReady(server);
            var secrets = "/api/v1/namespaces/default/secrets";
            var secret =
                    "{\"metadata\": {\"name\": \"one\"}, \"data\": {\"k\": \"" + CANARY + "\"}}";
            api.post(secrets, secret).expect(201);
            api.post(secrets, secret).expect(409);
            api.post(secrets, secret.replace("one", "Not A Name")).expect(422);
            api.post(secrets, secret.substring(1)).expect(400);
            api.get(secrets + "/one").expect(200);
            file.write(EncryptionFile.TWO);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> api.get(secrets + "/one").status() == 500);
            file.write("{name: broken, secret: " + CANARY + "x}");
            await().atMost(Duration.ofSeconds(30)).until(() -> log().contains("not reloaded"));

            assertThat(log())
                    .contains("unable to transform key")
                    .doesNotContain(CANARY)
                    .doesNotContain(EncryptionFile.secret("one"))
                    .doesNotContain(EncryptionFile.secret("two"))
                    .doesNotContain(api.token());
        } finally {
            server.destroyForcibly();
            server.waitFor();
            file.delete();
        }
    }

    private Api whenReady(Process server) {
        var kubeconfig = directory.resolve("admin.kubeconfig");
        await().atMost(Duration.ofSeconds(60))
                .failFast("the server has ended, see its log", () -> !server.isAlive())
                .until(() -> Files.exists(kubeconfig) && admin().get("/readyz").status() == 200);
        return admin().in("root");
    }

    private Api admin() {
        var read = Kubeconfig.read(directory.resolve("admin.kubeconfig"));
        return new Api(read.http(), read.server(), read.token("kcp-admin"));
    }

    private String failure(String... options) throws IOException, InterruptedException {
        Files.deleteIfExists(directory.resolve("log"));
        var process = launch(List.of(options));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        return log();
    }

    private Process launch(List<String> options) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.hanse.app.Main",
                                "start"));
        command.addAll(TestingControlPlane.options(directory));
        command.addAll(options);
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("HANSE_LOG_LEVEL", "TRACE");
        return builder.start();
    }

    private String log() throws IOException {
        return Files.readString(directory.resolve("log"));
    }
}
