package dev.hanse.storage.history;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/// The newest entries while commits are being prepared: what the [History] held when this was
/// opened, and on top of it the commits added since, which are not written yet.
///
/// For the engine that appends. Used by one thread, closed before the history.
public final class HeadReader implements AutoCloseable {

    private record Known(@Nullable Entry entry) {}

    private final Path directory;
    private final RocksIterator rows;
    private final Map<Bytes, Known> known = new HashMap<>();

    HeadReader(HistoryDatabase database) {
        this.directory = database.directory();
        this.rows = database.db().newIterator(database.data());
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
            return RangeReader.find(rows, key, Long.MAX_VALUE);
        } catch (RocksDBException e) {
            throw Corruption.of("cannot read " + key, directory, e);
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
