package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedInputStream;
import dev.hanse.machinery.status.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads Kubernetes' protobuf: four bytes of magic, then a `runtime.Unknown` that names the kind
/// and holds the object's message.
///
/// The result is what the same client would have sent as JSON. Unknown fields are skipped. Thread-
/// safe: the table is read on first use and never changes.
public final class ProtobufDecoder {
    public static final String MEDIA_TYPE = "application/vnd.kubernetes.protobuf";

    private static final byte[] MAGIC = "k8s\0".getBytes(StandardCharsets.US_ASCII);

    private ProtobufDecoder() {}

    /// The object, with its `apiVersion` and `kind`.
    ///
    /// @throws ApiException 400 if `body` is anything else
    public static ObjectNode decode(byte[] body) {
        if (body.length < MAGIC.length
                || !Arrays.equals(body, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw ApiException.badRequest(
                    "provided data does not appear to be a protobuf message, expected prefix [107"
                            + " 56 115 0]");
        }
        try {
            var envelope =
                    Envelope.read(
                            CodedInputStream.newInstance(
                                    body, MAGIC.length, body.length - MAGIC.length));
            return decode(envelope);
        } catch (IOException e) {
            throw ApiException.badRequest("the body is not protobuf: " + e.getMessage());
        }
    }

    private static ObjectNode decode(Envelope envelope) throws IOException {
        if (!envelope.contentEncoding().isEmpty()) {
            throw ApiException.badRequest(
                    "unable to decode an object encoded as \"" + envelope.contentEncoding() + "\"");
        }
        if (envelope.kind().isEmpty()) {
            throw ApiException.badRequest("Object 'Kind' is missing in the protobuf message");
        }
        var message = BuiltTable.get().message(envelope.apiVersion(), envelope.kind());
        if (message.isEmpty()) {
            throw ApiException.badRequest(
                    "no kind \""
                            + envelope.kind()
                            + "\" is registered for version \""
                            + envelope.apiVersion()
                            + "\"");
        }
        var object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", envelope.apiVersion()).put("kind", envelope.kind());
        new MessageReader(BuiltTable.get(), envelope.raw().newCodedInput())
                .read(BuiltTable.get().fields(message.get()), object);
        return object;
    }
}
