package dev.hanse.syncer.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// The kinds that the syncer brings along, as CustomResourceDefinitions. Whoever starts the control
/// plane publishes those of one group as an APIExport of that group's name.
public final class SyncApis {

    /// Exports `synctargets`.
    public static final String WORKLOAD_EXPORT = "workload.kcp.io";

    /// Exports `locations` and `placements`.
    public static final String SCHEDULING_EXPORT = "scheduling.kcp.io";

    private static final String MANIFESTS = "/dev/hanse/syncer/apis.yaml";

    private SyncApis() {}

    /// One manifest for each kind.
    public static List<KubeObject> manifests() {
        try (var in =
                Objects.requireNonNull(SyncApis.class.getResourceAsStream(MANIFESTS), MANIFESTS)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Yaml.parseAll(text).stream()
                    .map(ObjectNode.class::cast)
                    .map(KubeObject::new)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
