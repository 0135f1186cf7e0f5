package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Index;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What the disk knows of an index.
///
/// @param number what its rows begin with; never used again for another one
/// @param definition what the rows were computed by
/// @param next the first key whose rows are not built yet, or null when all are
record IndexRecord(int number, Bytes definition, @Nullable Bytes next) {

    private static final int HEADER_LENGTH = 2 * Integer.BYTES + 1;

    /// What must be the same as before for rows to be of use.
    static Bytes definition(Index index) {
        var text = new ByteArrayOutputStream();
        text.writeBytes(DataCoding.row(Bytes.utf8(index.definition()), 0));
        text.writeBytes(DataCoding.row(index.scope().start(), 0));
        var end = index.scope().end();
        if (end != null) {
            text.writeBytes(DataCoding.row(end, 0));
        }
        return Bytes.wrap(text.toByteArray());
    }

    boolean isBuilt() {
        return next == null;
    }

    IndexRecord builtBefore(@Nullable Bytes key) {
        return new IndexRecord(number, definition, key);
    }

    byte[] encode() {
        var progress = next == null ? Bytes.EMPTY : next;
        return ByteBuffer.allocate(HEADER_LENGTH + definition.length() + progress.length())
                .putInt(number)
                .put((byte) (next == null ? 1 : 0))
                .putInt(definition.length())
                .put(definition.unsafeArray())
                .put(progress.unsafeArray())
                .array();
    }

    static IndexRecord decode(byte[] value) {
        var header = ByteBuffer.wrap(value);
        int number = header.getInt();
        boolean built = header.get() == 1;
        int progressAt = HEADER_LENGTH + header.getInt();
        return new IndexRecord(
                number,
                Bytes.wrap(Arrays.copyOfRange(value, HEADER_LENGTH, progressAt)),
                built ? null : Bytes.wrap(Arrays.copyOfRange(value, progressAt, value.length)));
    }
}
