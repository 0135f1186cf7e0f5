package dev.hanse.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Api;
import dev.hanse.it.CheckedWatch;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server that is killed in the middle of writes.
class KilledServerTest {

    private static final String SECRETS = "/api/v1/namespaces/default/secrets";
    private static final int WRITERS = 4;
    private static final int ROUNDS = 2;
    private static final int WRITES_BEFORE_DEATH = 200;

    @TempDir Path directory;

    @Test
    void losesNothingThatItAcknowledged() {
        try (var server = ChildControlPlane.start(directory);
                var watch = CheckedWatch.of(server.admin().in("root"), SECRETS)) {
            var acknowledged = new ConcurrentHashMap<String, String>();
            for (int round = 0; round < ROUNDS; round++) {
                writeUntilKilled(server, round, acknowledged);
                server.startAgain();
                watch.resume(server.admin().in("root"));

                assertThat(stored(server.admin())).containsAllEntriesOf(acknowledged);
            }
            watch.verify();
            assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ROUNDS * WRITES_BEFORE_DEATH);
            assertThat(server.admin().in("root").get("/api/v1/namespaces/default").status())
                    .isEqualTo(200);
        }
    }

    @Test
    void continuesWatchesWhereTheyEnded() {
        try (var server = ChildControlPlane.start(directory)) {
            var before = server.admin().in("root");
            var version = before.get(SECRETS).resourceVersion();
            before.post(SECRETS, "{\"metadata\": {\"name\": \"one\"}}").expect(201);

            server.kill();
            server.startAgain();

            var after = server.admin().in("root");
            try (var watch = after.watch(SECRETS + "?watch=true&resourceVersion=" + version)) {
                assertThat(watch.line()).isEqualTo("ADDED one");
                after.post(SECRETS, "{\"metadata\": {\"name\": \"two\"}}").expect(201);
                assertThat(watch.line()).isEqualTo("ADDED two");
            }
        }
    }

    private static void writeUntilKilled(
            ChildControlPlane server, int round, Map<String, String> acknowledged) {
        var already = acknowledged.size();
        var api = server.admin().in("root");
        var writers = new ArrayList<Thread>();
        for (int writer = 0; writer < WRITERS; writer++) {
            var prefix = "r" + round + "-w" + writer + "-";
            writers.add(Thread.ofVirtual().start(() -> write(api, prefix, acknowledged)));
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> acknowledged.size() >= already + WRITES_BEFORE_DEATH);
        server.kill();
        for (var each : writers) {
            await().until(() -> !each.isAlive());
        }
    }

    /// Creates secrets one after the other until the server is gone.
    private static void write(Api api, String prefix, Map<String, String> acknowledged) {
        try {
            for (int i = 0; ; i++) {
                var answer =
                        api.post(SECRETS, "{\"metadata\": {\"name\": \"" + prefix + i + "\"}}");
                if (answer.status() == 201) {
                    acknowledged.put(prefix + i, answer.text("/metadata/uid"));
                }
            }
        } catch (UncheckedIOException _) {
            // Whatever was under way is neither known to be stored nor known not to be.
        }
    }

    private static Map<String, String> stored(Api admin) {
        var stored = new ConcurrentHashMap<String, String>();
        var seen = new HashSet<String>();
        for (var item : admin.in("root").get(SECRETS).expect(200).at("/items")) {
            var uid = item.at("/metadata/uid").asText();
            assertThat(seen.add(uid)).as("stored once").isTrue();
            stored.put(item.at("/metadata/name").asText(), uid);
        }
        return stored;
    }
}
