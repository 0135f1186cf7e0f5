package dev.hanse.kinds.generator;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.hanse.kinds.protobuf.MessageField;
import dev.hanse.kinds.protobuf.MessageField.Shape;
import dev.hanse.kinds.protobuf.MessageTable;
import jakarta.annotation.Nonnull;
import java.lang.reflect.Field;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The messages of the kinds, derived from the client's protobuf descriptors.
///
/// They do not name the fields as JSON does in every case, and do not say which messages Go embeds;
/// the client's models do. So both are walked at once.
final class Messages {
    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";
    private static final String APIEXTENSIONS =
            "k8s.io.apiextensions_apiserver.pkg.apis.apiextensions.v1.";
    private static final Map<String, MessageField.Type> SPECIAL =
            Map.of(
                    META + "Time",
                    MessageField.Type.TIME,
                    META + "MicroTime",
                    MessageField.Type.MICRO_TIME,
                    "k8s.io.apimachinery.pkg.util.intstr.IntOrString",
                    MessageField.Type.INT_OR_STRING);

    /// Messages that are JSON text in a bytes field.
    private static final Set<String> RAW =
            Set.of(
                    META + "FieldsV1",
                    "k8s.io.apimachinery.pkg.runtime.RawExtension",
                    APIEXTENSIONS + "JSON");

    /// Messages that are, in JSON, the value of whichever field they have.
    private static final Set<String> TRANSPARENT =
            Set.of(
                    META + "Verbs",
                    "k8s.io.apimachinery.pkg.api.resource.Quantity",
                    "k8s.io.api.authentication.v1.ExtraValue",
                    "k8s.io.api.authorization.v1.ExtraValue",
                    "k8s.io.api.certificates.v1.ExtraValue",
                    APIEXTENSIONS + "JSONSchemaPropsOrArray",
                    APIEXTENSIONS + "JSONSchemaPropsOrBool",
                    APIEXTENSIONS + "JSONSchemaPropsOrStringArray");

    /// Fields the client's models, and with them our schemas, do not have yet.
    private static final Set<String> NEWER =
            Set.of("k8s.io.api.autoscaling.v2.HorizontalPodAutoscalerCondition.observedGeneration");

    /// What messages without a model refer to; it has no fields, as `Object` has none.
    private static final Class<?> UNMODELLED = Object.class;

    private final GroupMessages groups;
    private final FieldList zeros;
    private final FieldList values;
    private final SortedMap<String, String> kinds = new TreeMap<>();
    private final SortedMap<String, Map<Integer, MessageField>> messages = new TreeMap<>();

    /// @param groups where the messages of kinds are
    /// @param zeros scalars whose zero is meant
    /// @param values what Go holds by value
    Messages(GroupMessages groups, FieldList zeros, FieldList values) {
        this.groups = groups;
        this.zeros = zeros;
        this.values = values;
    }

    /// Adds a kind, and all messages it refers to.
    ///
    /// @param model the simple name of its model class
    void add(String group, String version, String kind, String model) {
        add(group, version, kind, ClientClasses.model(model));
    }

    /// Adds a kind the client has no model of, because no object is ever one. JSON's names of the
    /// fields are then those of the messages.
    void addUnmodelled(String group, String version, String kind) {
        add(group, version, kind, UNMODELLED);
    }

    private void add(String group, String version, String kind, Class<?> model) {
        var apiVersion = group.isEmpty() ? version : group + "/" + version;
        kinds.put(apiVersion + "/" + kind, message(groups.message(group, version, kind), model));
    }

    /// Adds a kind that is in every group version.
    void addMeta(String kind, String model) {
        kinds.put(
                kind,
                message(
                        ClientClasses.message("meta.k8s.io", "v1", kind),
                        ClientClasses.model(model)));
    }

    MessageTable table() {
        return new MessageTable(kinds, messages);
    }

    private String message(Descriptor message, Class<?> model) {
        return derive(message.getFullName(), message, model);
    }

    private String derive(String name, Descriptor message, Class<?> model) {
        var fields = new TreeMap<Integer, MessageField>();
        // Before its fields, for they may refer to it.
        if (messages.putIfAbsent(name, fields) == null) {
            var properties = properties(model);
            for (var field : message.getFields()) {
                if (NEWER.contains(field.getFullName())) {
                    continue;
                }
                var property = properties.get(normalized(field.getName()));
                fields.put(
                        field.getNumber(),
                        property != null
                                ? field(field, property)
                                : model == UNMODELLED ? unmodelled(field) : inline(field, model));
            }
        }
        return name;
    }

    private static Map<String, Field> properties(Class<?> model) {
        var found = new TreeMap<String, Field>();
        ClientClasses.jsonFields(model)
                .forEach(each -> found.put(normalized(ClientClasses.jsonName(each)), each));
        return found;
    }

    /// `$ref` is `ref` in protobuf, and `x-kubernetes-map-type` is `xKubernetesMapType`.
    static String normalized(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }

    /// A message JSON does not know: its fields must be those of the model around it.
    private MessageField inline(FieldDescriptor field, Class<?> model) {
        if (field.isRepeated() || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            throw new IllegalStateException(
                    model.getSimpleName() + " has no field like " + field.getFullName());
        }
        var message = field.getMessageType();
        var name = message.getFullName() + " in " + model.getSimpleName();
        return new MessageField(
                "",
                Shape.INLINE,
                MessageField.Type.MESSAGE,
                derive(name, message, model),
                true,
                true);
    }

    private MessageField unmodelled(FieldDescriptor field) {
        var name = field.getName();
        Optional<Class<?>> model =
                field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        ? ClientClasses.findModel("V1" + field.getMessageType().getName())
                        : Optional.empty();
        return field(field, name, model, zeros.contains(messageOf(field), name));
    }

    private static String messageOf(FieldDescriptor field) {
        return field.getContainingType().getFullName();
    }

    private MessageField field(FieldDescriptor field, Field property) {
        var name = ClientClasses.jsonName(property);
        var keepsZero =
                zeros.contains(messageOf(field), name)
                        || property.isAnnotationPresent(Nonnull.class);
        return field(field, name, ClientClasses.modelIn(property.getGenericType()), keepsZero);
    }

    private MessageField field(
            FieldDescriptor field, String name, Optional<Class<?>> model, boolean keepsZero) {
        var value = field.isMapField() ? field.getMessageType().findFieldByName("value") : field;
        var type = type(value);
        var isMessage = type == MessageField.Type.MESSAGE;
        return new MessageField(
                name,
                field.isMapField() ? Shape.MAP : field.isRepeated() ? Shape.LIST : Shape.ONE,
                type,
                isMessage ? nested(value.getMessageType(), model) : "",
                keepsZero || (isMessage(value) && !field.isRepeated()),
                !field.isRepeated() && isHeldByValue(field, name, type));
    }

    private static boolean isMessage(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE;
    }

    private boolean isHeldByValue(FieldDescriptor field, String name, MessageField.Type type) {
        var message = messageOf(field);
        return switch (type) {
            case STRING, BOOL, INT, DOUBLE ->
                    values.contains(message, name) || !zeros.contains(message, name);
            case BASE64, JSON -> false;
            case TIME, MICRO_TIME, INT_OR_STRING, MESSAGE ->
                    name.equals("metadata") || values.contains(message, name);
        };
    }

    private static MessageField.Type type(FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING -> MessageField.Type.STRING;
            case BYTES ->
                    RAW.contains(field.getContainingType().getFullName())
                            ? MessageField.Type.JSON
                            : MessageField.Type.BASE64;
            case BOOL -> MessageField.Type.BOOL;
            case INT32, INT64 -> MessageField.Type.INT;
            case DOUBLE -> MessageField.Type.DOUBLE;
            case MESSAGE ->
                    SPECIAL.getOrDefault(
                            field.getMessageType().getFullName(), MessageField.Type.MESSAGE);
            default ->
                    throw new IllegalStateException(
                            "Kubernetes has no "
                                    + field.getType()
                                    + ", but "
                                    + field.getFullName());
        };
    }

    private String nested(Descriptor message, Optional<Class<?>> model) {
        var name = message.getFullName();
        if (RAW.contains(name) || TRANSPARENT.contains(name)) {
            return transparent(message);
        }
        // Messages without fields have no model.
        return message(message, model.orElse(Object.class));
    }

    private String transparent(Descriptor message) {
        var name = message.getFullName();
        var fields = new TreeMap<Integer, MessageField>();
        if (messages.putIfAbsent(name, fields) == null) {
            for (var field : message.getFields()) {
                Optional<Class<?>> model =
                        type(field) == MessageField.Type.MESSAGE
                                ? Optional.of(
                                        ClientClasses.model(
                                                "V1" + field.getMessageType().getName()))
                                : Optional.empty();
                fields.put(field.getNumber(), field(field, "", model, true));
            }
        }
        return name;
    }
}
