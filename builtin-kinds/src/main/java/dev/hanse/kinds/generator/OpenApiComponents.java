package dev.hanse.kinds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The components of OpenAPI documents: every type under the name of its Go type, as clients know
/// it from Kubernetes, and referring to others instead of repeating them.
///
/// The client's model classes have lost the packages of Go; its message descriptors have them. So
/// both are walked at once, as for [Messages]. On the way the models' schemas learn the names of
/// their Go types.
final class OpenApiComponents {
    private static final String REFERENCE = "#/components/schemas/";
    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private static final String APIEXTENSIONS =
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.";

    /// Types that write their JSON themselves, and so are no objects with the fields of their
    /// messages.
    private static final Map<String, ObjectNode> OPAQUE =
            Map.of(
                    META + "Time",
                    text("A moment, as RFC 3339 writes it.").put("format", "date-time"),
                    META + "MicroTime",
                    text("A moment with microseconds, as RFC 3339 writes it.")
                            .put("format", "date-time"),
                    META + "FieldsV1",
                    any("A set of fields as a tree of their names.").put("type", "object"),
                    "io.k8s.apimachinery.pkg.runtime.RawExtension",
                    any("An object of any kind.").put("type", "object"),
                    "io.k8s.apimachinery.pkg.api.resource.Quantity",
                    either("A number with a unit, such as `500m` or `2Gi`.", "string", "number"),
                    "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
                    either("A number, or a text such as a name or a share.", "integer", "string")
                            .put("format", "int-or-string"),
                    APIEXTENSIONS + "JSON",
                    any("Any JSON value."),
                    APIEXTENSIONS + "JSONSchemaPropsOrArray",
                    any("A schema, or a list of schemas."),
                    APIEXTENSIONS + "JSONSchemaPropsOrBool",
                    any("A schema, or whether anything is allowed."),
                    APIEXTENSIONS + "JSONSchemaPropsOrStringArray",
                    any("A schema, or a list of names."));

    /// Lists of texts that have a name in Go and none in OpenAPI.
    private static final Set<String> NAMED_LISTS = Set.of("Verbs", "ExtraValue");

    private static final Set<String> MOMENTS = Set.of("Time", "MicroTime");

    /// What is said of a field, and not of its type.
    private static final List<String> OF_FIELD =
            List.of(
                    "description",
                    "default",
                    "x-kubernetes-patch-strategy",
                    "x-kubernetes-patch-merge-key");

    private final ModelSchemas models;
    private final FieldList values;
    private final GoTypeNames goTypes;
    private final SortedMap<String, ObjectNode> components = new TreeMap<>();

    /// @param values what Go holds by value, and OpenAPI gives an empty object as its default
    OpenApiComponents(ModelSchemas models, FieldList values, GoTypeNames goTypes) {
        this.models = models;
        this.values = values;
        this.goTypes = goTypes;
    }

    SortedMap<String, ObjectNode> all() {
        return Collections.unmodifiableSortedMap(components);
    }

    /// Adds a type and all types it refers to.
    ///
    /// @param model the simple name of its model class
    void add(Descriptor message, String model) {
        var name = name(message);
        if (components.containsKey(name)) {
            return;
        }
        var written = models.written(model);
        var component = written.deepCopy();
        models.nameGoType(model, GoTypeNames.KEYWORD, goType(message));
        // Before its fields, for they may refer to it.
        components.put(name, component);
        var fields = new HashMap<String, FieldDescriptor>();
        collect(message, component.path("properties"), fields);
        if (component.get("properties") instanceof ObjectNode properties) {
            for (var each : new ArrayList<>(properties.properties())) {
                var field = fields.get(each.getKey());
                var property = (ObjectNode) each.getValue();
                if (field != null) {
                    var own = (ObjectNode) written.get("properties").get(each.getKey());
                    name(field, each.getKey(), own);
                    if (!field.getContainingType().equals(message)) {
                        own.put(GoTypeNames.EMBEDDED, field.getContainingType().getName());
                    }
                }
                properties.set(each.getKey(), property(property, field));
            }
        }
    }

    /// Go's two types of moments look the same in JSON schemas, but not in JSON.
    private void name(FieldDescriptor field, String name, ObjectNode property) {
        goTypes.apply(field.getContainingType().getFullName() + "." + name, property);
        if (!field.isRepeated()
                && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && MOMENTS.contains(field.getMessageType().getName())) {
            property.put(GoTypeNames.KEYWORD, goType(field.getMessageType()));
        }
    }

    /// `v1.Pod`, as Go's decoder calls it.
    private static String goType(Descriptor message) {
        var name = message.getFullName();
        return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
    }

    /// `k8s.io.api.core.v1.Pod` in protobuf is `io.k8s.api.core.v1.Pod` in OpenAPI.
    static String name(Descriptor message) {
        return message.getFullName().replaceFirst("^k8s\\.io\\.", "io.k8s.").replace('_', '-');
    }

    /// Finds the fields of `message` by their names in JSON, where those of embedded messages are
    /// among those of the message around them.
    private static void collect(
            Descriptor message, JsonNode properties, Map<String, FieldDescriptor> found) {
        var names = new HashMap<String, String>();
        properties
                .fieldNames()
                .forEachRemaining(each -> names.put(Messages.normalized(each), each));
        for (var field : message.getFields()) {
            var name = names.get(Messages.normalized(field.getName()));
            if (name != null) {
                found.put(name, field);
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                    && !field.isRepeated()) {
                collect(field.getMessageType(), properties, found);
            }
        }
    }

    private ObjectNode property(ObjectNode property, @Nullable FieldDescriptor field) {
        var type = field == null ? null : valueType(field);
        for (var keyword : List.of("items", "additionalProperties")) {
            if (property.get(keyword) instanceof ObjectNode inner) {
                var published = property(inner, field);
                if (keyword.equals("items") && inner.has("$ref")) {
                    published = withDefault(published);
                }
                return property.set(keyword, published);
            }
        }
        if (field == null || type == null || NAMED_LISTS.contains(type.getName())) {
            property.remove(List.of("x-hanse-encoding", GoTypeNames.KEYWORD));
            return property;
        }
        if (property.has("$ref")) {
            add(type, property.get("$ref").textValue());
        } else {
            components.put(name(type), withoutModel(type));
        }
        var reference = reference(property, name(type));
        return property.has("$ref") && !field.isRepeated() && isHeldByValue(field)
                ? withDefault(reference)
                : reference;
    }

    private static ObjectNode withoutModel(Descriptor type) {
        if (type.getFields().isEmpty()) {
            return any("Says something by being there.").put("type", "object");
        }
        var opaque = OPAQUE.get(name(type));
        if (opaque == null) {
            throw new IllegalStateException("no schema for " + type.getFullName());
        }
        return opaque;
    }

    private boolean isHeldByValue(FieldDescriptor field) {
        return field.getName().equals("metadata")
                || values.contains(field.getContainingType().getFullName(), field.getJsonName());
    }

    private static @Nullable Descriptor valueType(FieldDescriptor field) {
        var value = field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
        return value.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? value.getMessageType()
                : null;
    }

    /// Readers of OpenAPI 3.0 ignore what stands beside `$ref`, so a reference of which there is
    /// something to say is an `allOf` of one.
    private static ObjectNode reference(ObjectNode property, String name) {
        var reference = JsonNodeFactory.instance.objectNode();
        for (var each : OF_FIELD) {
            if (property.has(each)) {
                reference.set(each, property.get(each));
            }
        }
        if (reference.isEmpty()) {
            return reference.put("$ref", REFERENCE + name);
        }
        reference.putArray("allOf").addObject().put("$ref", REFERENCE + name);
        return reference;
    }

    private static ObjectNode withDefault(ObjectNode reference) {
        if (reference.has("default")) {
            return reference;
        }
        reference.putObject("default");
        if (reference.has("$ref")) {
            var target = reference.remove("$ref");
            reference.putArray("allOf").addObject().set("$ref", target);
        }
        return reference;
    }

    private static ObjectNode any(String description) {
        return JsonNodeFactory.instance.objectNode().put("description", description);
    }

    private static ObjectNode text(String description) {
        return any(description).put("type", "string");
    }

    private static ObjectNode either(String description, String one, String other) {
        var schema = any(description);
        schema.putArray("oneOf").addObject().put("type", one);
        schema.withArray("oneOf").addObject().put("type", other);
        return schema;
    }
}
