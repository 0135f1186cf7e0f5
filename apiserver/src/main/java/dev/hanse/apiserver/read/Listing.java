package dev.hanse.apiserver.read;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import java.util.List;

/// One page of a list.
///
/// @param continueToken where the next page starts, or empty when this is the last
/// @param remaining how many objects follow, or -1 when nobody knows
public record Listing(
        Revision revision, List<Entry> entries, String continueToken, long remaining) {

    public Listing {
        entries = List.copyOf(entries);
    }
}
