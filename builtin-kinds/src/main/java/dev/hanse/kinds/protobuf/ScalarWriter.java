package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Base64;

/// Values that are one node in JSON, written behind their tags. The counterpart of [Scalars].
final class ScalarWriter {
    private static final int NANOS_PER_MICRO = 1000;

    private ScalarWriter() {}

    static void write(MessageField.Type type, JsonSource in, WireBuffer out) throws IOException {
        if (type == MessageField.Type.JSON) {
            in.copyTo(out);
            return;
        }
        var token = in.token();
        switch (type) {
            case STRING -> {
                require(token.isScalarValue(), in, "text");
                delimited(in.text().getBytes(StandardCharsets.UTF_8), out);
            }
            case BASE64 -> {
                require(token == JsonToken.VALUE_STRING, in, "base64");
                delimited(bytes(in), out);
            }
            case BOOL -> {
                require(token.isBoolean(), in, "true or false");
                out.writeVarint(token == JsonToken.VALUE_TRUE ? 1 : 0);
            }
            case INT -> {
                require(token.isNumeric(), in, "a number");
                out.writeVarint(in.integer());
            }
            case DOUBLE -> {
                require(token.isNumeric(), in, "a number");
                out.writeFixed64(Double.doubleToLongBits(in.number()));
            }
            case TIME, MICRO_TIME -> {
                require(token == JsonToken.VALUE_STRING, in, "a time");
                time(type, in, out);
            }
            case INT_OR_STRING -> {
                require(token.isScalarValue() && !token.isBoolean(), in, "a number or text");
                intOrString(in, out);
            }
            case JSON, MESSAGE -> throw new IllegalArgumentException(type + " is no scalar");
        }
    }

    static void writeZero(MessageField.Type type, WireBuffer out) {
        switch (type) {
            // As varint or length this is zero: false, no text, no bytes, Go's zero time.
            case STRING, BASE64, BOOL, INT, JSON, TIME, MICRO_TIME -> out.writeVarint(0);
            case DOUBLE -> out.writeFixed64(0);
            case INT_OR_STRING -> intOrString(0, 0, "", out);
            case MESSAGE -> throw new IllegalArgumentException("a message is no scalar");
        }
    }

    private static void delimited(byte[] content, WireBuffer out) {
        out.writeVarint(content.length);
        out.write(content);
    }

    private static byte[] bytes(JsonSource in) throws IOException {
        try {
            return Base64.getDecoder().decode(in.text());
        } catch (IllegalArgumentException _) {
            throw in.unexpected("base64");
        }
    }

    /// Kubernetes keeps whole seconds of times, and microseconds of micro times.
    private static void time(MessageField.Type type, JsonSource in, WireBuffer out)
            throws IOException {
        try {
            var time = OffsetDateTime.parse(in.text()).toInstant();
            int start = out.size();
            out.writeTag(1, WireFormat.WIRETYPE_VARINT);
            out.writeVarint(time.getEpochSecond());
            out.writeTag(2, WireFormat.WIRETYPE_VARINT);
            out.writeVarint(
                    type == MessageField.Type.TIME
                            ? 0
                            : time.getNano() / NANOS_PER_MICRO * NANOS_PER_MICRO);
            out.insertLength(start);
        } catch (DateTimeException _) {
            throw in.unexpected("a time");
        }
    }

    private static void intOrString(JsonSource in, WireBuffer out) throws IOException {
        if (in.token() == JsonToken.VALUE_STRING) {
            intOrString(1, 0, in.text(), out);
        } else {
            intOrString(0, in.integer(), "", out);
        }
    }

    private static void intOrString(int which, long number, String text, WireBuffer out) {
        int start = out.size();
        out.writeTag(1, WireFormat.WIRETYPE_VARINT);
        out.writeVarint(which);
        out.writeTag(2, WireFormat.WIRETYPE_VARINT);
        out.writeVarint(number);
        out.writeDelimited(3, text);
        out.insertLength(start);
    }

    private static void require(boolean holds, JsonSource in, String instead) {
        if (!holds) {
            throw in.unexpected(instead);
        }
    }
}
