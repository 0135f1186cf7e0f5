package dev.hanse.kinds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.hanse.machinery.object.GroupVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The messages of kinds: the client's, and those of the overlay for group versions that the client
/// has no messages of.
final class GroupMessages {
    private static final Set<String> SCALARS = Set.of("string", "bool", "bytes", "int32", "int64");

    private final Map<GroupVersion, FileDescriptor> own;

    private GroupMessages(Map<GroupVersion, FileDescriptor> own) {
        this.own = own;
    }

    static GroupMessages read(Path file) throws IOException {
        var own = new HashMap<GroupVersion, FileDescriptor>();
        for (var each : OverlayYaml.read(file)) {
            own.put(
                    new GroupVersion(
                            each.required("group").textValue(),
                            each.required("version").textValue()),
                    built(each));
        }
        return new GroupMessages(own);
    }

    /// The message of a kind, or of a type that `meta.k8s.io` has for all groups.
    Descriptor message(String group, String version, String kind) {
        var file = own.get(new GroupVersion(group, version));
        if (file == null) {
            return ClientClasses.message(group, version, kind);
        }
        var message = file.findMessageTypeByName(kind);
        if (message == null) {
            throw new IllegalStateException("the overlay has no message " + kind);
        }
        return message;
    }

    private static FileDescriptor built(JsonNode group) {
        var meta = ClientClasses.message("meta.k8s.io", "v1", "ObjectMeta").getFile();
        var name = group.required("package").textValue();
        var file =
                FileDescriptorProto.newBuilder()
                        .setName(name)
                        .setPackage(name)
                        .addDependency(meta.getName());
        for (var message : group.required("messages").properties()) {
            var fields = DescriptorProto.newBuilder().setName(message.getKey());
            for (var field : message.getValue().properties()) {
                fields.addField(field(name, field.getKey(), field.getValue().textValue()));
            }
            file.addMessageType(fields);
        }
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[] {meta});
        } catch (DescriptorValidationException e) {
            throw new IllegalStateException("the overlay's messages of " + name, e);
        }
    }

    /// @param written for instance `1 repeated APIServiceCondition`
    private static FieldDescriptorProto field(String scope, String name, String written) {
        var words = written.split(" ", -1);
        var type = words[words.length - 1];
        var field =
                FieldDescriptorProto.newBuilder()
                        .setName(name)
                        .setNumber(Integer.parseInt(words[0]))
                        .setLabel(
                                words[1].equals("repeated")
                                        ? FieldDescriptorProto.Label.LABEL_REPEATED
                                        : FieldDescriptorProto.Label.LABEL_OPTIONAL);
        return SCALARS.contains(type)
                ? field.setType(
                                FieldDescriptorProto.Type.valueOf(
                                        "TYPE_" + type.toUpperCase(Locale.ROOT)))
                        .build()
                : field.setType(FieldDescriptorProto.Type.TYPE_MESSAGE)
                        .setTypeName("." + (type.contains(".") ? type : scope + "." + type))
                        .build();
    }
}
