package dev.hanse.storage.history;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The sequence numbers of the write batches in a write-ahead log: each batch starts with its first
/// one (8 bytes) and how many it takes (4 bytes), and the next batch takes the next.
final class Batches {

    private static final int HEADER = Long.BYTES + Integer.BYTES;

    private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private long first = -1;
    private long next = -1;
    private boolean gap;

    /// Takes in a piece of a batch.
    void add(ByteBuffer piece, boolean begins) {
        if (begins) {
            header.clear();
        }
        header.put(piece.slice(0, Math.min(piece.remaining(), header.remaining())));
    }

    /// The pieces so far are a whole batch.
    void complete() {
        if (header.hasRemaining()) {
            return;
        }
        long sequence = header.getLong(0);
        if (first < 0) {
            first = sequence;
        } else {
            gap |= sequence != next;
        }
        next = sequence + Integer.toUnsignedLong(header.getInt(Long.BYTES));
    }

    boolean isEmpty() {
        return first < 0;
    }

    /// Whether a batch is missing between these.
    boolean hasGap() {
        return gap;
    }

    /// Whether the first of these comes right after the last of `earlier`.
    boolean follow(Batches earlier) {
        return first == earlier.next;
    }
}
