package dev.hanse.it.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.it.Api;
import dev.hanse.it.CheckedWatch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the garbage collector had not done yet when its server was killed.
class GarbageAfterKillTest {

    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final int CHILDREN = 200;

    @TempDir Path directory;

    @Test
    void isDoneByTheNextServer() {
        try (var server = ChildControlPlane.start(directory);
                var watch = CheckedWatch.of(server.admin().in("root"), CONFIG_MAPS)) {
            var api = server.admin().in("root");
            var background = family(api, "background");
            var foreground = family(api, "foreground");
            var orphaned = family(api, "orphaned");
            api.delete(background).expect(200);
            api.delete(foreground + "?propagationPolicy=Foreground").expect(202);
            api.delete(orphaned + "?propagationPolicy=Orphan").expect(200);
            server.kill();

            server.startAgain();
            watch.resume(server.admin().in("root"));

            var after = server.admin().in("root");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> {
                                after.get(foreground).expect(404);
                                after.get(orphaned).expect(404);
                                assertThat(children(after, "background")).isZero();
                                assertThat(children(after, "foreground")).isZero();
                            });
            assertThat(children(after, "orphaned")).isEqualTo(CHILDREN);
            assertThat(after.get(CONFIG_MAPS + "?labelSelector=of%3Dorphaned").text())
                    .doesNotContain("ownerReferences\":[");
            watch.verify();
        }
    }

    /// Creates an owner and its dependents.
    ///
    /// @return the path of the owner
    private static String family(Api api, String name) {
        var owner =
                api.post(CONFIG_MAPS, "{\"metadata\": {\"name\": \"" + name + "\"}}").expect(201);
        for (int i = 0; i < CHILDREN; i++) {
            api.post(
                            CONFIG_MAPS,
                            """
                            {"metadata": {"generateName": "child-", "labels": {"of": "%1$s"},
                             "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap",
                              "name": "%1$s", "uid": "%2$s", "blockOwnerDeletion": true}]}}
                            """
                                    .formatted(name, owner.text("/metadata/uid")))
                    .expect(201);
        }
        return CONFIG_MAPS + "/" + name;
    }

    private static int children(Api api, String owner) {
        return api.get(CONFIG_MAPS + "?labelSelector=of%3D" + owner)
                .expect(200)
                .at("/items")
                .size();
    }
}
