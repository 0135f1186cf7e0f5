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

    public Txn {
        conditions = List.copyOf(conditions);
        writes = List.copyOf(writes);
        if (conditions.size() > MAX_OPERATIONS || writes.size() > MAX_OPERATIONS) {
            throw new IllegalArgumentException(
                    "a transaction holds at most " + MAX_OPERATIONS + " operations");
        }
        var keys = new HashSet<Bytes>();
        for (var write : writes) {
            if (!keys.add(write.key())) {
                throw new IllegalArgumentException("key written twice: " + write.key());
            }
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
