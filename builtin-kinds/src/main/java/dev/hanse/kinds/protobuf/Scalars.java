package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import dev.hanse.machinery.codec.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;

/// Values that are one node in JSON, some of them messages in protobuf.
///
/// Numbers become the nodes that the JSON reader would make, for trees of both are compared.
final class Scalars {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Scalars() {}

    static int wireType(MessageField.Type type) {
        return switch (type) {
            case BOOL, INT -> WireFormat.WIRETYPE_VARINT;
            case DOUBLE -> WireFormat.WIRETYPE_FIXED64;
            case STRING, BASE64, JSON, TIME, MICRO_TIME, INT_OR_STRING, MESSAGE ->
                    WireFormat.WIRETYPE_LENGTH_DELIMITED;
        };
    }

    static JsonNode read(CodedInputStream in, MessageField.Type type) throws IOException {
        return switch (type) {
            case STRING -> NODES.textNode(in.readStringRequireUtf8());
            case BASE64 -> NODES.textNode(Base64.getEncoder().encodeToString(in.readByteArray()));
            case BOOL -> NODES.booleanNode(in.readBool());
            case INT -> integer(in.readInt64());
            case DOUBLE -> number(in.readDouble());
            case JSON -> json(in.readByteArray());
            case TIME -> Moment.read(in).toSeconds();
            case MICRO_TIME -> Moment.read(in).toMicroseconds();
            case INT_OR_STRING -> intOrString(in);
            case MESSAGE -> throw new IllegalArgumentException("a message is no scalar");
        };
    }

    static JsonNode zero(MessageField.Type type) {
        return switch (type) {
            case STRING, BASE64 -> NODES.textNode("");
            case BOOL -> NODES.booleanNode(false);
            case INT, DOUBLE, INT_OR_STRING -> NODES.numberNode(0);
            case JSON, TIME, MICRO_TIME -> NODES.nullNode();
            case MESSAGE -> NODES.objectNode();
        };
    }

    static boolean isZero(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.textValue().isEmpty();
            case BOOLEAN -> !value.booleanValue();
            case NUMBER -> value.decimalValue().signum() == 0;
            case ARRAY, BINARY, MISSING, NULL, OBJECT, POJO -> false;
        };
    }

    private static JsonNode integer(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static JsonNode number(double value) throws InvalidProtocolBufferException {
        if (!Double.isFinite(value)) {
            throw new InvalidProtocolBufferException("JSON has no number for " + value);
        }
        var decimal = BigDecimal.valueOf(value).stripTrailingZeros();
        return decimal.scale() <= 0 && decimal.precision() - decimal.scale() <= 18
                ? integer(decimal.longValueExact())
                : NODES.numberNode(decimal);
    }

    private static JsonNode json(byte[] text) {
        return text.length == 0 ? NODES.nullNode() : Json.parse(text);
    }

    /// Field 1 says which of the two counts: 0 for the integer, 1 for the string.
    private static JsonNode intOrString(CodedInputStream in) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        boolean isString = false;
        int number = 0;
        var text = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 1 << 3 -> isString = in.readInt64() != 0;
                case 2 << 3 -> number = in.readInt32();
                case 3 << 3 | 2 -> text = in.readStringRequireUtf8();
                default -> Wire.skip(in, tag);
            }
        }
        Wire.end(in, outer);
        return isString ? NODES.textNode(text) : NODES.numberNode(number);
    }
}
