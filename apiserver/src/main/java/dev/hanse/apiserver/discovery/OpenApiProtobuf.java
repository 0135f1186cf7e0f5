package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.CodedOutputStream;
import dev.hanse.machinery.codec.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// OpenAPI documents in protobuf, as Gnostic defines it and kubectl reads it.
///
/// What each member of a JSON object is in protobuf says a table per version of OpenAPI, by
/// message: `"name": "number type"`, with a star for what may come repeatedly. `any` is JSON (or
/// YAML) in a text. Members of any name are `*` and extensions are `x-`; both become pairs of name
/// and value. In messages of members with `?` the whole value goes into the first that fits.
final class OpenApiProtobuf {

    private static final int BUFFER = 512;

    /// Fields of every pair.
    private static final int NAME = 1;

    private static final int VALUE = 2;

    /// The text of an `any`.
    private static final int YAML = 2;

    private record Field(int number, String type, boolean repeated) {
        static Field parse(String text) {
            int space = text.indexOf(' ');
            var type = text.substring(space + 1);
            boolean repeated = type.endsWith("*");
            return new Field(
                    Integer.parseInt(text.substring(0, space)),
                    repeated ? type.substring(0, type.length() - 1) : type,
                    repeated);
        }
    }

    private final Map<String, Map<String, Field>> messages;

    private OpenApiProtobuf(Map<String, Map<String, Field>> messages) {
        this.messages = Map.copyOf(messages);
    }

    static byte[] version2(JsonNode document) {
        return read("openapi-v2-messages.json").message("Document", document);
    }

    static byte[] version3(JsonNode document) {
        return read("openapi-v3-messages.json").message("Document", document);
    }

    private static OpenApiProtobuf read(String table) {
        try (var in = OpenApiProtobuf.class.getResourceAsStream(table)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + table);
            }
            var messages = new HashMap<String, Map<String, Field>>();
            for (var message : Json.parse(in.readAllBytes()).properties()) {
                var fields = new HashMap<String, Field>();
                message.getValue()
                        .properties()
                        .forEach(
                                each ->
                                        fields.put(
                                                each.getKey(),
                                                Field.parse(each.getValue().textValue())));
                messages.put(message.getKey(), fields);
            }
            return new OpenApiProtobuf(messages);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Content {
        void write(CodedOutputStream out) throws IOException;
    }

    private static byte[] bytes(Content content) {
        var bytes = new ByteArrayOutputStream();
        var out = CodedOutputStream.newInstance(bytes, BUFFER);
        try {
            content.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private byte[] message(String type, JsonNode node) {
        var fields = messages.get(type);
        if (fields == null) {
            throw new IllegalStateException("the table has no message " + type);
        }
        if (fields.keySet().stream().allMatch(each -> each.startsWith("?"))) {
            var field = choice(fields, node);
            return field == null ? new byte[0] : bytes(out -> write(field, node, out));
        }
        return bytes(
                out -> {
                    for (var member : node.properties()) {
                        write(fields, member.getKey(), member.getValue(), out);
                    }
                });
    }

    private static @Nullable Field choice(Map<String, Field> fields, JsonNode node) {
        var kind =
                switch (node.getNodeType()) {
                    case BOOLEAN -> "?boolean";
                    case NUMBER -> "?number";
                    case STRING -> "?string";
                    default -> node.has("$ref") ? "?$ref" : "?in=" + node.path("in").asText();
                };
        var field = fields.get(kind);
        return field == null ? fields.get("?") : field;
    }

    /// What the format has no place for is left out.
    private void write(
            Map<String, Field> fields, String name, JsonNode value, CodedOutputStream out)
            throws IOException {
        var field = fields.get(name);
        if (field != null) {
            write(field, value, out);
            return;
        }
        var pair = name.startsWith("x-") ? fields.get("x-") : null;
        var named = pair == null ? fields.get("*") : pair;
        if (named != null) {
            var content =
                    bytes(
                            inner -> {
                                inner.writeString(NAME, name);
                                one(new Field(VALUE, named.type(), false), value, inner);
                            });
            out.writeByteArray(named.number(), content);
        }
    }

    private void write(Field field, JsonNode value, CodedOutputStream out) throws IOException {
        if (field.repeated() && value.isArray()) {
            for (var each : value) {
                one(field, each, out);
            }
        } else {
            one(field, value, out);
        }
    }

    private void one(Field field, JsonNode value, CodedOutputStream out) throws IOException {
        switch (field.type()) {
            case "string" -> out.writeString(field.number(), value.asText());
            case "bool" -> out.writeBool(field.number(), value.asBoolean());
            case "int" -> out.writeInt64(field.number(), value.asLong());
            case "double" -> out.writeDouble(field.number(), value.asDouble());
            case "any" -> {
                var text = new String(Json.write(value), StandardCharsets.UTF_8);
                out.writeByteArray(
                        field.number(), bytes(inner -> inner.writeString(YAML, text + "\n")));
            }
            default -> out.writeByteArray(field.number(), message(field.type(), value));
        }
    }
}
