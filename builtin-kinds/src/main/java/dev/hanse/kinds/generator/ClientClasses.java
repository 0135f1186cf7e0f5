package dev.hanse.kinds.generator;

import com.google.gson.annotations.SerializedName;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What the official Java client's classes say by reflection.
final class ClientClasses {
    private static final String MODELS = "io.kubernetes.client.openapi.models.";
    private static final String MESSAGES = "io.kubernetes.client.proto.";

    private ClientClasses() {}

    static Class<?> model(String simpleName) {
        return findModel(simpleName)
                .orElseThrow(
                        () -> new IllegalStateException("the client has no model " + simpleName));
    }

    static Optional<Class<?>> findModel(String simpleName) {
        try {
            // Not initialized: that would need the JSON libraries of the client.
            return Optional.of(
                    Class.forName(
                            MODELS + simpleName, false, ClientClasses.class.getClassLoader()));
        } catch (ClassNotFoundException _) {
            return Optional.empty();
        }
    }

    /// The model a field holds: itself, in a list or in a map.
    static Optional<Class<?>> modelIn(Type type) {
        if (type instanceof ParameterizedType generic) {
            var arguments = generic.getActualTypeArguments();
            return modelIn(arguments[arguments.length - 1]);
        }
        return type instanceof Class<?> model && model.getName().startsWith(MODELS)
                ? Optional.of(model)
                : Optional.empty();
    }

    static List<Field> jsonFields(Class<?> model) {
        return Arrays.stream(model.getDeclaredFields())
                .filter(each -> each.isAnnotationPresent(SerializedName.class))
                .toList();
    }

    static String jsonName(Field field) {
        return field.getAnnotation(SerializedName.class).value();
    }

    /// The message of a kind, or of a type that `meta.k8s.io` has for all groups.
    static Descriptor message(String group, String version, String kind) {
        var file =
                group.equals("meta.k8s.io")
                        ? "Meta"
                        : capitalized(version) + capitalized(group.split("\\.", 2)[0]);
        var message = messages(file).findMessageTypeByName(kind);
        if (message == null) {
            throw new IllegalStateException("the client has no message " + kind + " in " + file);
        }
        return message;
    }

    private static String capitalized(String word) {
        return word.isEmpty()
                ? ""
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /// The messages of a group version.
    ///
    /// @param outerClass that holds their classes, for instance `V1Apps`
    private static FileDescriptor messages(String outerClass) {
        try {
            return (FileDescriptor)
                    Class.forName(MESSAGES + outerClass).getMethod("getDescriptor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the client has no messages " + outerClass, e);
        }
    }
}
