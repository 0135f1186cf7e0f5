package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import dev.hanse.storage.etcd.EtcdStorage;
import dev.hanse.storage.etcd.EtcdStorageConfig;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// One of our engines.
final class HanseStore implements Store {

    private final Storage storage;
    private final Runnable reclaiming;
    private final List<ExecutorService> loops = List.of(loop(), loop());
    private int nextLoop;

    private HanseStore(Storage storage, Runnable reclaiming) {
        this.storage = storage;
        this.reclaiming = reclaiming;
    }

    static HanseStore embedded(EmbeddedStorageConfig config) {
        var storage = EmbeddedStorage.open(config);
        return new HanseStore(storage, storage::reclaim);
    }

    static HanseStore etcd(EtcdStorageConfig config) {
        return new HanseStore(
                EtcdStorage.connect(config),
                () -> {
                    throw new UnsupportedOperationException("its etcd does, see RawEtcdStore");
                });
    }

    private static ExecutorService loop() {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    }

    @Override
    public long put(Bytes key, Bytes value) {
        return commit(new Txn(List.of(), List.of(new Write.Put(key, value))));
    }

    @Override
    public long create(Bytes key, Bytes value) {
        return commit(Txn.create(key, value));
    }

    @Override
    public long replace(Bytes key, long modRevision, Bytes value) {
        return commit(Txn.replace(key, new Revision(modRevision), value));
    }

    @Override
    public void putAll(List<Write.Put> puts) {
        var _ = commit(new Txn(List.of(), List.<Write>copyOf(puts)));
    }

    private long commit(Txn txn) {
        return switch (storage.commit(txn)) {
            case Outcome.Committed(var revision) -> revision.value();
            case Outcome.Rejected rejected ->
                    throw new IllegalStateException("rejected: " + rejected.found().size());
        };
    }

    @Override
    public int read(Range range, int limit) {
        return storage.read(range, Revision.NONE, limit).entries().size();
    }

    @Override
    public Watcher watch(Range range, Consumer<byte[]> onValue) {
        var loop = loops.get(nextLoop++ % loops.size());
        var watcher = new CursorWatcher(storage.watch(range, storage.revision()), loop, onValue);
        watcher.start();
        return watcher;
    }

    @Override
    public void compact() {
        storage.compact(storage.revision());
    }

    @Override
    public void reclaim() {
        reclaiming.run();
    }

    @Override
    public void close() {
        loops.forEach(ExecutorService::close);
        storage.close();
    }
}
