package dev.hanse.storage.conformance.history;

import dev.hanse.storage.Cursor;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;

/// The calls of a [Storage] that histories are made of, with the meaning they have there; so that a
/// store in another process, or one that is wrong on purpose, has to offer no more.
public interface StoreCalls {

    Revision revision();

    Page read(Range range, Revision at, int limit);

    Outcome commit(Txn txn);

    Cursor watch(Range range, Revision after);

    static StoreCalls of(Storage storage) {
        return new StoreCalls() {
            @Override
            public Revision revision() {
                return storage.revision();
            }

            @Override
            public Page read(Range range, Revision at, int limit) {
                return storage.read(range, at, limit);
            }

            @Override
            public Outcome commit(Txn txn) {
                return storage.commit(txn);
            }

            @Override
            public Cursor watch(Range range, Revision after) {
                return storage.watch(range, after);
            }
        };
    }
}
