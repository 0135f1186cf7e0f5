package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The newest entries while commits are being prepared: what the [History] held when this was
/// opened, and on top of it the commits added since, which are not written yet.
///
/// For the engine that appends; used by its one thread.
public final class HeadReader {

    private static final Logger log = LoggerFactory.getLogger(HeadReader.class);

    private record Known(@Nullable Entry entry) {}

    private final HistoryDatabase database;
    private final Map<Bytes, Known> known = new HashMap<>();

    HeadReader(HistoryDatabase database) {
        this.database = database;
    }

    /// Looks up `keys` at once, for [#find] to be asked for them next: cheaper than one by one.
    public void prepare(Set<Bytes> keys) {
        try {
            Heads.findAll(
                    database, List.copyOf(keys), (key, entry) -> known.put(key, new Known(entry)));
        } catch (RocksDBException e) {
            // The call for the key that cannot be read will say so; the others are not concerned.
            log.atDebug().setCause(e).log("looking keys up one by one");
        }
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
