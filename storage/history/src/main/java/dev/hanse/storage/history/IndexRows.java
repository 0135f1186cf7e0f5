package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import java.util.Set;

/// Writes into a batch what an index says of one change of one key.
///
/// The rows depend on nothing but the values before and after the change, so whoever derives them,
/// when a commit is written or when the index is built later, derives the same ones.
record IndexRows(HistoryDatabase database, RowBatch batch, int number) {

    void add(Bytes key, long revision, Set<Bytes> before, Set<Bytes> after) {
        for (var term : after) {
            if (!before.contains(term)) {
                var version = IndexCoding.version(number, term, key, revision);
                batch.put(database.index(), version, IndexCoding.has());
            }
        }
        for (var term : before) {
            if (!after.contains(term)) {
                var version = IndexCoding.version(number, term, key, revision);
                batch.put(database.index(), version, IndexCoding.hasNoMore());
                batch.put(database.index(), IndexCoding.end(version), IndexCoding.nothing());
            }
        }
    }
}
