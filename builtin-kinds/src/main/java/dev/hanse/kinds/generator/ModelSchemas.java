package dev.hanse.kinds.generator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kubernetes.client.custom.IntOrString;
import io.kubernetes.client.custom.Quantity;
import io.swagger.annotations.ApiModel;
import io.swagger.annotations.ApiModelProperty;
import jakarta.annotation.Nonnull;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Schemas derived from the client's model classes, which say everything that Kubernetes' own
/// OpenAPI document says about types, required fields and descriptions.
final class ModelSchemas {
    private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

    private final FieldFacts facts;
    private final Map<String, ObjectNode> schemas = new HashMap<>();
    private final Map<String, ObjectNode> recursive = new HashMap<>();
    private final Map<String, Set<String>> references = new HashMap<>();

    ModelSchemas(FieldFacts facts) {
        this.facts = facts;
    }

    /// The schema of a class and of all classes it refers to, by simple name.
    SortedMap<String, ObjectNode> closure(String className) {
        var found = new TreeMap<String, ObjectNode>();
        var waiting = new TreeSet<>(Set.of(className));
        while (!waiting.isEmpty()) {
            var next = waiting.removeFirst();
            if (!found.containsKey(next)) {
                found.put(next, schema(next));
                waiting.addAll(references.getOrDefault(next, Set.of()));
            }
        }
        return Collections.unmodifiableSortedMap(found);
    }

    /// What a class says by itself. Other than in [#closure], a recursive class refers to itself.
    ObjectNode written(String className) {
        return reaches(className, className)
                ? recursive.computeIfAbsent(className, each -> derive(ClientClasses.model(each)))
                : schema(className);
    }

    void nameGoType(String className, String keyword, String type) {
        schema(className).put(keyword, type);
    }

    private ObjectNode schema(String className) {
        var known = schemas.get(className);
        if (known == null) {
            known =
                    reaches(className, className)
                            ? opaque()
                            : derive(ClientClasses.model(className));
            facts.apply(className, known);
            schemas.put(className, known);
        }
        return known;
    }

    /// A structural schema cannot be recursive: JSONSchemaProps holds whatever it holds.
    private static ObjectNode opaque() {
        return node().put("type", "object").put(PRESERVE, true);
    }

    private ObjectNode derive(Class<?> model) {
        var schema = node();
        var about = model.getAnnotation(ApiModel.class);
        if (about != null && !about.description().isEmpty()) {
            schema.put("description", about.description());
        }
        schema.put("type", "object");
        var required = JsonNodeFactory.instance.arrayNode();
        var properties = node();
        for (var field : ClientClasses.jsonFields(model)) {
            var name = ClientClasses.jsonName(field);
            var property = ofType(field.getGenericType(), model.getSimpleName());
            describe(model, field, property);
            properties.set(name, property);
            if (field.isAnnotationPresent(Nonnull.class)) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        schema.set("properties", properties);
        return schema;
    }

    private ObjectNode ofType(Type type, String user) {
        if (type instanceof ParameterizedType generic) {
            var last =
                    generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            return generic.getRawType() == List.class
                    ? list(ofType(last, user))
                    : map(ofType(last, user));
        }
        if (type == IntOrString.class) {
            return intOrString("int-or-string", "integer");
        }
        if (type == Quantity.class) {
            return intOrString("quantity", "number");
        }
        if (type == Object.class) {
            return node().put(PRESERVE, true);
        }
        var model = ClientClasses.modelIn(type).map(Class::getSimpleName);
        if (model.isPresent()) {
            references.computeIfAbsent(user, _ -> new LinkedHashSet<>()).add(model.get());
            return node().put("$ref", model.get());
        }
        return scalar(type);
    }

    private static ObjectNode scalar(Type type) {
        var scalar = SCALARS.get(type);
        if (scalar == null) {
            throw new IllegalStateException("no schema for " + type);
        }
        return scalar.deepCopy();
    }

    private static final Map<Type, ObjectNode> SCALARS =
            Map.of(
                    String.class, node().put("type", "string"),
                    Boolean.class, node().put("type", "boolean"),
                    Integer.class, node().put("type", "integer").put("format", "int32"),
                    Long.class, node().put("type", "integer").put("format", "int64"),
                    Double.class, node().put("type", "number").put("format", "double"),
                    byte[].class, bytes(),
                    OffsetDateTime.class, node().put("type", "string").put("format", "date-time"));

    /// The encoding tells validation that this is a byte field of Go and not, as in a custom
    /// resource, a string with a rule.
    private static ObjectNode bytes() {
        return node().put("type", "string").put("format", "byte").put("x-hanse-encoding", "base64");
    }

    private static ObjectNode list(ObjectNode items) {
        var schema = node().put("type", "array").put("x-kubernetes-list-type", "atomic");
        schema.set("items", items);
        return schema;
    }

    private static ObjectNode map(ObjectNode values) {
        var schema = node().put("type", "object");
        schema.set("additionalProperties", values);
        return schema;
    }

    private static ObjectNode intOrString(String format, String number) {
        var schema = node().put("x-kubernetes-int-or-string", true).put("format", format);
        schema.putArray("anyOf").add(node().put("type", number)).add(node().put("type", "string"));
        return schema;
    }

    private static void describe(Class<?> model, Field field, ObjectNode property) {
        var getter = "get" + field.getName().replaceFirst("^_", "").toLowerCase(Locale.ROOT);
        Arrays.stream(model.getDeclaredMethods())
                .filter(each -> each.getParameterCount() == 0)
                .filter(each -> each.getName().toLowerCase(Locale.ROOT).equals(getter))
                .map((Method each) -> each.getAnnotation(ApiModelProperty.class))
                .filter(each -> each != null && !each.value().isEmpty())
                .forEach(each -> property.put("description", each.value()));
    }

    /// Whether a class refers to `target`, however indirectly.
    private static boolean reaches(String from, String target) {
        var seen = new TreeSet<String>();
        var waiting = new TreeSet<>(Set.of(from));
        while (!waiting.isEmpty()) {
            for (var field : ClientClasses.jsonFields(ClientClasses.model(waiting.removeFirst()))) {
                var name = ClientClasses.modelIn(field.getGenericType()).map(Class::getSimpleName);
                if (name.isPresent()) {
                    if (name.get().equals(target)) {
                        return true;
                    }
                    if (seen.add(name.get())) {
                        waiting.add(name.get());
                    }
                }
            }
        }
        return false;
    }

    private static ObjectNode node() {
        return JsonNodeFactory.instance.objectNode();
    }
}
