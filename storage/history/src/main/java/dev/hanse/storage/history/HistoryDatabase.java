package dev.hanse.storage.history;

import dev.hanse.storage.CorruptedException;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.UnavailableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompressionOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.IndexType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/// The RocksDB instance of a [History]: its column families, their tuning and their release.
///
/// `data`, `log`, `index` and `head` are described by [DataCoding], [LogCoding], [IndexCoding] and
/// [Heads]; `default` holds a few numbers about the whole history.
///
/// Used by many threads at once, but for [#become], [#closeFiles] and [#close]: [Gate] sees to it.
final class HistoryDatabase implements AutoCloseable {

    /// The newest revision known, for histories whose newest revision changed nothing here.
    static final String NEWEST = "newest";

    /// The token of the [Mark] at [#NEWEST].
    static final String TOKEN = "token";

    /// The oldest revision that can be read.
    static final String COMPACTED = "compacted";

    /// Up to which revision superseded rows are physically gone; catches up with [#COMPACTED].
    static final String SWEPT = "swept";

    /// Not zero when the rows of [Heads] are there.
    static final String HEADS = "heads";

    /// Not zero while a snapshot is being loaded: the rows are those of no revision.
    static final String LOADING = "loading";

    /// The last number given to an index.
    static final String LAST_INDEX = "last-index";

    /// Few, so that a shard has room for blocks of the biggest objects, too.
    private static final int CACHE_SHARD_BITS = 4;

    private static final int KEPT_LOG_FILES = 3;
    private static final int DICTIONARY_BYTES = 16 << 10;

    /// New data quickly, and what it has made sink to a level below, which is most of a large
    /// store, well: the first two are that of flushed files and the one they are merged into.
    private static final List<CompressionType> COMPRESSION =
            List.of(
                    CompressionType.LZ4_COMPRESSION,
                    CompressionType.LZ4_COMPRESSION,
                    CompressionType.ZSTD_COMPRESSION);

    private final Path directory;
    private RocksDB db;
    private ColumnFamilyHandle numbers;
    private ColumnFamilyHandle data;
    private ColumnFamilyHandle log;
    private ColumnFamilyHandle index;
    private ColumnFamilyHandle head;
    private WriteOptions durable;
    private WriteOptions relaxed;
    private List<RocksObject> natives;
    private boolean open = true;
    private volatile @Nullable RocksDBException writeFailure;

    private HistoryDatabase(
            Path directory,
            RocksDB db,
            List<ColumnFamilyHandle> families,
            List<RocksObject> natives) {
        this.directory = directory;
        this.db = db;
        this.numbers = families.get(0);
        this.data = families.get(1);
        this.log = families.get(2);
        this.index = families.get(3);
        this.head = families.get(4);
        this.natives = natives;
        this.durable = keep(natives, new WriteOptions().setSync(true));
        this.relaxed = keep(natives, new WriteOptions());
    }

    /// Opens the files in the configured directory, or starts anew when a snapshot was being loaded
    /// into them, which nothing can be resumed from.
    static HistoryDatabase open(HistoryConfig config) {
        RocksDB.loadLibrary();
        var database = openFiles(config);
        try {
            if (database.number(LOADING) == 0) {
                return database;
            }
            database.close();
            try (var options = new Options()) {
                RocksDB.destroyDB(config.directory().toString(), options);
            }
            return openFiles(config);
        } catch (RocksDBException e) {
            throw cannotOpen(config.directory(), e);
        }
    }

    /// Opens the files without changing any of them, except for cutting off a last write that did
    /// not reach the disk.
    static HistoryDatabase openReadOnly(HistoryConfig config) {
        RocksDB.loadLibrary();
        return openFiles(config, RocksDB::openReadOnly);
    }

    private interface Opener {
        RocksDB open(
                DBOptions options,
                String directory,
                List<ColumnFamilyDescriptor> descriptors,
                List<ColumnFamilyHandle> families)
                throws RocksDBException;
    }

    private static HistoryDatabase openFiles(HistoryConfig config) {
        return openFiles(config, RocksDB::open);
    }

    private static HistoryDatabase openFiles(HistoryConfig config, Opener opener) {
        var natives = new ArrayList<RocksObject>();
        var cache =
                keep(natives, new LRUCache(config.blockCacheBytes(), CACHE_SHARD_BITS, false, 0.5));
        var descriptors =
                List.of(
                        descriptor("default", keep(natives, new ColumnFamilyOptions())),
                        descriptor(
                                "data", dataOptions(natives, cache, config.writeBufferBytes() / 3)),
                        descriptor(
                                "log",
                                smallRowOptions(natives, cache, config.writeBufferBytes() / 12)),
                        descriptor(
                                "index",
                                smallRowOptions(natives, cache, config.writeBufferBytes() / 12)),
                        descriptor(
                                "head",
                                headOptions(natives, cache, config.writeBufferBytes() / 12)));
        var families = new ArrayList<ColumnFamilyHandle>();
        try {
            Files.createDirectories(config.directory());
            Manifest.check(config.directory());
            WriteAheadLog.recover(config.directory());
            var db =
                    opener.open(
                            databaseOptions(natives, config.writeBufferBytes()),
                            config.directory().toString(),
                            descriptors,
                            families);
            return new HistoryDatabase(config.directory(), db, families, natives);
        } catch (RocksDBException e) {
            natives.reversed().forEach(RocksObject::close);
            throw cannotOpen(config.directory(), e);
        } catch (IOException e) {
            natives.reversed().forEach(RocksObject::close);
            throw new UnavailableException(
                    "cannot open the history in %s: %s".formatted(config.directory(), e), e);
        } catch (CorruptedException e) {
            natives.reversed().forEach(RocksObject::close);
            throw e;
        }
    }

    private static StorageException cannotOpen(Path directory, RocksDBException e) {
        return Corruption.of("cannot open the history in " + directory, directory, e);
    }

    Path directory() {
        return directory;
    }

    /// @throws UnavailableException after a failed write, if even reading is impossible
    RocksDB db() {
        if (!open) {
            throw new UnavailableException(
                    "the files in " + directory + " cannot be opened at the moment", null);
        }
        return db;
    }

    ColumnFamilyHandle data() {
        return data;
    }

    ColumnFamilyHandle log() {
        return log;
    }

    ColumnFamilyHandle index() {
        return index;
    }

    ColumnFamilyHandle head() {
        return head;
    }

    List<ColumnFamilyHandle> families() {
        return List.of(numbers, data, log, index, head);
    }

    void write(RowBatch batch, boolean sync) throws RocksDBException {
        try (var rows = batch.toWriteBatch()) {
            db().write(sync ? durable : relaxed, rows);
        } catch (RocksDBException e) {
            writeFailure = e;
            throw e;
        }
    }

    /// Why a write failed, so that no other can succeed with these files; null if none did.
    @Nullable RocksDBException writeFailure() {
        return writeFailure;
    }

    long number(String name) throws RocksDBException {
        var value = db().get(numbers, name.getBytes(StandardCharsets.UTF_8));
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    void putNumber(RowBatch batch, String name, long value) {
        batch.put(
                numbers,
                name.getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    void putMark(RowBatch batch, Mark mark) {
        putNumber(batch, NEWEST, mark.revision().value());
        putNumber(batch, TOKEN, mark.token());
    }

    long versions() throws RocksDBException {
        long versions = 0;
        try (var options = new ReadOptions().setFillCache(false);
                var rows = db.newIterator(data, options)) {
            for (rows.seekToFirst(); rows.isValid(); rows.next()) {
                versions++;
            }
            rows.status();
        }
        return versions;
    }

    /// Rewrites every file without what was deleted.
    void rewrite() throws RocksDBException {
        try (var options =
                new CompactRangeOptions()
                        .setBottommostLevelCompaction(
                                CompactRangeOptions.BottommostLevelCompaction.kForceOptimized)) {
            for (var family : families()) {
                db.compactRange(family, null, null, options);
            }
        }
    }

    /// Gives up the files, until [#become] brings others. Nobody may be using them.
    void closeFiles() {
        if (open) {
            open = false;
            numbers.close();
            data.close();
            log.close();
            index.close();
            head.close();
            db.close();
            natives.reversed().forEach(RocksObject::close);
        }
    }

    /// Declares that writes work again.
    void writable() {
        writeFailure = null;
    }

    /// Takes over what `other` has open, in place of its own. Nobody may be using either.
    void become(HistoryDatabase other) {
        closeFiles();
        db = other.db;
        numbers = other.numbers;
        data = other.data;
        log = other.log;
        index = other.index;
        head = other.head;
        durable = other.durable;
        relaxed = other.relaxed;
        natives = other.natives;
        open = true;
    }

    @Override
    public void close() {
        closeFiles();
    }

    private static DBOptions databaseOptions(List<RocksObject> natives, long writeBuffer) {
        return keep(natives, new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                // Accepts no damage: WriteAheadLog has cut off what was never acknowledged.
                .setWalRecoveryMode(WALRecoveryMode.AbsoluteConsistency)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(KEPT_LOG_FILES)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setMaxBackgroundJobs(2)
                // Both bound the memory of unflushed writes and the time recovery needs.
                .setDbWriteBufferSize(writeBuffer)
                .setMaxTotalWalSize(2 * writeBuffer)
                .setBytesPerSync(1L << 20);
    }

    private static ColumnFamilyOptions dataOptions(
            List<RocksObject> natives, Cache cache, long writeBuffer) {
        // Exact rows are looked up when events are replayed; the filter spares them most files.
        var filter = keep(natives, new BloomFilter(10));
        var dictionary =
                keep(natives, new CompressionOptions())
                        .setMaxDictBytes(DICTIONARY_BYTES)
                        .setZStdMaxTrainBytes(DICTIONARY_BYTES * 64)
                        .setEnabled(true);
        return keep(natives, new ColumnFamilyOptions())
                .setTableFormatConfig(table(cache).setFilterPolicy(filter))
                .setWriteBufferSize(writeBuffer)
                .setMaxWriteBufferNumber(4)
                .setCompressionPerLevel(COMPRESSION)
                .setBottommostCompressionOptions(dictionary);
    }

    private static ColumnFamilyOptions headOptions(
            List<RocksObject> natives, Cache cache, long writeBuffer) {
        var filter = keep(natives, new BloomFilter(10));
        return smallRowOptions(natives, cache, writeBuffer)
                .setTableFormatConfig(table(cache).setFilterPolicy(filter))
                .setMemtablePrefixBloomSizeRatio(0.1)
                .setMemtableWholeKeyFiltering(true);
    }

    private static ColumnFamilyOptions smallRowOptions(
            List<RocksObject> natives, Cache cache, long writeBuffer) {
        return keep(natives, new ColumnFamilyOptions())
                .setTableFormatConfig(table(cache))
                .setWriteBufferSize(writeBuffer)
                .setMaxWriteBufferNumber(4)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /// Indexes and filters are cut into blocks of their own: whole ones of a big table are larger
    /// than a shard of the cache, would never stay in it, and every read would unpack them again.
    private static BlockBasedTableConfig table(Cache cache) {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(8L << 10)
                .setIndexType(IndexType.kTwoLevelIndexSearch)
                .setPartitionFilters(true)
                .setMetadataBlockSize(8 << 10)
                .setPinTopLevelIndexAndFilter(true)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setPinL0FilterAndIndexBlocksInCache(true);
    }

    private static ColumnFamilyDescriptor descriptor(String name, ColumnFamilyOptions options) {
        return new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), options);
    }

    private static <T extends RocksObject> T keep(List<RocksObject> natives, T object) {
        natives.add(object);
        return object;
    }
}
