package dev.hanse.machinery.codec;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// What precedes the JSON of a stored object; laid out as [ObjectSplice] describes.
///
/// @param hasMetadata metadata has members besides those that are spliced in
/// @param metadata offset in the JSON behind the brace that opens metadata
/// @param annotations the same for the annotations, or -1 when there are none
/// @param defaults which defaults the object was given, or 0
/// @param length of this header as read; the JSON follows it
record SpliceHeader(boolean hasMetadata, int metadata, int annotations, int defaults, int length) {

    /// A byte of flags, two varints and a number.
    static final int MAXIMUM_LENGTH = 15;

    private static final int HAS_METADATA = 1;
    private static final int HAS_ANNOTATIONS = 2;
    private static final int HAS_DEFAULTS = 4;

    static SpliceHeader read(byte[] stored) {
        int flags = stored[0];
        if ((flags & ~(HAS_METADATA | HAS_ANNOTATIONS | HAS_DEFAULTS)) != 0) {
            throw new IllegalStateException("unknown form of a stored object: " + flags);
        }
        long metadata = readVarint(stored, 1);
        int at = (int) (metadata >>> 32);
        int annotations = -1;
        if ((flags & HAS_ANNOTATIONS) != 0) {
            long read = readVarint(stored, at);
            annotations = (int) read;
            at = (int) (read >>> 32);
        }
        int defaults = 0;
        if ((flags & HAS_DEFAULTS) != 0) {
            defaults = ByteBuffer.wrap(stored).getInt(at);
            at += Integer.BYTES;
        }
        return new SpliceHeader(
                (flags & HAS_METADATA) != 0, (int) metadata, annotations, defaults, at);
    }

    boolean hasAnnotations() {
        return annotations >= 0;
    }

    void writeTo(ByteArrayOutputStream out) {
        out.write(
                (hasMetadata ? HAS_METADATA : 0)
                        | (hasAnnotations() ? HAS_ANNOTATIONS : 0)
                        | (defaults == 0 ? 0 : HAS_DEFAULTS));
        writeVarint(out, metadata);
        if (hasAnnotations()) {
            writeVarint(out, annotations);
        }
        if (defaults != 0) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(defaults).array());
        }
    }

    private static void writeVarint(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write(rest | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    /// The value in the lower half, the offset behind it in the upper half.
    private static long readVarint(byte[] bytes, int offset) {
        int value = 0;
        int at = offset;
        for (int shift = 0; ; shift += 7) {
            byte next = bytes[at++];
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                return (long) at << 32 | value;
            }
        }
    }
}
