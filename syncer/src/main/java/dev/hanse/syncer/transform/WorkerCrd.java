package dev.hanse.syncer.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;
import java.util.List;

/// An APIResourceSchema as the CustomResourceDefinition that lets a worker serve the same API.
public final class WorkerCrd {

    private static final List<String> SAME_IN_BOTH =
            List.of(
                    "name",
                    "served",
                    "storage",
                    "deprecated",
                    "deprecationWarning",
                    "subresources",
                    "additionalPrinterColumns");

    private WorkerCrd() {}

    public static KubeObject of(KubeObject schema) {
        var spec = schema.spec();
        var group = spec.path("group").asText();
        var crd = JsonNodeFactory.instance.objectNode();
        crd.put("apiVersion", "apiextensions.k8s.io/v1").put("kind", "CustomResourceDefinition");
        crd.putObject("metadata").put("name", spec.at("/names/plural").asText() + "." + group);
        var out = crd.putObject("spec");
        out.put("group", group);
        out.set("names", spec.path("names").deepCopy());
        out.put("scope", spec.path("scope").asText());
        var versions = out.putArray("versions");
        spec.path("versions").forEach(each -> versions.add(version(each)));
        return new KubeObject(crd);
    }

    private static ObjectNode version(JsonNode version) {
        var out = JsonNodeFactory.instance.objectNode();
        for (var field : SAME_IN_BOTH) {
            if (version.hasNonNull(field)) {
                out.set(field, version.path(field).deepCopy());
            }
        }
        out.putObject("schema").set("openAPIV3Schema", version.path("schema").deepCopy());
        return out;
    }
}
