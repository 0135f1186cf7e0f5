package dev.hanse.workspaces.bootstrap;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.workspaces.api.Documents;
import dev.hanse.workspaces.api.Hashes;
import dev.hanse.workspaces.api.Tenancy;
import java.util.List;

/// A kind that `root` publishes, made of the CustomResourceDefinition that describes it.
///
/// The schema's name carries a hash of its content: schemas cannot change, so a server that knows a
/// newer form publishes another one.
///
/// @param export the export that offers it
record PublishedKind(String export, KubeObject schema) {
    private static final GroupVersionKind SCHEMA =
            new GroupVersionKind("apis.kcp.io", "v1alpha1", "APIResourceSchema");
    private static final int HASH_PART = 9;

    static List<PublishedKind> all() {
        return List.of(
                of(Tenancy.SHARDS_EXPORT, "shards.yaml"),
                of(Tenancy.TENANCY_EXPORT, "workspaceauthenticationconfigurations.yaml"),
                of(Tenancy.TENANCY_EXPORT, "workspaces.yaml"),
                of(Tenancy.TENANCY_EXPORT, "workspacetypes.yaml"),
                of("topology.kcp.io", "partitions.yaml"),
                of("topology.kcp.io", "partitionsets.yaml"));
    }

    String group() {
        return schema.spec().path("group").asText();
    }

    String plural() {
        return schema.spec().path("names").path("plural").asText();
    }

    private static PublishedKind of(String export, String file) {
        var crd = Documents.read(Tenancy.class, "/dev/hanse/workspaces/kinds/" + file).getFirst();
        return new PublishedKind(export, schema(crd));
    }

    private static KubeObject schema(KubeObject crd) {
        ObjectNode spec = crd.json().withObjectProperty("spec").deepCopy();
        for (var each : spec.path("versions")) {
            var version = (ObjectNode) each;
            version.set("schema", version.path("schema").path("openAPIV3Schema"));
        }
        var hash = Hashes.hex(Hashes.sha256(Json.write(spec))).substring(0, HASH_PART);
        var schema = KubeObject.of(SCHEMA, null, "v" + hash + "." + crd.name());
        schema.json().set("spec", spec);
        return schema;
    }
}
