package dev.hanse.storage.etcd;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.UnavailableException;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;

/// A walk over the whole prefix, page by page from etcd itself, which may compact it away.
final class EtcdScan implements Scan {

    private final SnapshotPages pages;
    private final Revision revision;

    EtcdScan(SnapshotPages pages, Revision revision) {
        this.pages = pages;
        this.revision = revision;
    }

    @Override
    public Revision revision() {
        return revision;
    }

    @Override
    public List<Entry> next(int limit) {
        var entries = new ArrayList<Entry>();
        try {
            while (entries.size() < limit && pages.hasNext()) {
                entries.add(pages.next());
            }
        } catch (UnavailableException e) {
            if (EtcdCalls.code(e) == Status.Code.OUT_OF_RANGE) {
                throw new UnavailableException(
                        "etcd was compacted while it was read: ask a running server instead, which"
                                + " that does not disturb",
                        e);
            }
            throw e;
        }
        return entries;
    }

    @Override
    public void close() {}
}
