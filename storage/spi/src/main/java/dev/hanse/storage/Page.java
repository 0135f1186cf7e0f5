package dev.hanse.storage;

import java.util.List;

/// Part of a range at one revision, in key order.
///
/// @param revision the revision the page was read at; give it to the next page's read
/// @param more whether keys of the range remain after the last entry
public record Page(Revision revision, List<Entry> entries, boolean more) {

    public Page {
        entries = List.copyOf(entries);
    }
}
