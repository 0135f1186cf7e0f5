package dev.hanse.kinds.protobuf;

import static java.lang.Character.isSurrogate;

import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes one message, and those inside, from JSON as it is read; no tree is built.
///
/// The bytes are those of Kubernetes' own marshallers: fields by number, maps by key, and zeros of
/// whatever Go holds by value.
final class MessageWriter {
    private final MessagePlan.Plans plans;
    private final JsonSource in;
    private final WireBuffer out;

    MessageWriter(MessagePlan.Plans plans, JsonSource in, WireBuffer out) {
        this.plans = plans;
        this.in = in;
        this.out = out;
    }

    /// Writes what the current token begins.
    void write(String message) throws IOException {
        var plan = plans.plan(message);
        int start = out.size();
        var segments = new Segments(plan.leaves());
        if (plan.isTransparent()) {
            writeTransparent(plan, segments);
        } else if (in.token() == JsonToken.START_OBJECT) {
            writeMembers(plan, segments);
        } else if (in.token() != JsonToken.VALUE_NULL) {
            throw in.unexpected("an object");
        }
        int unordered = out.size();
        assemble(plan.slots(), segments);
        out.remove(start, unordered);
    }

    private void writeMembers(MessagePlan plan, Segments segments) throws IOException {
        while (in.next() == JsonToken.FIELD_NAME) {
            var leaf = plan.leaf(in.name());
            var token = in.next();
            if (leaf == null) {
                in.skip();
            } else if (token != JsonToken.VALUE_NULL) {
                writeLeaf(leaf, segments);
            }
        }
    }

    /// The field that is meant shows in what the value is.
    private void writeTransparent(MessagePlan plan, Segments segments) throws IOException {
        for (var leaf : plan.leavesOfTransparent()) {
            if (leaf.field().type() == MessageField.Type.BOOL
                    && in.token() == JsonToken.START_OBJECT) {
                // JSONSchemaPropsOrBool: a schema allows what it describes.
                segments.begin(leaf, out.size());
                out.writeTag(leaf.number(), WireFormat.WIRETYPE_VARINT);
                out.writeVarint(1);
                segments.end(leaf, out.size());
            } else if (takes(leaf.field(), in.token())) {
                writeLeaf(leaf, segments);
                return;
            }
        }
        if (in.token() != JsonToken.VALUE_NULL) {
            throw in.unexpected("something else");
        }
    }

    private static boolean takes(MessageField field, JsonToken token) {
        if (token == JsonToken.VALUE_NULL) {
            return false;
        }
        if (field.shape() == MessageField.Shape.LIST) {
            return token == JsonToken.START_ARRAY;
        }
        return switch (field.type()) {
            case JSON -> true;
            case BOOL -> token.isBoolean();
            case MESSAGE -> token == JsonToken.START_OBJECT;
            default -> token.isScalarValue() && !token.isBoolean();
        };
    }

    private void writeLeaf(MessagePlan.Leaf leaf, Segments segments) throws IOException {
        segments.begin(leaf, out.size());
        switch (leaf.field().shape()) {
            case ONE -> writeField(leaf.number(), leaf.field());
            case LIST -> writeItems(leaf);
            case MAP -> writeEntries(leaf);
            case INLINE -> throw new IllegalStateException("an embedded message is no leaf");
        }
        segments.end(leaf, out.size());
    }

    private void writeItems(MessagePlan.Leaf leaf) throws IOException {
        if (in.token() != JsonToken.START_ARRAY) {
            throw in.unexpected("a list");
        }
        while (in.next() != JsonToken.END_ARRAY) {
            writeField(leaf.number(), leaf.field());
        }
    }

    private record Entry(String key, int from, int to) {}

    private void writeEntries(MessagePlan.Leaf leaf) throws IOException {
        if (in.token() != JsonToken.START_OBJECT) {
            throw in.unexpected("a map");
        }
        int start = out.size();
        var entries = new ArrayList<Entry>();
        while (in.next() == JsonToken.FIELD_NAME) {
            int from = out.size();
            var key = in.name();
            in.next();
            out.writeTag(leaf.number(), WireFormat.WIRETYPE_LENGTH_DELIMITED);
            int content = out.size();
            out.writeDelimited(1, key);
            writeField(2, leaf.field());
            out.insertLength(content);
            entries.add(new Entry(key, from, out.size()));
        }
        int unordered = out.size();
        entries.sort((a, b) -> compareUtf8(a.key(), b.key()));
        entries.forEach(each -> out.repeat(each.from(), each.to()));
        out.remove(start, unordered);
    }

    /// As Go compares texts: by the bytes of their UTF-8, not by UTF-16, in which the highest
    /// characters come before U+E000.
    private static int compareUtf8(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                int high = Boolean.compare(isSurrogate(left), isSurrogate(right));
                return high != 0 ? high : Character.compare(left, right);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /// A field with the value that the current token begins. Null is zero here: it is one only in
    /// lists and maps.
    private void writeField(int number, MessageField field) throws IOException {
        if (in.token() == JsonToken.VALUE_NULL) {
            if (field.type() != MessageField.Type.BASE64) {
                writeZero(number, field);
            }
            return;
        }
        out.writeTag(number, Scalars.wireType(field.type()));
        if (field.type() == MessageField.Type.MESSAGE) {
            int content = out.size();
            write(field.message());
            out.insertLength(content);
        } else {
            ScalarWriter.write(field.type(), in, out);
        }
    }

    /// Puts what was written into the order of the wire, with all that nobody said.
    private void assemble(List<MessagePlan.Slot> slots, @Nullable Segments segments) {
        for (var slot : slots) {
            switch (slot) {
                case MessagePlan.Embedded(int number, var inside) -> {
                    out.writeTag(number, WireFormat.WIRETYPE_LENGTH_DELIMITED);
                    int content = out.size();
                    assemble(inside, segments);
                    out.insertLength(content);
                }
                case MessagePlan.Leaf leaf -> {
                    if (segments != null && segments.has(leaf)) {
                        out.repeat(segments.from(leaf), segments.to(leaf));
                    } else if (leaf.field().isAlwaysWritten()) {
                        writeZero(leaf.number(), leaf.field());
                    }
                }
            }
        }
    }

    private void writeZero(int number, MessageField field) {
        out.writeTag(number, Scalars.wireType(field.type()));
        if (field.type() == MessageField.Type.MESSAGE) {
            int content = out.size();
            assemble(plans.plan(field.message()).slots(), null);
            out.insertLength(content);
        } else {
            ScalarWriter.writeZero(field.type(), out);
        }
    }

    /// Where in the buffer each leaf of one message is. Of members that come twice, the last
    /// counts.
    private static final class Segments {
        private final int[] from;
        private final int[] to;

        Segments(int leaves) {
            this.from = new int[leaves];
            this.to = new int[leaves];
            Arrays.fill(from, -1);
        }

        void begin(MessagePlan.Leaf leaf, int position) {
            from[leaf.rank()] = position;
        }

        void end(MessagePlan.Leaf leaf, int position) {
            to[leaf.rank()] = position;
        }

        boolean has(MessagePlan.Leaf leaf) {
            return from[leaf.rank()] >= 0;
        }

        int from(MessagePlan.Leaf leaf) {
            return from[leaf.rank()];
        }

        int to(MessagePlan.Leaf leaf) {
            return to[leaf.rank()];
        }
    }
}
