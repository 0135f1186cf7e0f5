package dev.hanse.storage.history;

import dev.hanse.storage.Revision;

/// How far a replica has followed another store, and by what it recognises that store's history.
///
/// @param token what the other store says of `revision`; another history that has come as far says
///   something else
public record Mark(Revision revision, long token) {}
