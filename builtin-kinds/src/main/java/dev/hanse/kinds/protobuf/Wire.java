package dev.hanse.kinds.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;

/// Tags and lengths, as the protobuf encoding defines them.
final class Wire {
    private static final int TYPE_BITS = 3;

    private Wire() {}

    static int lengthDelimited(int field) {
        return field << TYPE_BITS | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new InvalidProtocolBufferException("a group ends that never began");
        }
    }

    /// Fails unless a field comes in the encoding of its type.
    static void expect(int tag, int wireType) throws InvalidProtocolBufferException {
        if (WireFormat.getTagWireType(tag) != wireType) {
            throw new InvalidProtocolBufferException(
                    "field "
                            + WireFormat.getTagFieldNumber(tag)
                            + " has the wrong wire type "
                            + WireFormat.getTagWireType(tag));
        }
    }

    @FunctionalInterface
    interface Content {
        void read() throws IOException;
    }

    /// Reads what a length announces, to its very end.
    static void delimited(CodedInputStream in, Content content) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        content.read();
        end(in, outer);
    }

    /// Leaves a message, of which nothing may be left, for what is around it.
    static void end(CodedInputStream in, int outerLimit) throws IOException {
        if (in.getBytesUntilLimit() != 0) {
            throw new InvalidProtocolBufferException("a message does not fill its length");
        }
        in.popLimit(outerLimit);
    }
}
