package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.google.protobuf.WireFormat;
import dev.hanse.machinery.codec.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/// Writes objects of one kind in Kubernetes' protobuf, straight from their JSON: the counterpart of
/// [ProtobufDecoder], byte by byte what Kubernetes' own marshallers write. Thread-safe.
public final class ProtobufEncoder {
    private static final byte[] MAGIC = "k8s\0".getBytes(StandardCharsets.US_ASCII);
    private static final String META = "k8s.io.apimachinery.pkg.apis.meta.v1.";

    /// About how many bytes of a list are kept together.
    private static final int PART = 256 * 1024;

    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(Json.MAXIMUM_DEPTH)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .build();

    private final String apiVersion;
    private final String kind;
    private final String message;
    private final boolean metadataOnly;

    private ProtobufEncoder(String apiVersion, String kind, String message, boolean metadataOnly) {
        this.apiVersion = apiVersion;
        this.kind = kind;
        this.message = message;
        this.metadataOnly = metadataOnly;
    }

    /// Empty for kinds that have no protobuf, such as all custom resources.
    public static Optional<ProtobufEncoder> of(String apiVersion, String kind) {
        return BuiltTable.get()
                .message(apiVersion, kind)
                .map(message -> new ProtobufEncoder(apiVersion, kind, message, false));
    }

    /// Writes objects of any kind as `PartialObjectMetadata`.
    ///
    /// @param apiVersion `meta.k8s.io/v1` or `meta.k8s.io/v1beta1`, which have the same fields
    public static ProtobufEncoder ofMetadata(String apiVersion) {
        return new ProtobufEncoder(apiVersion, "PartialObjectMetadata", META + "ObjectMeta", true);
    }

    /// One object.
    ///
    /// @param json whose `apiVersion` and `kind` do not matter
    public byte[] object(byte[] json) {
        var content = new WireBuffer(json.length);
        writeMessage(json, content);
        var out = head(kind, content.size(), content.size());
        out.write(content.toArray());
        writeEnd(out);
        return out.toArray();
    }

    /// A list, as parts that follow each other on the wire.
    ///
    /// @param metadata the list's, as JSON
    /// @param items the objects as JSON, each asked for when the one before has been written
    public List<byte[]> list(String listKind, byte[] metadata, Iterator<byte[]> items) {
        var parts = new ArrayList<byte[]>();
        parts.add(new byte[0]);
        long total = 0;
        var part = new WireBuffer(PART + PART / 4);
        writeField(1, META + "ListMeta", "", metadata, part);
        while (items.hasNext()) {
            part.writeTag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            int start = part.size();
            writeMessage(items.next(), part);
            part.insertLength(start);
            if (part.size() >= PART) {
                parts.add(part.toArray());
                total += part.size();
                part.remove(0, part.size());
            }
        }
        parts.set(0, head(listKind, total + part.size(), 0).toArray());
        writeEnd(part);
        parts.add(part.toArray());
        return parts;
    }

    /// One frame of a watch: its length and a `WatchEvent`, which unlike the object in it has no
    /// envelope.
    ///
    /// @param object as [#object] wrote it
    public static byte[] event(String type, byte[] object) {
        var out = new WireBuffer(object.length + 64);
        // The length takes four bytes and is known in the end.
        out.writeDelimited(1, type);
        out.writeTag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int extension = out.size();
        out.writeDelimited(1, object);
        out.insertLength(extension);
        var frame = new WireBuffer(out.size() + Integer.BYTES);
        for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            frame.write(new byte[] {(byte) (out.size() >>> shift)});
        }
        frame.write(out.toArray());
        return frame.toArray();
    }

    private WireBuffer head(String ofKind, long length, int expected) {
        var out = new WireBuffer(expected + 128);
        out.write(MAGIC);
        out.writeTag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int type = out.size();
        out.writeDelimited(1, apiVersion);
        out.writeDelimited(2, ofKind);
        out.insertLength(type);
        out.writeTag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeVarint(length);
        return out;
    }

    /// Content encoding and content type of the envelope, both empty.
    private static void writeEnd(WireBuffer out) {
        out.writeDelimited(3, "");
        out.writeDelimited(4, "");
    }

    private void writeMessage(byte[] json, WireBuffer out) {
        if (metadataOnly) {
            writeField(1, message, "metadata", json, out);
        } else {
            writeMessage(message, "", json, out);
        }
    }

    private static void writeField(
            int number, String message, String member, byte[] json, WireBuffer out) {
        out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        int start = out.size();
        writeMessage(message, member, json, out);
        out.insertLength(start);
    }

    /// @param member of the object that is meant; empty for all of it
    private static void writeMessage(String message, String member, byte[] json, WireBuffer out) {
        try (var parser = JSON.createParser(json)) {
            var in = new JsonSource(json, parser);
            in.next();
            if (!member.isEmpty()) {
                in.enter(member);
            }
            new MessageWriter(BuiltTable.plans(), in, out).write(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
