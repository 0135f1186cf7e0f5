package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.kinds.OpenApiComponents;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.List;

/// The schemas of an OpenAPI v3 document: a kind and its list for every resource, and the types of
/// meta/v1 they refer to.
final class OpenApiSchemas {

    /// What every document describes, besides the objects.
    private static final List<String> META_KINDS =
            List.of("Status", "DeleteOptions", "APIResourceList");

    private OpenApiSchemas() {}

    static ObjectNode of(ApiGroup.Version version, OpenApiComponents components) {
        var schemas = JsonNodeFactory.instance.objectNode();
        for (var resource : version.resources()) {
            var name = OpenApiNames.schema(resource);
            if (components.contains(name)) {
                components.addTo(schemas, name);
                var schema = schemas.objectNode().setAll((ObjectNode) schemas.get(name));
                schemas.set(name, identify((ObjectNode) schema, resource.kind()));
            } else {
                schemas.set(name, object(resource));
            }
            if (resource.definition().verbs().contains("list")) {
                schemas.set(OpenApiNames.listSchema(resource), list(resource));
            }
            for (var each : Subresource.of(resource)) {
                var other = OpenApiComponents.name(each.kind());
                if (components.contains(other)) {
                    components.addTo(schemas, other);
                }
            }
        }
        addMeta(schemas, components);
        return schemas;
    }

    private static void addMeta(ObjectNode schemas, OpenApiComponents components) {
        components.addTo(schemas, OpenApiNames.META + "ObjectMeta");
        components.addTo(schemas, OpenApiNames.META + "ListMeta");
        for (var kind : META_KINDS) {
            var name = OpenApiNames.META + kind;
            components.addTo(schemas, name);
            var schema = schemas.objectNode().setAll((ObjectNode) schemas.get(name));
            var identity = new GroupVersionKind("", "v1", kind);
            schemas.set(name, identify((ObjectNode) schema, identity));
        }
        schemas.putObject(OpenApiNames.META + "Patch")
                .put("description", "A change, in the format that the content type names.")
                .put("type", "object");
    }

    /// The schema as written, with what every object has.
    private static ObjectNode object(ServedResource resource) {
        var kind = resource.kind();
        var source = resource.version().schema().root().source();
        ObjectNode schema =
                source instanceof ObjectNode object
                        ? object.deepCopy()
                        : JsonNodeFactory.instance.objectNode();
        schema.put("type", "object");
        var properties = JsonNodeFactory.instance.objectNode();
        describeType(properties);
        properties
                .putObject("metadata")
                .put(
                        "description",
                        "Standard object's metadata: what it is called, and what is known about"
                                + " it.")
                .putObject("default");
        reference(properties.withObject("metadata"), OpenApiNames.meta("ObjectMeta"));
        schema.path("properties")
                .properties()
                .forEach(each -> properties.putIfAbsent(each.getKey(), each.getValue()));
        schema.set("properties", properties);
        return identify(schema, kind);
    }

    private static ObjectNode list(ServedResource resource) {
        var kind = resource.kind().kind();
        var schema = JsonNodeFactory.instance.objectNode();
        schema.put("description", resource.listKind().kind() + " is a list of " + kind);
        schema.put("type", "object").putArray("required").add("items");
        var properties = schema.putObject("properties");
        describeType(properties);
        var items =
                properties
                        .putObject("items")
                        .put("description", "The objects of the list.")
                        .put("type", "array")
                        .putObject("items");
        items.putObject("default");
        reference(items, OpenApiNames.reference(OpenApiNames.schema(resource)));
        var metadata = properties.putObject("metadata");
        metadata.put("description", "What is known about the list.").putObject("default");
        reference(metadata, OpenApiNames.meta("ListMeta"));
        return identify(schema, resource.listKind());
    }

    private static void describeType(ObjectNode properties) {
        properties
                .putObject("apiVersion")
                .put(
                        "description",
                        "APIVersion defines which group and version the object's schema is of.")
                .put("type", "string");
        properties
                .putObject("kind")
                .put(
                        "description",
                        "Kind says what the object is, in CamelCase. Cannot be changed.")
                .put("type", "string");
    }

    /// Siblings of `$ref` are ignored by OpenAPI 3.0, so a described reference is an `allOf` of
    /// one.
    private static void reference(ObjectNode schema, String reference) {
        schema.putArray("allOf").addObject().put("$ref", reference);
    }

    private static ObjectNode identify(ObjectNode schema, GroupVersionKind kind) {
        schema.putArray("x-kubernetes-group-version-kind")
                .addObject()
                .put("group", kind.group())
                .put("kind", kind.kind())
                .put("version", kind.version());
        return schema;
    }
}
