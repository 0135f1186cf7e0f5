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
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The RocksDB instance of a [History]: its column families, their tuning and their release.
///
/// `data`, `log` and `index` are described by [DataCoding], [LogCoding] and [IndexCoding];
/// `default` holds a few numbers about the whole history.
final class HistoryDatabase implements AutoCloseable {

    /// The newest revision known, for histories whose newest revision changed nothing here.
    static final String NEWEST = "newest";

    /// The oldest revision that can be read.
    static final String COMPACTED = "compacted";

    /// Up to which revision superseded rows are physically gone; catches up with [#COMPACTED].
    static final String SWEPT = "swept";

    /// Not zero while a snapshot is being loaded: the rows are those of no revision.
    static final String LOADING = "loading";

    /// The last number given to an index.
    static final String LAST_INDEX = "last-index";

    private static final int KEPT_LOG_FILES = 3;
    private static final int DICTIONARY_BYTES = 16 << 10;

    private final Path directory;
    private final RocksDB db;
    private final ColumnFamilyHandle numbers;
    private final ColumnFamilyHandle data;
    private final ColumnFamilyHandle log;
    private final ColumnFamilyHandle index;
    private final WriteOptions durable;
    private final WriteOptions relaxed;
    private final List<RocksObject> natives;

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
        var cache = keep(natives, new LRUCache(config.blockCacheBytes(), -1, false, 0.5));
        var descriptors =
                List.of(
                        descriptor("default", keep(natives, new ColumnFamilyOptions())),
                        descriptor("data", dataOptions(natives, cache)),
                        descriptor("log", smallRowOptions(natives, cache)),
                        descriptor("index", smallRowOptions(natives, cache)));
        var families = new ArrayList<ColumnFamilyHandle>();
        try {
            Files.createDirectories(config.directory());
            Manifest.check(config.directory());
            WriteAheadLog.recover(config.directory());
            var db =
                    opener.open(
                            databaseOptions(natives),
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

    RocksDB db() {
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

    void write(WriteBatch batch, boolean sync) throws RocksDBException {
        db.write(sync ? durable : relaxed, batch);
    }

    long number(String name) throws RocksDBException {
        var value = db.get(numbers, name.getBytes(StandardCharsets.UTF_8));
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    void putNumber(WriteBatch batch, String name, long value) throws RocksDBException {
        batch.put(
                numbers,
                name.getBytes(StandardCharsets.UTF_8),
                ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    /// Rewrites every file without what was deleted.
    void rewrite() throws RocksDBException {
        try (var options =
                new CompactRangeOptions()
                        .setBottommostLevelCompaction(
                                CompactRangeOptions.BottommostLevelCompaction.kForceOptimized)) {
            for (var family : List.of(numbers, data, log)) {
                db.compactRange(family, null, null, options);
            }
        }
    }

    @Override
    public void close() {
        numbers.close();
        data.close();
        log.close();
        index.close();
        db.close();
        natives.reversed().forEach(RocksObject::close);
    }

    private static DBOptions databaseOptions(List<RocksObject> natives) {
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
                // Bounds both the memory of unflushed writes and the time recovery needs.
                .setDbWriteBufferSize(96L << 20)
                .setMaxTotalWalSize(192L << 20)
                .setBytesPerSync(1L << 20);
    }

    private static ColumnFamilyOptions dataOptions(List<RocksObject> natives, Cache cache) {
        // Exact rows are looked up when events are replayed; the filter spares them most files.
        var filter = keep(natives, new BloomFilter(10));
        var dictionary =
                keep(natives, new CompressionOptions())
                        .setMaxDictBytes(DICTIONARY_BYTES)
                        .setZStdMaxTrainBytes(DICTIONARY_BYTES * 64)
                        .setEnabled(true);
        return keep(natives, new ColumnFamilyOptions())
                .setTableFormatConfig(table(cache).setFilterPolicy(filter))
                .setWriteBufferSize(32L << 20)
                .setMaxWriteBufferNumber(4)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
                .setBottommostCompressionOptions(dictionary);
    }

    private static ColumnFamilyOptions smallRowOptions(List<RocksObject> natives, Cache cache) {
        return keep(natives, new ColumnFamilyOptions())
                .setTableFormatConfig(table(cache))
                .setWriteBufferSize(8L << 20)
                .setMaxWriteBufferNumber(4)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    private static BlockBasedTableConfig table(Cache cache) {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(8L << 10)
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
