package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.kinds.OpenApiComponents;
import java.util.List;
import java.util.Set;

/// One Swagger 2.0 document for a whole surface, made from the OpenAPI 3 ones. What Swagger cannot
/// say is left out rather than said wrongly: clients validate with it.
final class OpenApiV2 {

    private static final String PRESERVES = "x-kubernetes-preserve-unknown-fields";
    private static final String IDENTITY = "x-kubernetes-group-version-kind";

    private static final Set<String> AS_WRITTEN = Set.of("nullable", "oneOf", "anyOf", "not");

    /// Kubernetes publishes the defaults of its own types in version 3 only.
    private static final Set<String> OF_GO = Set.of("nullable", "oneOf", "anyOf", "not", "default");

    private OpenApiV2() {}

    static ObjectNode of(List<ApiGroup> groups) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("swagger", "2.0");
        json.putObject("info")
                .put("title", "Kubernetes")
                .put("version", VersionInfo.CURRENT.gitVersion());
        var paths = json.putObject("paths");
        var definitions = json.putObject("definitions");
        var components = OpenApiComponents.read();
        for (var group : groups) {
            for (var version : group.described()) {
                OpenApiPaths.of(version, components)
                        .properties()
                        .forEach(each -> paths.set(each.getKey(), path(each.getValue())));
                define(OpenApiSchemas.of(version, components), components, definitions);
            }
        }
        return json;
    }

    private static void define(
            ObjectNode schemas, OpenApiComponents components, ObjectNode definitions) {
        for (var each : schemas.properties()) {
            var name = each.getKey();
            if (!definitions.has(name)) {
                definitions.set(name, definition(each.getValue(), components.contains(name)));
            }
        }
    }

    /// A kind of which every field is preserved is said nothing about, not even that it has
    /// metadata: readers of Swagger would refuse all other fields.
    private static JsonNode definition(JsonNode source, boolean ofGo) {
        if (!ofGo && source.path(PRESERVES).asBoolean()) {
            var json = JsonNodeFactory.instance.objectNode();
            json.put("type", "object");
            json.set(IDENTITY, source.path(IDENTITY));
            return json;
        }
        return schema(source, ofGo ? OF_GO : AS_WRITTEN);
    }

    private static ObjectNode path(JsonNode source) {
        var json = JsonNodeFactory.instance.objectNode();
        source.properties()
                .forEach(
                        each -> {
                            if (each.getKey().equals("parameters")) {
                                parameters(each.getValue(), json.putArray("parameters"));
                            } else {
                                json.set(each.getKey(), operation(each.getValue()));
                            }
                        });
        return json;
    }

    private static ObjectNode operation(JsonNode source) {
        var json = JsonNodeFactory.instance.objectNode();
        source.properties()
                .forEach(
                        each -> {
                            switch (each.getKey()) {
                                case "parameters", "requestBody", "responses" -> {}
                                default -> json.set(each.getKey(), each.getValue());
                            }
                        });
        json.putArray("produces").add(Document.JSON);
        var parameters = json.putArray("parameters");
        var content = source.path("requestBody").path("content");
        if (!content.isEmpty()) {
            var consumes = json.putArray("consumes");
            content.fieldNames().forEachRemaining(consumes::add);
            parameters
                    .addObject()
                    .put("name", "body")
                    .put("in", "body")
                    .put("required", true)
                    .set("schema", schema(content.elements().next().path("schema")));
        }
        parameters(source.path("parameters"), parameters);
        var responses = json.putObject("responses");
        source.path("responses")
                .properties()
                .forEach(each -> responses.set(each.getKey(), response(each.getValue())));
        return json;
    }

    private static void parameters(JsonNode source, ArrayNode parameters) {
        for (var each : source) {
            var json = parameters.addObject();
            each.properties()
                    .forEach(
                            field -> {
                                if (field.getKey().equals("schema")) {
                                    json.setAll((ObjectNode) field.getValue());
                                } else {
                                    json.set(field.getKey(), field.getValue());
                                }
                            });
        }
    }

    private static ObjectNode response(JsonNode source) {
        var json = JsonNodeFactory.instance.objectNode();
        json.set("description", source.path("description"));
        var schema = source.path("content").path(Document.JSON).path("schema");
        if (schema.isObject()) {
            json.set("schema", schema(schema));
        }
        return json;
    }

    private static JsonNode schema(JsonNode source) {
        return schema(source, AS_WRITTEN);
    }

    private static JsonNode schema(JsonNode source, Set<String> unsayable) {
        var json = JsonNodeFactory.instance.objectNode();
        for (var each : source.properties()) {
            var name = each.getKey();
            var value = each.getValue();
            switch (name) {
                case "$ref" -> json.put(name, reference(value.asText()));
                case "properties" -> {
                    var properties = json.putObject(name);
                    value.properties()
                            .forEach(
                                    field ->
                                            properties.set(
                                                    field.getKey(),
                                                    schema(field.getValue(), unsayable)));
                }
                case "items", "additionalProperties" ->
                        json.set(name, value.isObject() ? schema(value, unsayable) : value);
                case "allOf" -> {
                    if (value.size() == 1 && value.get(0).has("$ref")) {
                        json.put("$ref", reference(value.get(0).path("$ref").asText()));
                    }
                }
                default -> {
                    if (!unsayable.contains(name)) {
                        json.set(name, value);
                    }
                }
            }
        }
        if (json.has("$ref")) {
            json.remove("default");
        }
        if (unsayable.contains("default") && source.path("oneOf").size() > 0) {
            // Quantities, and numbers that may be names: texts are what both can always be.
            json.put("type", "string");
        }
        if (source.path(PRESERVES).asBoolean()) {
            // Readers of Swagger refuse what properties do not list.
            json.remove(List.of("properties", "items"));
        }
        if (source.path("nullable").asBoolean()) {
            json.remove("type");
        }
        return json;
    }

    private static String reference(String reference) {
        return reference.replace("#/components/schemas/", "#/definitions/");
    }
}
