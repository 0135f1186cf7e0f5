package dev.hanse.machinery.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The storage form of an object: JSON without what only the reader of a revision knows, and a
/// header that says where to put it, so that serving an object copies bytes and never parses.
///
/// Left out are `metadata.resourceVersion`, which is the revision the object was committed at, and
/// the annotation `kcp.io/cluster`, which is part of the key.
///
/// ```
/// flags        1 byte  bit 0: metadata has other members; bit 1: there are annotations;
///                      bit 2: there are defaults
/// metadata     varint  offset in the JSON just behind the brace that opens metadata
/// annotations  varint  the same for metadata.annotations; only with bit 1
/// defaults     4 bytes which defaults the object was given, see #defaults; only with bit 2
/// JSON                 apiVersion, kind and metadata come first
/// ```
public final class ObjectSplice {

    /// Names the logical cluster an object lives in; kcp's clients rely on it.
    public static final String CLUSTER_ANNOTATION = "kcp.io/cluster";

    private static final Set<String> FIRST = Set.of("apiVersion", "kind", "metadata");
    private static final byte[] API_VERSION = ascii("{\"apiVersion\":\"");
    private static final byte[] REVISION = ascii("\"resourceVersion\":\"");
    private static final byte[] ANNOTATIONS = ascii(",\"annotations\":{");
    private static final byte[] CLUSTER = ascii("\"" + CLUSTER_ANNOTATION + "\":\"");
    private static final byte[] QUOTE = ascii("\"");
    private static final byte[] CLOSE = ascii("}");
    private static final byte[] COMMA = ascii(",");

    private ObjectSplice() {}

    /// The storage form of `object`, which is left as it is.
    public static byte[] encode(ObjectNode object) {
        return encode(object, 0);
    }

    /// As above, for an object that was given the defaults of its schema.
    ///
    /// @param defaults see [#defaults]
    public static byte[] encode(ObjectNode object, int defaults) {
        var json = new ByteArrayOutputStream(512);
        SpliceHeader header;
        try (var generator = Json.mapper().createGenerator(json)) {
            generator.writeStartObject();
            generator.writeStringField("apiVersion", object.path("apiVersion").asText());
            generator.writeStringField("kind", object.path("kind").asText());
            header = writeMetadata(generator, json, object.path("metadata"), defaults);
            for (var field : object.properties()) {
                if (!FIRST.contains(field.getKey())) {
                    write(generator, field.getKey(), field.getValue());
                }
            }
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var stored = new ByteArrayOutputStream(json.size() + SpliceHeader.MAXIMUM_LENGTH);
        header.writeTo(stored);
        stored.writeBytes(json.toByteArray());
        return stored.toByteArray();
    }

    /// What the object was encoded with, or 0: names the fields that its schema had a default for
    /// when it was written. As long as it is still the same ones, none can be missing.
    public static int defaults(byte[] stored) {
        return SpliceHeader.read(stored).defaults();
    }

    /// The `apiVersion` that the object was stored at.
    public static String apiVersion(byte[] stored) {
        int start = SpliceHeader.read(stored).length();
        int end = endOfApiVersion(stored, start);
        int text = start + API_VERSION.length;
        return new String(stored, text, end - text, StandardCharsets.UTF_8);
    }

    /// The object as a client sees it, in JSON.
    ///
    /// @param revision the revision of the commit that wrote `stored`
    /// @param cluster the logical cluster to name in the annotation; empty for none
    public static byte[] splice(byte[] stored, long revision, String cluster) {
        var out = new ByteArrayOutputStream(stored.length + cluster.length() + 96);
        spliceInto(out::write, stored, revision, cluster);
        return out.toByteArray();
    }

    /// As [#splice(byte[],long,String)], without an array in between.
    public static void spliceInto(ByteSink sink, byte[] stored, long revision, String cluster) {
        spliceInto(sink, stored, revision, cluster, null);
    }

    /// As above, served under another `apiVersion`: for versions that differ in nothing else.
    public static void spliceInto(
            ByteSink sink,
            byte[] stored,
            long revision,
            String cluster,
            @Nullable String apiVersion) {
        var header = SpliceHeader.read(stored);
        int from = header.length();
        if (apiVersion != null) {
            sink.write(API_VERSION);
            sink.write(JsonStringEncoder.getInstance().quoteAsUTF8(apiVersion));
            from = endOfApiVersion(stored, from);
        }
        int metadata = header.length() + header.metadata();
        sink.write(stored, from, metadata - from);
        sink.write(REVISION);
        sink.write(ascii(Long.toString(revision)));
        sink.write(QUOTE);
        if (!cluster.isEmpty() && !header.hasAnnotations()) {
            sink.write(ANNOTATIONS);
            writeCluster(sink, cluster);
            sink.write(CLOSE);
        }
        if (header.hasMetadata()) {
            sink.write(COMMA);
        }
        int rest = metadata;
        if (!cluster.isEmpty() && header.hasAnnotations()) {
            rest = header.length() + header.annotations();
            sink.write(stored, metadata, rest - metadata);
            writeCluster(sink, cluster);
            sink.write(COMMA);
        }
        sink.write(stored, rest, stored.length - rest);
    }

    /// The object as a tree, with resourceVersion and the cluster's annotation in place.
    public static ObjectNode decode(byte[] stored, long revision, String cluster) {
        int header = SpliceHeader.read(stored).length();
        var tree = Json.parse(stored, header, stored.length - header).tree();
        if (!(tree instanceof ObjectNode object)) {
            throw new IllegalStateException("a stored object is not a JSON object");
        }
        var metadata = object.withObject("/metadata");
        metadata.put("resourceVersion", Long.toString(revision));
        if (!cluster.isEmpty()) {
            metadata.withObject("/annotations").put(CLUSTER_ANNOTATION, cluster);
        }
        return object;
    }

    private static SpliceHeader writeMetadata(
            JsonGenerator generator, ByteArrayOutputStream json, JsonNode metadata, int defaults)
            throws IOException {
        generator.writeObjectFieldStart("metadata");
        generator.flush();
        int metadataAt = json.size();
        int annotationsAt = -1;
        boolean others = false;
        for (var field : metadata.properties()) {
            var name = field.getKey();
            if (name.equals("resourceVersion")) {
                continue;
            }
            if (name.equals("annotations")) {
                if (!hasOthersThanCluster(field.getValue())) {
                    continue;
                }
                generator.writeObjectFieldStart(name);
                generator.flush();
                annotationsAt = json.size();
                for (var annotation : field.getValue().properties()) {
                    if (!annotation.getKey().equals(CLUSTER_ANNOTATION)) {
                        write(generator, annotation.getKey(), annotation.getValue());
                    }
                }
                generator.writeEndObject();
            } else {
                write(generator, name, field.getValue());
            }
            others = true;
        }
        generator.writeEndObject();
        return new SpliceHeader(others, metadataAt, annotationsAt, defaults, 0);
    }

    /// An empty map of annotations is left out, as Kubernetes does.
    private static boolean hasOthersThanCluster(JsonNode annotations) {
        return annotations.size() > (annotations.has(CLUSTER_ANNOTATION) ? 1 : 0);
    }

    private static void write(JsonGenerator generator, String name, JsonNode value)
            throws IOException {
        generator.writeFieldName(name);
        generator.writeTree(value);
    }

    private static int endOfApiVersion(byte[] stored, int start) {
        int at = start + API_VERSION.length;
        while (stored[at] != '"') {
            at++;
        }
        return at;
    }

    private static void writeCluster(ByteSink sink, String cluster) {
        sink.write(CLUSTER);
        sink.write(JsonStringEncoder.getInstance().quoteAsUTF8(cluster));
        sink.write(QUOTE);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
