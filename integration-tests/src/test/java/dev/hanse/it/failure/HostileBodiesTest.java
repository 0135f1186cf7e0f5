package dev.hanse.it.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Api;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies that are made to exhaust a server with a small heap, many at the same time. It ends at
/// once when it runs out of memory.
class HostileBodiesTest {

    private static final int MEBIBYTE = 1 << 20;
    private static final int ROUNDS = 12;

    private static final List<String> BODIES =
            List.of(
                    "[".repeat(100_000),
                    "{\"a\":".repeat(100_000),
                    "[".repeat(3 * MEBIBYTE - 1),
                    configMap("\"foo\": [" + "{},".repeat(MEBIBYTE - 1_000) + "{}]"),
                    configMap("\"foo\": [" + "[],".repeat(MEBIBYTE - 1_000) + "[]]"),
                    configMap("\"data\": {" + "\"a\": \"\",".repeat(300_000) + "\"b\": \"\"}"),
                    configMap("\"data\": {\"a\": \"" + "\\ud800".repeat(400_000) + "\"}"),
                    configMap("\"data\": {\"a\": " + "9".repeat(2 * MEBIBYTE) + "}"),
                    configMap("\"data\": {\"a\": \"" + "x".repeat(64 * MEBIBYTE) + "\"}"));

    @Test
    void noneOfThemEndsTheServerOrKeepsOthersFromBeingAnswered(@TempDir Path directory) {
        try (var child = ChildControlPlane.start(directory, "-Xmx256m");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var api = child.admin().in("root");
            var hostile = new ArrayList<CompletableFuture<Integer>>();
            for (int i = 0; i < ROUNDS; i++) {
                for (var body : BODIES) {
                    hostile.add(CompletableFuture.supplyAsync(() -> send(api, body), threads));
                }
            }

            for (int i = 0; i < ROUNDS; i++) {
                api.get("/api/v1/namespaces").expect(200);
                api.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"ns-" + i + "\"}}")
                        .expect(201);
            }

            assertThat(hostile.stream().map(CompletableFuture::join))
                    .allMatch(each -> List.of(0, 201, 400, 409, 413, 422, 429).contains(each));
            assertThat(child.isAlive()).isTrue();
            api.get("/api/v1/namespaces").expect(200);
        }
    }

    /// The status, or zero when the server hung up on a body that is far too large.
    private static int send(Api api, String body) {
        try {
            return api.post("/api/v1/namespaces/default/configmaps?dryRun=All", body).status();
        } catch (UncheckedIOException e) {
            return 0;
        }
    }

    private static String configMap(String content) {
        return "{\"metadata\": {\"name\": \"hostile\"}, " + content + "}";
    }
}
