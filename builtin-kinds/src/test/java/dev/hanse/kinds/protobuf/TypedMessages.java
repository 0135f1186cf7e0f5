package dev.hanse.kinds.protobuf;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.kubernetes.client.proto.Runtime.TypeMeta;
import io.kubernetes.client.proto.Runtime.Unknown;

/// Bodies as typed clients of Kubernetes send them.
final class TypedMessages {
    private TypedMessages() {}

    static byte[] body(String apiVersion, Message message) {
        return body(apiVersion, message.getDescriptorForType().getName(), message.toByteString());
    }

    static byte[] body(String apiVersion, String kind, ByteString message) {
        return body(
                Unknown.newBuilder()
                        .setTypeMeta(TypeMeta.newBuilder().setApiVersion(apiVersion).setKind(kind))
                        .setRaw(message)
                        .setContentEncoding("")
                        .setContentType("")
                        .build());
    }

    static byte[] body(Unknown envelope) {
        return ByteString.copyFromUtf8("k8s\0").concat(envelope.toByteString()).toByteArray();
    }
}
