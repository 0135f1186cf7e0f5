package dev.hanse.storage;

import java.util.HashSet;
import java.util.List;

/// Writes that take effect together, at one revision, if all conditions hold.
///
/// A key is written at most once. Conditions may name keys that are not written: that is how an
/// object is guarded by another one.
public record Txn(List<Condition> conditions, List<Write> writes) {

    /// One less than etcd's default limit of operations in one transaction: the etcd engine adds
    /// one of its own.
    public static final int MAX_OPERATIONS = 127;

    /// How many bytes of keys and values a transaction may write: an object of 1.5 MiB and what
    /// guards it. (etcd takes somewhat less unless told otherwise.)
    public static final long MAX_BYTES = 2L << 20;

    public Txn {
        conditions = List.copyOf(conditions);
        writes = List.copyOf(writes);
        if (conditions.size() > MAX_OPERATIONS || writes.size() > MAX_OPERATIONS) {
            throw new IllegalArgumentException(
                    "a transaction holds at most " + MAX_OPERATIONS + " operations");
        }
        requireDifferentKeys(writes);
    }

    private static void requireDifferentKeys(List<Write> writes) {
        if (writes.size() < 2) {
            return;
        }
        var keys = new HashSet<Bytes>();
        for (var write : writes) {
            if (!keys.add(write.key())) {
                throw new IllegalArgumentException("key written twice: " + write.key());
            }
        }
    }

    /// The bytes of keys and values to be written.
    public long bytes() {
        long bytes = 0;
        for (var write : writes) {
            bytes += write.key().length();
            if (write instanceof Write.Put put) {
                bytes += put.value().length();
            }
        }
        return bytes;
    }

    /// @throws TooLargeException if there are more than [#MAX_BYTES]
    public void requireNotTooLarge() {
        long bytes = bytes();
        if (bytes > MAX_BYTES) {
            throw new TooLargeException(
                    "a transaction of %d bytes; at most %d are written at once"
                            .formatted(bytes, MAX_BYTES),
                    null);
        }
    }

    public static Txn create(Bytes key, Bytes value) {
        return new Txn(List.of(Condition.absent(key)), List.of(new Write.Put(key, value)));
    }

    public static Txn replace(Bytes key, Revision modRevision, Bytes value) {
        return new Txn(
                List.of(new Condition(key, modRevision)), List.of(new Write.Put(key, value)));
    }

    public static Txn delete(Bytes key, Revision modRevision) {
        return new Txn(List.of(new Condition(key, modRevision)), List.of(new Write.Delete(key)));
    }
}
