package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import java.util.List;

/// One call of a client: what it asked, what it heard, and when the call was under way.
public sealed interface Call {

    /// When the call began, on a clock that all calls of a recording share.
    long started();

    /// When the answer came.
    long ended();

    /// A range at the newest revision, put together from pages. Only the first page has to be
    /// linearizable: the others are read at its revision, and `ended` is when it came.
    record Read(long started, long ended, Range range, Revision revision, List<Entry> entries)
            implements Call {
        public Read {
            entries = List.copyOf(entries);
        }
    }

    /// A range at a revision seen before: true at any time.
    record OldRead(long started, long ended, Range range, Revision revision, List<Entry> entries)
            implements Call {
        public OldRead {
            entries = List.copyOf(entries);
        }
    }

    /// A transaction that was decided.
    record Commit(long started, long ended, Txn txn, Outcome outcome) implements Call {

        Revision revision() {
            return switch (outcome) {
                case Outcome.Committed(var revision) -> revision;
                case Outcome.Rejected(var revision, _) -> revision;
            };
        }
    }

    /// A transaction nobody knows the outcome of: it takes effect once, any time later, or never.
    record Unresolved(long started, Txn txn) implements Call {
        @Override
        public long ended() {
            return Long.MAX_VALUE;
        }
    }

    /// A transaction of which the store said that it wrote nothing.
    record Refused(long started, long ended, Txn txn) implements Call {}
}
