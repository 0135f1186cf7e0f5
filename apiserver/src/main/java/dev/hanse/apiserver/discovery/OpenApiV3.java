package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.kinds.OpenApiComponents;

/// The OpenAPI 3.0 document of one group version (KEP-2896).
final class OpenApiV3 {

    private OpenApiV3() {}

    static ObjectNode of(ApiGroup.Version version) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("openapi", "3.0.0");
        json.putObject("info").put("title", "Kubernetes").put("version", "unversioned");
        var components = OpenApiComponents.read();
        json.set("paths", OpenApiPaths.of(version, components));
        json.putObject("components").set("schemas", OpenApiSchemas.of(version, components));
        return json;
    }
}
