package dev.hanse.syncer.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.mapping.NamespaceLocator;
import dev.hanse.syncer.mapping.SyncTargetRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Compares what the transforms make of `in-*.yaml` with `out-*.yaml`; `-Dgolden=update` writes the
/// latter anew.
class GoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/dev/hanse/syncer/transform");
    private static final NamespaceLocator LOCATOR =
            new NamespaceLocator(
                    new SyncTargetRef(
                            new ClusterName("abcd1234efgh5678"),
                            "edge-1",
                            "6e7f0c1e-0000-4000-8000-000000000001"),
                    new ClusterName("ijkl1234mnop5678"),
                    "default");

    @Test
    void copyHoldsTheIntentAndWhereItIsFrom() throws IOException {
        check("copy", WorkerCopy.of(read("in-copy.yaml"), LOCATOR).configuration());
    }

    @Test
    void statusSpeaksOfTheOrdersGenerations() throws IOException {
        check("status", OrderStatus.of(read("in-status.yaml")));
    }

    @Test
    void schemaBecomesADefinition() throws IOException {
        check("crd", WorkerCrd.of(read("in-crd.yaml")).json());
    }

    @Test
    void secretIsDeliveredWithItsContentOnly() throws IOException {
        var secret = read("in-secret.yaml");
        check("secret", TenantSecret.of(secret, read("in-copy.yaml"), "edge-1"));
    }

    private static void check(String name, JsonNode found) throws IOException {
        var file = FOLDER.resolve("out-" + name + ".yaml");
        if ("update".equals(System.getProperty("golden"))) {
            Files.writeString(file, Yaml.write(found));
        }
        assertThat(Yaml.write(found)).isEqualTo(Files.readString(file));
    }

    private static KubeObject read(String file) throws IOException {
        return new KubeObject((ObjectNode) Yaml.parse(Files.readString(FOLDER.resolve(file))));
    }
}
