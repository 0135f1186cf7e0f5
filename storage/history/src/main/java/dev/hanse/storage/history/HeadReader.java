package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// The newest entries while commits are being prepared: what the [History] held when this was
/// opened, and on top of it the commits added since, which are not written yet.
///
/// For the engine that appends; used by its one thread.
public final class HeadReader {

    private record Known(@Nullable Entry entry) {}

    private final HistoryDatabase database;
    private final Map<Bytes, Known> known = new HashMap<>();

    HeadReader(HistoryDatabase database) {
        this.database = database;
    }

    /// The newest entry under `key`, or null when there is none.
    public @Nullable Entry find(Bytes key) {
        var found = known.get(key);
        if (found == null) {
            found = new Known(read(key));
            known.put(key, found);
        }
        return found.entry();
    }

    /// Lets later calls of [#find] see `commit`.
    public void add(Commit commit) {
        commit.events().forEach(event -> known.put(event.key(), new Known(event.current())));
    }

    private @Nullable Entry read(Bytes key) {
        try {
            return Heads.find(database, key);
        } catch (RocksDBException e) {
            throw Corruption.of("cannot read " + key, database.directory(), e);
        }
    }
}
