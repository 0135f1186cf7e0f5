package dev.hanse.storage.history;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;

/// A write-ahead log as RocksDB writes it, to have something to damage.
final class LogFile {

    /// Where a record begins and ends, padding before it left out.
    record Extent(int start, int end) {}

    private static final int BLOCK = 32 << 10;
    private static final int HEADER = 7;
    private static final byte FULL = 1;
    private static final byte FIRST = 2;
    private static final byte MIDDLE = 3;
    private static final byte LAST = 4;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final List<Extent> records = new ArrayList<>();

    /// Adds a write batch of one operation, `length` bytes longer than its header.
    void add(long sequence, int length) {
        var batch = ByteBuffer.allocate(12 + length).order(ByteOrder.LITTLE_ENDIAN);
        var content = new byte[length];
        new Random(sequence).nextBytes(content);
        add(batch.putLong(sequence).putInt(1).put(content).array());
    }

    private void add(byte[] record) {
        int start = beginFragment();
        int done = 0;
        boolean first = true;
        while (first || done < record.length) {
            int at = beginFragment();
            int length = Math.min(record.length - done, BLOCK - at % BLOCK - HEADER);
            boolean last = done + length == record.length;
            byte type = first ? (last ? FULL : FIRST) : (last ? LAST : MIDDLE);
            fragment(type, ByteBuffer.wrap(record, done, length));
            done += length;
            first = false;
        }
        records.add(new Extent(start, bytes.size()));
    }

    private int beginFragment() {
        int left = BLOCK - bytes.size() % BLOCK;
        if (left < HEADER) {
            bytes.writeBytes(new byte[left]);
        }
        return bytes.size();
    }

    private void fragment(byte type, ByteBuffer content) {
        int length = content.remaining();
        var whole = ByteBuffer.allocate(HEADER + length).order(ByteOrder.LITTLE_ENDIAN);
        whole.position(Integer.BYTES).putShort((short) length);
        whole.put(type).put(content);
        var crc = new CRC32C();
        crc.update(whole.slice(6, 1 + length));
        whole.putInt(0, Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8);
        bytes.writeBytes(whole.array());
    }

    List<Extent> records() {
        return List.copyOf(records);
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
