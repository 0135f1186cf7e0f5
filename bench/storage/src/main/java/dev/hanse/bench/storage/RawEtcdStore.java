package dev.hanse.bench.storage;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import dev.hanse.storage.Write;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.CompactOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import io.etcd.jetcd.options.WatchOption;
import io.etcd.jetcd.watch.WatchEvent;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// etcd itself, through its client, with nothing of ours between.
final class RawEtcdStore implements Store {

    private final String url;
    private final Client client;

    RawEtcdStore(String url) {
        this.url = url;
        this.client =
                Client.builder().endpoints(url).maxInboundMessageSize(Integer.MAX_VALUE).build();
    }

    @Override
    public long put(Bytes key, Bytes value) {
        var answer = client.getKVClient().put(sequence(key), sequence(value)).join();
        return answer.getHeader().getRevision();
    }

    @Override
    public long create(Bytes key, Bytes value) {
        return replace(key, 0, value);
    }

    @Override
    public long replace(Bytes key, long modRevision, Bytes value) {
        var unchanged = new Cmp(sequence(key), Cmp.Op.EQUAL, CmpTarget.modRevision(modRevision));
        var answer = client.getKVClient().txn().If(unchanged).Then(put(key, value, true)).commit();
        return revision(answer.join());
    }

    @Override
    public void putAll(List<Write.Put> puts) {
        var operations =
                puts.stream().map(put -> put(put.key(), put.value(), false)).toArray(Op[]::new);
        var _ = revision(client.getKVClient().txn().Then(operations).commit().join());
    }

    private static Op put(Bytes key, Bytes value, boolean withPrevious) {
        var option = withPrevious ? PutOption.builder().withPrevKV().build() : PutOption.DEFAULT;
        return Op.put(sequence(key), sequence(value), option);
    }

    private static long revision(TxnResponse answer) {
        if (!answer.isSucceeded()) {
            throw new IllegalStateException("rejected");
        }
        return answer.getHeader().getRevision();
    }

    @Override
    public int read(Range range, int limit) {
        var option = GetOption.builder().withLimit(limit);
        var end = range.end();
        if (end != null) {
            option.withRange(sequence(end));
        }
        var answer = client.getKVClient().get(sequence(range.start()), option.build()).join();
        return answer.getKvs().size();
    }

    @Override
    public Watcher watch(Range range, Consumer<byte[]> onValue) {
        var option = WatchOption.builder();
        var end = range.end();
        if (end != null) {
            option.withRange(sequence(end));
        }
        var created = new CountDownLatch(1);
        option.withCreateNotify(true);
        var watcher =
                client.getWatchClient()
                        .watch(
                                sequence(range.start()),
                                option.build(),
                                answer -> {
                                    created.countDown();
                                    answer.getEvents().forEach(e -> onValue.accept(value(e)));
                                });
        try {
            created.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return watcher::close;
    }

    private static byte[] value(WatchEvent event) {
        return event.getKeyValue().getValue().getBytes();
    }

    /// Compaction frees pages inside the file; only defragmentation makes the file smaller.
    @Override
    public void compact() {
        var newest = client.getKVClient().get(ByteSequence.from(new byte[] {0})).join();
        var physically = CompactOption.builder().withCompactPhysical(true).build();
        var _ = client.getKVClient().compact(newest.getHeader().getRevision(), physically).join();
    }

    @Override
    public void reclaim() {
        var _ = client.getMaintenanceClient().defragmentMember(url).join();
    }

    @Override
    public void close() {
        client.close();
    }

    static ByteSequence sequence(Bytes bytes) {
        return ByteSequence.from(bytes.unsafeArray());
    }
}
