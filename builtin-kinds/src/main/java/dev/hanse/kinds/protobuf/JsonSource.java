package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.hanse.machinery.status.ApiException;
import java.io.IOException;

/// JSON in memory, token by token.
final class JsonSource {
    private final byte[] bytes;
    private final JsonParser parser;

    /// @param parser of all of `bytes`, at its beginning
    JsonSource(byte[] bytes, JsonParser parser) {
        this.bytes = bytes;
        this.parser = parser;
    }

    JsonToken token() {
        return parser.currentToken();
    }

    JsonToken next() throws IOException {
        var token = parser.nextToken();
        if (token == null) {
            throw unexpected("more");
        }
        return token;
    }

    /// Goes from the beginning of an object to the value of one of its members.
    void enter(String member) throws IOException {
        while (next() == JsonToken.FIELD_NAME) {
            boolean found = name().equals(member);
            next();
            if (found) {
                return;
            }
            skip();
        }
        throw unexpected("an object with " + member);
    }

    String name() throws IOException {
        return parser.currentName();
    }

    /// What a scalar says, whatever its type: quantities, for instance, may be numbers.
    String text() throws IOException {
        return parser.getText();
    }

    double number() throws IOException {
        return parser.getDoubleValue();
    }

    long integer() throws IOException {
        return parser.getLongValue();
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    /// Writes the text of the value that the current token begins, as it stands.
    void copyTo(WireBuffer out) throws IOException {
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        // Of a text, only its first quote may have been read.
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        out.writeVarint(to - from);
        out.write(bytes, from, to - from);
    }

    ApiException unexpected(String instead) {
        return ApiException.internal(
                "the object cannot be written as protobuf: "
                        + parser.getParsingContext().pathAsPointer()
                        + " should be "
                        + instead,
                null);
    }
}
