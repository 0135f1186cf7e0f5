package dev.hanse.apiexports.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.machinery.codec.Json;
import dev.hanse.workspaces.api.Metadata;
import java.nio.charset.StandardCharsets;

/// Converts APIExport. v1alpha1 lists schema names; v1alpha2 lists resources, each with its schema
/// and where its objects live. The order is kept, since agents compare what they wrote with what
/// they read.
public final class ExportConverter implements Converter {
    static final String OVERHANGING_RESOURCES = "apis.v1alpha2.kcp.io/resource-schemas";
    private static final String RESOURCES = "resources";
    private static final String SCHEMAS = "latestResourceSchemas";
    private static final ClaimConversion CLAIMS =
            new ClaimConversion(
                    "defaultSelector",
                    false,
                    "apis.v1alpha2.kcp.io/permission-claims",
                    "apis.v1alpha2.kcp.io/v1alpha1-permission-claims");

    @Override
    public ObjectNode convert(ObjectNode object, String group, String toVersion) {
        var to = group + "/" + toVersion;
        if (object.path("apiVersion").asText().equals(to)) {
            return object;
        }
        object.put("apiVersion", to);
        if (object.get("spec") instanceof ObjectNode spec) {
            var metadata = Metadata.of(object);
            if (toVersion.equals("v1alpha1")) {
                toSchemaNames(spec, metadata);
                CLAIMS.toOlder(spec, "permissionClaims", metadata);
            } else {
                toResources(spec, metadata);
                CLAIMS.toNewer(spec, "permissionClaims", metadata);
            }
        }
        return object;
    }

    private static void toSchemaNames(ObjectNode spec, Metadata metadata) {
        if (!(spec.remove(RESOURCES) instanceof ArrayNode resources)) {
            return;
        }
        var names = spec.arrayNode();
        var overhanging = spec.arrayNode();
        for (var each : resources) {
            if (each.path("storage").has("virtual")) {
                overhanging.add(each);
            } else {
                names.add(each.path("schema"));
            }
        }
        if (!names.isEmpty()) {
            spec.set(SCHEMAS, names);
        }
        if (!overhanging.isEmpty()) {
            metadata.annotate(OVERHANGING_RESOURCES, overhanging.toString());
        }
    }

    private static void toResources(ObjectNode spec, Metadata metadata) {
        var names = spec.remove(SCHEMAS);
        var resources = spec.arrayNode();
        if (names != null) {
            names.forEach(each -> resources.add(resource(spec, each.asText())));
        }
        var overhanging = metadata.annotation(OVERHANGING_RESOURCES);
        metadata.removeAnnotation(OVERHANGING_RESOURCES);
        if (!overhanging.isEmpty() && parse(overhanging) instanceof ArrayNode more) {
            resources.addAll(more);
        }
        if (!resources.isEmpty()) {
            spec.set(RESOURCES, resources);
        }
    }

    /// `<prefix>.<plural>.<group>`; the core group is written `core`.
    private static ObjectNode resource(ObjectNode factory, String schema) {
        var parts = schema.split("\\.", 3);
        var group = parts.length < 3 || parts[2].equals("core") ? "" : parts[2];
        var resource = factory.objectNode();
        resource.put("name", parts.length < 2 ? "" : parts[1])
                .put("group", group)
                .put("schema", schema);
        resource.putObject("storage").putObject("crd");
        return resource;
    }

    private static JsonNode parse(String text) {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
