package dev.hanse.storage;

/// One key with the value it had at some revision.
///
/// @param createRevision the commit that created the key (again, if it had been deleted)
/// @param modRevision the commit that wrote this value
/// @param stale whether the value is kept in a form that is being given up (an old encryption key):
///   writing the same value again is not in vain then
public record Entry(
        Bytes key, Bytes value, Revision createRevision, Revision modRevision, boolean stale) {

    public Entry(Bytes key, Bytes value, Revision createRevision, Revision modRevision) {
        this(key, value, createRevision, modRevision, false);
    }
}
