package dev.hanse.storage.encryption;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.Statistic;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnreadableValueException;
import dev.hanse.storage.Write;
import java.util.ArrayList;
import java.util.List;

/// A store whose values are encrypted in the store below it; keys and revisions are the same in
/// both. Values that no rule encrypts pass as they are.
///
/// Thread-safe. Owns the store below and the source.
public final class EncryptedStorage implements Storage {

    /// How many values are looked at between two reads of a rewrite.
    private static final int STEP = 200;

    private final Storage stored;
    private final EncryptionSource encryption;

    public EncryptedStorage(Storage stored, EncryptionSource encryption) {
        this.stored = stored;
        this.encryption = encryption;
    }

    @Override
    public Revision revision() {
        return stored.revision();
    }

    @Override
    public Revision localRevision() {
        return stored.localRevision();
    }

    @Override
    public Page read(Range range, Revision at, int limit) {
        return opened(stored.read(range, at, limit));
    }

    @Override
    public long count(Range range, Revision at) {
        return stored.count(range, at);
    }

    /// The store below, where values are as they are on disk.
    public Storage stored() {
        return stored;
    }

    @Override
    public Scan scan(Range range, Revision at) {
        return new OpeningScan(stored.scan(range, at), encryption);
    }

    /// The store below was opened with [EncryptionSource#overPlainValues] of its indexes.
    @Override
    public Page find(String index, Bytes term, Range range, Revision at, int limit) {
        return opened(stored.find(index, term, range, at, limit));
    }

    @Override
    public Outcome commit(Txn txn) {
        return switch (stored.commit(sealed(txn))) {
            case Outcome.Committed committed -> committed;
            case Outcome.Rejected(var revision, var found) ->
                    new Outcome.Rejected(revision, opened(found));
        };
    }

    @Override
    public Cursor watch(Range range, Revision after) {
        return new OpeningCursor(stored.watch(range, after), encryption);
    }

    @Override
    public void compact(Revision revision) {
        stored.compact(revision);
    }

    @Override
    public Revision compactedRevision() {
        return stored.compactedRevision();
    }

    /// Writes every value of `range` again that is stale, so that only the first provider's secret
    /// is needed from now on. To those who watch, each of them is a change. May take long; gives up
    /// when interrupted between two values.
    public Rewritten rewriteStale(Range range) {
        long rewritten = 0;
        var unreadable = new ArrayList<Bytes>();
        var rest = range;
        while (true) {
            var page = stored.read(rest, Revision.NONE, STEP);
            for (var entry : page.entries()) {
                if (Thread.currentThread().isInterrupted()) {
                    return new Rewritten(rewritten, unreadable, false);
                }
                try {
                    rewritten += rewriteIfStale(entry) ? 1 : 0;
                } catch (UnreadableValueException e) {
                    unreadable.add(e.key());
                }
            }
            if (!page.more()) {
                return new Rewritten(rewritten, unreadable, true);
            }
            rest = rest.after(page.entries().getLast().key());
        }
    }

    /// A value that somebody else has written meanwhile is not stale any more.
    private boolean rewriteIfStale(Entry entry) {
        var opened = encryption.current().open(entry);
        return opened.stale()
                && commit(Txn.replace(entry.key(), entry.modRevision(), opened.value()))
                        instanceof Outcome.Committed;
    }

    private Txn sealed(Txn txn) {
        var now = encryption.current();
        var writes = Unchanged.orChanged(txn.writes(), write -> sealed(now, write));
        return Unchanged.isSame(writes, txn.writes()) ? txn : new Txn(txn.conditions(), writes);
    }

    private static Write sealed(Encryption now, Write write) {
        return switch (write) {
            case Write.Put(var key, var value) -> {
                var sealed = now.seal(key, value);
                yield Unchanged.isSame(sealed, value) ? write : new Write.Put(key, sealed);
            }
            case Write.Delete _ -> write;
        };
    }

    private Page opened(Page page) {
        return new Page(page.revision(), opened(page.entries()), page.more());
    }

    private List<Entry> opened(List<Entry> entries) {
        return Unchanged.orChanged(entries, encryption.current()::open);
    }

    @Override
    public List<Statistic> statistics() {
        return stored.statistics();
    }

    @Override
    public void close() {
        encryption.close();
        stored.close();
    }
}
