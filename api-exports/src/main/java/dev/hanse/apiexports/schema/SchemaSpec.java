package dev.hanse.apiexports.schema;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;

/// Reads an APIResourceSchema.
public final class SchemaSpec {

    private SchemaSpec() {}

    public static GroupResource resource(KubeObject schema) {
        return new GroupResource(
                schema.spec().path("group").asText(),
                schema.spec().path("names").path("plural").asText());
    }

    /// The same as the spec of a CustomResourceDefinition, which nests the OpenAPI schema one
    /// deeper.
    public static ObjectNode asCrdSpec(KubeObject schema) {
        ObjectNode spec = schema.spec().deepCopy();
        for (var each : spec.path("versions")) {
            var version = (ObjectNode) each;
            var openApi = version.path("schema").deepCopy();
            version.putObject("schema").set("openAPIV3Schema", openApi);
        }
        return spec;
    }

    public static String storageVersion(KubeObject schema) {
        for (var each : schema.spec().path("versions")) {
            if (each.path("storage").asBoolean()) {
                return each.path("name").asText();
            }
        }
        throw new IllegalStateException("schema without a storage version");
    }
}
