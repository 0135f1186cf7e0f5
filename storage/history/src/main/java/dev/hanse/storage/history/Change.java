package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;

/// An event without its values: which rows of `data` hold them.
///
/// @param previousRevision of the value that was replaced, or zero
record Change(Bytes key, long revision, boolean deletion, long previousRevision) {}
