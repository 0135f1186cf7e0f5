package dev.hanse.storage;

/// What must hold of a key when a [Txn] commits: that it was last written at `modRevision`.
/// [Revision#NONE] means the key does not exist.
public record Condition(Bytes key, Revision modRevision) {

    public static Condition absent(Bytes key) {
        return new Condition(key, Revision.NONE);
    }
}
