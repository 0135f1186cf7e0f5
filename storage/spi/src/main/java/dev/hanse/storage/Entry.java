package dev.hanse.storage;

/// One key with the value it had at some revision.
///
/// @param createRevision the commit that created the key (again, if it had been deleted)
/// @param modRevision the commit that wrote this value
public record Entry(Bytes key, Bytes value, Revision createRevision, Revision modRevision) {}
