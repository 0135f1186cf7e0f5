package dev.hanse.storage.encryption;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import java.util.List;

/// Opens the values of another scan's entries.
final class OpeningScan implements Scan {

    private final Scan stored;
    private final EncryptionSource encryption;

    OpeningScan(Scan stored, EncryptionSource encryption) {
        this.stored = stored;
        this.encryption = encryption;
    }

    @Override
    public Revision revision() {
        return stored.revision();
    }

    @Override
    public List<Entry> next(int limit) {
        return Unchanged.orChanged(stored.next(limit), encryption.current()::open);
    }

    @Override
    public void close() {
        stored.close();
    }
}
