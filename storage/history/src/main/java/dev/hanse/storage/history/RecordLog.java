package dev.hanse.storage.history;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// A file in RocksDB's log format (a write-ahead log, or a MANIFEST), checked record by record.
///
/// Blocks of 32 KiB hold fragments: masked CRC-32C (4 bytes), length (2), type (1), payload. A
/// record is one full fragment, or a first one, any number in the middle, and a last one.
final class RecordLog {

    /// What is wrong with a file.
    enum Damage {
        /// The last write did not reach the disk completely.
        TORN,

        /// Bytes that did reach the disk are not what was written.
        CORRUPT
    }

    /// What a check found.
    ///
    /// @param intact where the last intact record before any damage ends
    /// @param damage what is wrong behind it, or null
    /// @param batches the sequence numbers of the intact records, as far as they are write batches
    record Checked(long intact, @Nullable Damage damage, Batches batches) {}

    private record Fragment(byte type, int length) {
        boolean begins() {
            return type != MIDDLE && type != LAST;
        }

        boolean ends() {
            return type != FIRST && type != MIDDLE;
        }
    }

    private static final int BLOCK = 32 << 10;
    private static final int HEADER = 7;
    private static final int SECTOR = 512;

    /// The shortest run of zeros that no key, number or value of ours contains by itself.
    private static final int TELLING_ZEROS = 16;

    private static final byte FIRST = 2;
    private static final byte MIDDLE = 3;
    private static final byte LAST = 4;

    private final ByteBuffer bytes;
    private final Batches batches = new Batches();
    private int intact;

    private RecordLog(ByteBuffer bytes) {
        this.bytes = bytes.order(ByteOrder.LITTLE_ENDIAN);
    }

    static Checked check(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ);
                var arena = Arena.ofConfined()) {
            var mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new RecordLog(mapped.asByteBuffer()).check();
        }
    }

    private Checked check() {
        boolean inside = false;
        int at = nextHeader(0);
        while (at < bytes.limit()) {
            var fragment = fragment(at);
            if (fragment == null || fragment.begins() == inside) {
                return new Checked(intact, damage(at), batches);
            }
            batches.add(bytes.slice(at + HEADER, fragment.length()), fragment.begins());
            at += HEADER + fragment.length();
            inside = !fragment.ends();
            if (!inside) {
                intact = at;
                batches.complete();
            }
            at = nextHeader(at);
        }
        return new Checked(intact, inside ? Damage.TORN : null, batches);
    }

    /// Where the header at `at` or, when the rest of the block is too short for one, the next is.
    private static int nextHeader(int at) {
        int left = BLOCK - at % BLOCK;
        return left < HEADER ? at + left : at;
    }

    /// The fragment at `at`, or null when there is no intact one.
    private @Nullable Fragment fragment(int at) {
        int end = Math.min(blockEnd(at), bytes.limit());
        if (at + HEADER > end) {
            return null;
        }
        int length = Short.toUnsignedInt(bytes.getShort(at + 4));
        byte type = bytes.get(at + 6);
        if (type == 0 || at + HEADER + length > end) {
            return null;
        }
        return isIntact(at, length) ? new Fragment(type, length) : null;
    }

    private boolean isIntact(int at, int length) {
        var crc = new CRC32C();
        crc.update(bytes.slice(at + 6, 1 + length));
        return bytes.getInt(at) == mask((int) crc.getValue());
    }

    /// RocksDB stores checksums rotated and shifted, because the checksum of bytes that contain
    /// their own checksum is a poor one.
    private static int mask(int crc) {
        return Integer.rotateRight(crc, 15) + 0xa282ead8;
    }

    private static int blockEnd(int at) {
        return at - at % BLOCK + BLOCK;
    }

    private Damage damage(int at) {
        if (anyRecordBehind(at)) {
            return Damage.CORRUPT;
        }
        return endsEarly(at) || isUnwritten(at) ? Damage.TORN : Damage.CORRUPT;
    }

    /// Whether a whole record was written after the damage. Commits are written one after the
    /// other, each after the one before was forced to disk: what such a record follows was
    /// acknowledged.
    private boolean anyRecordBehind(int damaged) {
        for (int at = damaged + 1; at < Math.min(blockEnd(damaged), bytes.limit()); at++) {
            var fragment = fragment(at);
            if (fragment != null && isRecord(at, fragment)) {
                return true;
            }
        }
        for (int block = blockEnd(damaged); block < bytes.limit(); block += BLOCK) {
            int at = block;
            while (at < Math.min(block + BLOCK, bytes.limit())) {
                var fragment = fragment(at);
                if (fragment == null) {
                    break;
                }
                if (isRecord(at, fragment)) {
                    return true;
                }
                at = nextHeader(at + HEADER + fragment.length());
            }
        }
        return false;
    }

    private boolean isRecord(int start, Fragment first) {
        if (!first.begins()) {
            return false;
        }
        int at = start;
        var fragment = first;
        while (!fragment.ends()) {
            at = nextHeader(at + HEADER + fragment.length());
            var next = fragment(at);
            if (next == null || next.begins()) {
                return false;
            }
            fragment = next;
        }
        return true;
    }

    /// Whether the file ends before the fragment at `at` does, and not because its length is what
    /// was damaged.
    private boolean endsEarly(int at) {
        int left = bytes.limit() - at - HEADER;
        if (left < 0) {
            return true;
        }
        int length = Short.toUnsignedInt(bytes.getShort(at + 4));
        return length > left && at + HEADER + length <= blockEnd(at) && !isIntact(at, left);
    }

    /// Whether nothing but zeros follow, or a whole sector of them: what a file system hands out
    /// until the sector is written. A bit that flipped would not look like that.
    private boolean isUnwritten(int from) {
        int zeros = 0;
        boolean onlyZeros = true;
        for (int i = from; i < bytes.limit(); i++) {
            boolean zero = bytes.get(i) == 0;
            onlyZeros &= zero;
            zeros = i % SECTOR == 0 ? 0 : zeros;
            zeros = zero ? zeros + 1 : Integer.MIN_VALUE;
            boolean sectorEnds = (i + 1) % SECTOR == 0 || i + 1 == bytes.limit();
            if (sectorEnds && zeros >= TELLING_ZEROS) {
                return true;
            }
        }
        return onlyZeros;
    }
}
