package dev.hanse.storage;

/// One change within a [Txn].
public sealed interface Write {

    Bytes key();

    /// Sets the value, creating the key if needed.
    record Put(Bytes key, Bytes value) implements Write {}

    /// Removes the key; removing an absent key changes nothing and makes no event.
    record Delete(Bytes key) implements Write {}
}
