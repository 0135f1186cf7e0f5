package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.object.GroupVersionKind;
import java.io.IOException;
import java.io.UncheckedIOException;

/// The schemas of an OpenAPI v3 document: a kind and its list for every resource, and the types of
/// meta/v1 they refer to.
final class OpenApiSchemas {

    private static final String META_TYPES = "meta-v1-schemas.json";

    private OpenApiSchemas() {}

    static ObjectNode of(ApiGroup.Version version) {
        var schemas = JsonNodeFactory.instance.objectNode();
        for (var resource : version.resources()) {
            var kind = resource.kind();
            schemas.set(OpenApiNames.schema(kind), object(resource));
            if (resource.definition().verbs().contains("list")) {
                var listKind = listKind(resource);
                schemas.set(OpenApiNames.schema(listKind), list(kind, listKind));
            }
        }
        schemas.setAll(metaTypes());
        return schemas;
    }

    static GroupVersionKind listKind(ServedResource resource) {
        return resource.groupVersion().withKind(resource.definition().names().listKind());
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
                .put("description", "What the object is called and what is known about it.")
                .putObject("default");
        reference(properties.withObject("metadata"), OpenApiNames.meta("ObjectMeta"));
        schema.path("properties")
                .properties()
                .forEach(each -> properties.putIfAbsent(each.getKey(), each.getValue()));
        schema.set("properties", properties);
        return identify(schema, kind);
    }

    private static ObjectNode list(GroupVersionKind kind, GroupVersionKind listKind) {
        var schema = JsonNodeFactory.instance.objectNode();
        schema.put("description", listKind.kind() + " is a list of " + kind.kind());
        schema.put("type", "object").putArray("required").add("items");
        var properties = schema.putObject("properties");
        describeType(properties);
        properties
                .putObject("items")
                .put("description", "The objects of the list.")
                .put("type", "array")
                .putObject("items")
                .put("$ref", OpenApiNames.reference(OpenApiNames.schema(kind)));
        reference(properties.putObject("metadata"), OpenApiNames.meta("ListMeta"));
        return identify(schema, listKind);
    }

    private static void describeType(ObjectNode properties) {
        properties
                .putObject("apiVersion")
                .put("description", "The group and version of this object's schema.")
                .put("type", "string");
        properties
                .putObject("kind")
                .put("description", "What this object is, in CamelCase. Cannot be changed.")
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

    private static ObjectNode metaTypes() {
        try (var in = OpenApiSchemas.class.getResourceAsStream(META_TYPES)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + META_TYPES);
            }
            JsonNode types = Json.parse(in.readAllBytes());
            return (ObjectNode) types;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
