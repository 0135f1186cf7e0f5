package dev.hanse.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Api;
import dev.hanse.testkit.EtcdProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `hanse storage`, as an operator uses it.
class StorageToolsTest {

    private static final String SECRETS = "/api/v1/namespaces/default/secrets";
    private static final int WRITTEN_BEFORE = 50;

    @TempDir Path directory;

    @Test
    void aStoreThatWasLostIsBroughtBackAndNoClientSeesTimeGoBack() throws IOException {
        var snapshot = directory.resolve("backup.hanse");
        try (var server = ChildControlPlane.start(directory)) {
            var written = new ConcurrentLinkedQueue<String>();
            var stop = new AtomicBoolean();
            var api = server.admin().in("root");
            var writer = Thread.ofVirtual().start(() -> write(api, written, stop));
            await().atMost(Duration.ofSeconds(60)).until(() -> written.size() >= WRITTEN_BEFORE);
            var before = List.copyOf(written);
            storage("snapshot", "--kubeconfig", kubeconfig(), snapshot.toString()).ok();
            stop.set(true);
            await().until(() -> !writer.isAlive());
            long lastSeen = Long.parseLong(api.get(SECRETS).expect(200).resourceVersion());

            var running =
                    storage(
                            "restore",
                            "--root-directory",
                            directory.toString(),
                            snapshot.toString());
            assertThat(running.status()).isEqualTo(1);
            assertThat(running.errors()).contains("is in use by process", "--kubeconfig");

            server.kill();
            delete(directory.resolve("store"));
            storage("restore", "--root-directory", directory.toString(), snapshot.toString()).ok();
            server.startAgain();

            var after = server.admin().in("root");
            assertThat(names(after)).containsAll(before);
            assertThat(written).containsAll(names(after));
            assertThat(Long.parseLong(after.get(SECRETS).expect(200).resourceVersion()))
                    .isGreaterThan(lastSeen);
            assertThat(after.get(SECRETS + "?watch=true&resourceVersion=" + lastSeen).text())
                    .contains("\"code\":410");
            assertThat(
                            after.get(
                                            SECRETS
                                                    + "?resourceVersionMatch=Exact&resourceVersion="
                                                    + lastSeen)
                                    .status())
                    .isEqualTo(410);
            var created = after.post(SECRETS, "{\"metadata\": {\"name\": \"after\"}}").expect(201);
            assertThat(Long.parseLong(created.text("/metadata/resourceVersion")))
                    .isGreaterThan(lastSeen);
        }
        var verified = storage("verify", "--root-directory", directory.toString()).ok();
        assertThat(verified.output()).contains("sound").contains("true");
    }

    @Test
    void aStoreMovesBetweenTheEnginesAndBack() {
        ChildControlPlane.start(directory).close();
        try (var etcd = EtcdProcess.startNew()) {
            var servers = etcd.endpoint().toString();
            var one = directory.resolve("one.hanse").toString();
            var two = directory.resolve("two.hanse").toString();
            var back = directory.resolve("back").toString();

            storage("snapshot", "--root-directory", directory.toString(), one).ok();
            storage("restore", "--etcd-servers", servers, one).ok();
            var again = storage("restore", "--etcd-servers", servers, one);
            assertThat(again.status()).isEqualTo(1);
            assertThat(again.errors()).contains("there is a store under this prefix");
            storage("compact", "--etcd-servers", servers).ok();
            storage("snapshot", "--etcd-servers", servers, two).ok();
            storage("restore", "--root-directory", back, two).ok();

            var there = storage("stats", "--root-directory", directory.toString(), "-o", "json");
            var returned = storage("stats", "--root-directory", back, "-o", "json");
            assertThat(there.ok().json().path("apis")).hasSizeGreaterThan(5);
            assertThat(returned.ok().json().path("apis")).isEqualTo(there.json().path("apis"));
        }
    }

    @Test
    void aDamagedSnapshotIsRefusedBeforeAnythingIsWritten() throws IOException {
        ChildControlPlane.start(directory).close();
        var snapshot = directory.resolve("backup.hanse");
        storage("snapshot", "--root-directory", directory.toString(), snapshot.toString()).ok();
        storage("verify", snapshot.toString()).ok();
        var bytes = Files.readAllBytes(snapshot);
        bytes[bytes.length / 2] ^= 4;
        Files.write(snapshot, bytes);

        assertThat(storage("verify", snapshot.toString()).status()).isEqualTo(1);
        var target = directory.resolve("target");
        var restored =
                storage("restore", "--root-directory", target.toString(), snapshot.toString());
        assertThat(restored.status()).isEqualTo(1);
        assertThat(restored.errors()).contains("cannot be used: it is damaged");
        assertThat(target).doesNotExist();
    }

    @Test
    void compactingGivesSpaceBackToTheDisk() {
        try (var server = ChildControlPlane.start(directory)) {
            var api = server.admin().in("root");
            api.post(SECRETS, "{\"metadata\": {\"name\": \"large\"}}").expect(201);
            for (int i = 0; i < 20; i++) {
                // Random, or there would be nothing to compact that compression has not.
                var value = new StringBuilder();
                new Random(i).ints(300_000, 'a', 'z').forEach(c -> value.append((char) c));
                api.mergePatch(SECRETS + "/large", "{\"stringData\": {\"x\": \"" + value + "\"}}")
                        .expect(200);
            }
        }
        var result =
                storage("compact", "--root-directory", directory.toString(), "-o", "json")
                        .ok()
                        .json();

        assertThat(result.path("bytesAfter").asLong())
                .isLessThan(result.path("bytesBefore").asLong() / 4);
        storage("verify", "--root-directory", directory.toString()).ok();
    }

    @Test
    void wrongUsageSaysWhatIsMissing() {
        var nothing = storage("snapshot", "file");

        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.errors()).contains("say which store");
        assertThat(storage("restore", "--help").ok().output()).contains("Example:");
    }

    private HanseCommand storage(String... arguments) {
        var all = new ArrayList<>(List.of("storage"));
        all.addAll(List.of(arguments));
        return HanseCommand.run(directory, all.toArray(String[]::new));
    }

    private String kubeconfig() {
        return directory.resolve("admin.kubeconfig").toString();
    }

    private static void write(Api api, ConcurrentLinkedQueue<String> written, AtomicBoolean stop) {
        for (int i = 0; !stop.get(); i++) {
            var name = "secret-" + i;
            api.post(SECRETS, "{\"metadata\": {\"name\": \"" + name + "\"}}").expect(201);
            written.add(name);
        }
    }

    private static List<String> names(Api api) {
        var names = new ArrayList<String>();
        for (var item : api.get(SECRETS).expect(200).at("/items")) {
            var name = item.at("/metadata/name").asText();
            if (name.startsWith("secret-")) {
                names.add(name);
            }
        }
        return names;
    }

    private static void delete(Path tree) {
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
