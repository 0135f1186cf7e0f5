package dev.hanse.storage.etcd;

import dev.hanse.storage.Entry;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.options.GetOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// All entries of the prefix at one revision, in key order, fetched page by page.
final class SnapshotPages implements Iterator<Entry> {

    private static final int LARGEST_PAGE = 512;
    private static final int FIRST_PAGE = 16;
    private static final long PAGE_BYTES = 1L << 20;

    private final KV kv;
    private final KeyMapping keys;
    private final EtcdCalls calls;
    private final long revision;
    private final Deque<KeyValue> page = new ArrayDeque<>();
    private ByteSequence next;
    private boolean more = true;
    private int limit = FIRST_PAGE;

    SnapshotPages(KV kv, KeyMapping keys, EtcdCalls calls, long revision) {
        this.kv = kv;
        this.keys = keys;
        this.calls = calls;
        this.revision = revision;
        this.next = keys.dataStart();
    }

    @Override
    public boolean hasNext() {
        if (page.isEmpty() && more) {
            fetch();
        }
        return !page.isEmpty();
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return keys.entry(page.remove());
    }

    private void fetch() {
        var option =
                GetOption.builder()
                        .withRange(keys.dataEnd())
                        .withRevision(revision)
                        .withLimit(limit)
                        .build();
        var start = next;
        var response = calls.read(() -> kv.get(start, option));
        page.addAll(response.getKvs());
        adaptLimit();
        more = response.isMore();
        if (more) {
            next = keys.inEtcd(keys.key(page.getLast()).next());
        }
    }

    /// Entries may be of any size, and a page has to fit the heap.
    private void adaptLimit() {
        long bytes = page.stream().mapToLong(found -> found.getValue().size()).sum();
        limit = bytes > PAGE_BYTES ? Math.max(1, limit / 2) : Math.min(LARGEST_PAGE, limit * 2);
    }
}
