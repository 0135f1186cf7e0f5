package dev.hanse.it.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingControlPlane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// A server that encrypts secrets, and an administrator who changes the keys.
class EncryptionTest extends ControlPlaneTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CANARY = "SuperSecretCanary0123456789abcde";
    private static final String CONTROL = "PublicCanaryToProveTheSearchWorks";

    private final EncryptionFile file = EncryptionFile.create(EncryptionFile.ONE);

    @Override
    protected TestingControlPlane open() {
        return TestingControlPlane.onEmbeddedStore(options());
    }

    final String[] options() {
        return new String[] {
            "--encryption-provider-config",
            file.path().toString(),
            "--encryption-provider-config-automatic-reload"
        };
    }

    /// Every directory that holds stored objects.
    List<Path> data() {
        return List.of(plane.directory());
    }

    @AfterAll
    void deleteFile() {
        file.delete();
    }

    @Test
    void nothingOnDiskShowsASecret() throws IOException {
        var api = plane.admin().in("root");
        var core = namespace(api, "canary");
        api.post(core + "/secrets", secret("one")).expect(201);
        api.mergePatch(core + "/secrets/one", "{\"metadata\": {\"labels\": {\"a\": \"b\"}}}")
                .expect(200);
        api.post(
                        core + "/configmaps",
                        "{\"metadata\": {\"name\": \"one\"}, \"data\": {\"k\": \"%s\"}}"
                                .formatted(CONTROL))
                .expect(201);

        assertThat(api.get(core + "/secrets/one").text("/data/k")).isEqualTo(CANARY);
        assertThat(api.get(core + "/secrets").text("/items/0/data/k")).isEqualTo(CANARY);
        assertThat(api.get(core + "/secrets?labelSelector=a%3Db").text("/items/0/data/k"))
                .isEqualTo(CANARY);
        try (var watch = api.watch(core + "/secrets?watch=true")) {
            assertThat(watch.next("ADDED").at("/data/k").asText()).isEqualTo(CANARY);
        }
        assertThat(isOnDisk(CONTROL)).isTrue();
        assertThat(isOnDisk("k8s:enc:aesgcm:v1:")).isTrue();
        assertThat(isOnDisk(CANARY)).isFalse();
        assertThat(isOnDisk(EncryptionFile.secret("one"))).isFalse();
    }

    @Test
    void keysAreRotatedAsInKubernetes() {
        var api = plane.admin().in("root");
        var core = namespace(api, "rotation");
        file.write(EncryptionFile.ONE);
        api.post(core + "/secrets", secret("one")).expect(201);
        api.post(core + "/secrets", secret("two")).expect(201);
        var left = namespace(api, "left-behind");
        api.post(left + "/secrets", secret("forgotten")).expect(201);
        assertThat(replaceWithItself(api, core + "/secrets/one")).as("not stale").isFalse();

        file.write(EncryptionFile.ONE, EncryptionFile.TWO);
        file.write(EncryptionFile.TWO, EncryptionFile.ONE);

        // kubectl get secrets -o json | kubectl replace -f -
        await("the new key")
                .atMost(PATIENCE)
                .until(() -> replaceWithItself(api, core + "/secrets/one"));
        assertThat(replaceWithItself(api, core + "/secrets/one")).as("written anew").isFalse();
        assertThat(replaceWithItself(api, core + "/secrets/two")).isTrue();

        file.write(EncryptionFile.TWO);

        await("the old key to be gone")
                .atMost(PATIENCE)
                .until(() -> api.get(left + "/secrets/forgotten").status() == 500);
        assertThat(api.get(left + "/secrets").expect(500).text("/message"))
                .isEqualTo(
                        "Internal error occurred: unable to transform a stored object: no matching"
                                + " prefix found");
        assertThat(api.get(core + "/secrets").expect(200).at("/items")).hasSize(2);
        assertThat(api.get(core + "/secrets/two").text("/data/k")).isEqualTo(CANARY);
        api.get("/api/v1/configmaps").expect(200);

        file.write(EncryptionFile.TWO, EncryptionFile.ONE);
        await("the old key to be back")
                .atMost(PATIENCE)
                .until(() -> api.get(left + "/secrets/forgotten").status() == 200);
    }

    /// Whether that wrote anything.
    private static boolean replaceWithItself(Api api, String path) {
        Answer before = api.get(path).expect(200);
        Answer after = api.put(path, before.json()).expect(200);
        assertThat(after.text("/data/k")).isEqualTo(CANARY);
        return !after.resourceVersion().equals(before.resourceVersion());
    }

    private static String namespace(Api api, String name) {
        api.post("/api/v1/namespaces", "{\"metadata\": {\"name\": \"" + name + "\"}}").expect(201);
        return "/api/v1/namespaces/" + name;
    }

    private static String secret(String name) {
        return "{\"metadata\": {\"name\": \"%s\"}, \"data\": {\"k\": \"%s\"}}"
                .formatted(name, CANARY);
    }

    private boolean isOnDisk(String text) throws IOException {
        for (var directory : data()) {
            try (var files = Files.walk(directory)) {
                for (var each : files.filter(Files::isRegularFile).toList()) {
                    // One byte a character, so that bytes can be searched as text.
                    if (Files.readString(each, StandardCharsets.ISO_8859_1).contains(text)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
