package dev.hanse.storage;

import java.util.List;

/// What became of a [Txn]. A condition that does not hold is a normal answer, not an exception.
public sealed interface Outcome {

    /// All conditions held; the writes are durable at `revision` and visible to every later read.
    ///
    /// A transaction without effective writes commits at the newest revision and makes no event.
    record Committed(Revision revision) implements Outcome {}

    /// A condition did not hold and nothing was written.
    ///
    /// @param revision the newest revision when the conditions were checked
    /// @param found the entries that exist now under the conditions' keys
    record Rejected(Revision revision, List<Entry> found) implements Outcome {
        public Rejected {
            found = List.copyOf(found);
        }
    }
}
