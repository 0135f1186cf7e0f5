package dev.hanse.storage.etcd;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KeyValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// How keys are named in etcd: `<prefix>/data<key>`, and `<prefix>/head` for the engine itself.
/// `<prefix>.restoring` keeps servers out while the prefix is being filled from a snapshot.
///
/// Every commit that writes also writes the head. Its mod revision is therefore the newest revision
/// of this prefix, whatever else happens in the same etcd, and one point read finds it.
final class KeyMapping {

    private final byte[] data;
    private final byte[] head;
    private final byte[] restoring;
    private final Range everything;

    KeyMapping(String prefix) {
        this.data = (prefix + "/data").getBytes(StandardCharsets.UTF_8);
        this.head = (prefix + "/head").getBytes(StandardCharsets.UTF_8);
        // Not below the prefix: replicas take what is there for entries.
        this.restoring = (prefix + ".restoring").getBytes(StandardCharsets.UTF_8);
        this.everything = Range.prefix(Bytes.utf8(prefix + "/"));
    }

    ByteSequence head() {
        return ByteSequence.from(head);
    }

    /// Exists while the prefix is being restored.
    ByteSequence restoring() {
        return ByteSequence.from(restoring);
    }

    boolean isHead(KeyValue found) {
        return Arrays.equals(found.getKey().getBytes(), head);
    }

    /// Where data and head lie, as the first key and the one behind the last.
    ByteSequence start() {
        return sequence(everything.start());
    }

    ByteSequence end() {
        return sequence(end(everything));
    }

    ByteSequence dataStart() {
        return ByteSequence.from(data);
    }

    ByteSequence dataEnd() {
        return sequence(end(Range.prefix(Bytes.wrap(data))));
    }

    ByteSequence inEtcd(Bytes key) {
        var whole = Arrays.copyOf(data, data.length + key.length());
        System.arraycopy(key.unsafeArray(), 0, whole, data.length, key.length());
        return ByteSequence.from(whole);
    }

    Bytes key(KeyValue found) {
        var whole = found.getKey().getBytes();
        return Bytes.wrap(Arrays.copyOfRange(whole, data.length, whole.length));
    }

    Entry entry(KeyValue found) {
        return new Entry(
                key(found),
                Bytes.wrap(found.getValue().getBytes()),
                new Revision(found.getCreateRevision()),
                new Revision(found.getModRevision()));
    }

    static ByteSequence sequence(Bytes bytes) {
        return ByteSequence.from(bytes.unsafeArray());
    }

    private static Bytes end(Range range) {
        var end = range.end();
        if (end == null) {
            throw new IllegalStateException("a prefix of text has an end");
        }
        return end;
    }
}
