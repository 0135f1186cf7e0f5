package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads one message, and those inside, into a tree.
final class MessageReader {
    /// Kubernetes' deepest kinds are the schemas of CustomResourceDefinitions, which nest freely.
    private static final int MAX_DEPTH = 100;

    private final MessageTable table;
    private final CodedInputStream in;
    private int depth;

    MessageReader(MessageTable table, CodedInputStream in) {
        this.table = table;
        this.in = in;
    }

    void read(Map<Integer, MessageField> fields, ObjectNode into) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            var field = fields.get(WireFormat.getTagFieldNumber(tag));
            if (field == null) {
                Wire.skip(in, tag);
            } else {
                read(field, tag, into);
            }
        }
    }

    private void read(MessageField field, int tag, ObjectNode into) throws IOException {
        switch (field.shape()) {
            case ONE -> {
                var value = value(field, tag, into.get(field.name()));
                if (!value.isNull() && (field.keepsZero() || !Scalars.isZero(value))) {
                    into.set(field.name(), value);
                }
            }
            case LIST -> readItems(field, tag, array(into, field.name()));
            case MAP -> {
                Wire.expect(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                Wire.delimited(in, () -> readEntry(field, object(into, field.name())));
            }
            case INLINE -> {
                Wire.expect(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                readMessage(field, into);
            }
        }
    }

    /// Numbers may come one by one or packed.
    private void readItems(MessageField field, int tag, ArrayNode into) throws IOException {
        boolean packed =
                WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
                        && Scalars.wireType(field.type()) != WireFormat.WIRETYPE_LENGTH_DELIMITED;
        if (!packed) {
            into.add(value(field, tag, null));
            return;
        }
        Wire.delimited(
                in,
                () -> {
                    while (in.getBytesUntilLimit() > 0) {
                        into.add(Scalars.read(in, field.type()));
                    }
                });
    }

    /// Either part of an entry may be missing, and is then what its type has for zero.
    private void readEntry(MessageField field, ObjectNode into) throws IOException {
        var key = "";
        JsonNode value = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case 1 -> {
                    Wire.expect(tag, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                    key = in.readStringRequireUtf8();
                }
                case 2 -> value = value(field, tag, value);
                default -> Wire.skip(in, tag);
            }
        }
        into.set(key, value == null ? Scalars.zero(field.type()) : value);
    }

    private JsonNode value(MessageField field, int tag, @Nullable JsonNode before)
            throws IOException {
        Wire.expect(tag, Scalars.wireType(field.type()));
        if (field.type() != MessageField.Type.MESSAGE) {
            return Scalars.read(in, field.type());
        }
        // A message in two parts is one message.
        var message =
                before instanceof ObjectNode known ? known : JsonNodeFactory.instance.objectNode();
        readMessage(field, message);
        if (isList(table.fields(field.message()))) {
            // An empty one has no item to say what it is.
            return array(message, "");
        }
        var only = message.get("");
        return only == null ? message : only;
    }

    private static boolean isList(Map<Integer, MessageField> fields) {
        return fields.size() == 1
                && fields.values().stream()
                        .allMatch(
                                each ->
                                        each.name().isEmpty()
                                                && each.shape() == MessageField.Shape.LIST);
    }

    private void readMessage(MessageField field, ObjectNode into) throws IOException {
        if (++depth > MAX_DEPTH) {
            throw new InvalidProtocolBufferException(
                    "messages are nested more than " + MAX_DEPTH + " deep");
        }
        Wire.delimited(in, () -> read(table.fields(field.message()), into));
        depth--;
    }

    private static ArrayNode array(ObjectNode parent, String name) {
        return parent.get(name) instanceof ArrayNode known ? known : parent.putArray(name);
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return parent.get(name) instanceof ObjectNode known ? known : parent.putObject(name);
    }
}
