package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import dev.hanse.storage.Write;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The least that an embedded MVCC store on RocksDB has to do, as the mark to measure ours by: one
/// thread takes what is queued, writes a value row and a log row for each put, forces them to disk
/// once, and tells the callers. It checks no condition, looks up no previous value, publishes
/// nothing and has no limits.
final class SpikeStore implements Store {

    private static final int MOST_PUTS = 1024;

    private record Pending(List<Write.Put> puts, CompletableFuture<Long> done) {}

    private final DBOptions options;
    private final ColumnFamilyOptions familyOptions;
    private final List<ColumnFamilyHandle> families = new ArrayList<>();
    private final WriteOptions durable = new WriteOptions().setSync(true);
    private final RocksDB db;
    private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final Thread committer;
    private long revision;

    private SpikeStore(Path directory) throws RocksDBException {
        this.options =
                new DBOptions()
                        .setCreateIfMissing(true)
                        .setCreateMissingColumnFamilies(true)
                        .setMaxBackgroundJobs(2);
        this.familyOptions =
                new ColumnFamilyOptions()
                        .setCompressionType(CompressionType.LZ4_COMPRESSION)
                        .setMaxWriteBufferNumber(4);
        this.db =
                RocksDB.open(
                        options,
                        directory.toString(),
                        List.of(family("default"), family("data"), family("log")),
                        families);
        this.committer = Thread.ofPlatform().daemon().name("spike").unstarted(this::run);
    }

    static SpikeStore open(Path directory) {
        RocksDB.loadLibrary();
        try {
            var store = new SpikeStore(directory);
            store.committer.start();
            return store;
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    private ColumnFamilyDescriptor family(String name) {
        return new ColumnFamilyDescriptor(Bytes.utf8(name).unsafeArray(), familyOptions);
    }

    @Override
    public long put(Bytes key, Bytes value) {
        return submit(List.of(new Write.Put(key, value)));
    }

    @Override
    public long create(Bytes key, Bytes value) {
        throw new UnsupportedOperationException("the spike checks no conditions");
    }

    @Override
    public long replace(Bytes key, long modRevision, Bytes value) {
        throw new UnsupportedOperationException("the spike checks no conditions");
    }

    @Override
    public void putAll(List<Write.Put> puts) {
        var _ = submit(puts);
    }

    private long submit(List<Write.Put> puts) {
        var pending = new Pending(puts, new CompletableFuture<>());
        queue.add(pending);
        return pending.done().join();
    }

    private void run() {
        var group = new ArrayList<Pending>();
        try {
            while (true) {
                group.add(queue.take());
                queue.drainTo(group, MOST_PUTS - 1);
                write(group);
                group.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RocksDBException e) {
            group.forEach(pending -> pending.done().completeExceptionally(e));
        }
    }

    private void write(List<Pending> group) throws RocksDBException {
        long first = revision;
        try (var batch = new WriteBatch()) {
            for (var pending : group) {
                revision++;
                for (var put : pending.puts()) {
                    var key = put.key().unsafeArray();
                    batch.put(families.get(1), row(key, ~revision), put.value().unsafeArray());
                    batch.put(families.get(2), logRow(revision, key), new byte[0]);
                }
            }
            db.write(durable, batch);
        }
        for (var pending : group) {
            pending.done().complete(++first);
        }
    }

    private static byte[] row(byte[] key, long inverted) {
        return ByteBuffer.allocate(key.length + Long.BYTES).put(key).putLong(inverted).array();
    }

    private static byte[] logRow(long revision, byte[] key) {
        return ByteBuffer.allocate(key.length + Long.BYTES).putLong(revision).put(key).array();
    }

    /// Keys have no common beginnings here, so that a change of the bytes before the revision is
    /// the next key.
    @Override
    public int read(Range range, int limit) {
        var end = range.end();
        int found = 0;
        long bytes = 0;
        try (var upper = end == null ? null : new Slice(end.unsafeArray());
                var reading = new ReadOptions()) {
            if (upper != null) {
                reading.setIterateUpperBound(upper);
            }
            try (var rows = db.newIterator(families.get(1), reading)) {
                rows.seek(range.start().unsafeArray());
                for (; found < limit && rows.isValid(); rows.next(), found++) {
                    bytes += rows.key().length + rows.value().length;
                }
            }
        }
        if (found > 0 && bytes == 0) {
            throw new IllegalStateException("empty rows");
        }
        return found;
    }

    @Override
    public Watcher watch(Range range, Consumer<byte[]> onValue) {
        throw new UnsupportedOperationException("the spike publishes nothing");
    }

    @Override
    public void compact() {
        try {
            db.compactRange(families.get(1));
        } catch (RocksDBException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void reclaim() {
        compact();
    }

    @Override
    public void close() {
        committer.interrupt();
        try {
            committer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        families.forEach(ColumnFamilyHandle::close);
        db.close();
        durable.close();
        familyOptions.close();
        options.close();
    }
}
