package dev.hanse.storage.etcd;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import io.etcd.jetcd.ByteSequence;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.kv.PutResponse;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.CompactOption;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// Fills a prefix without keys.
///
/// A marker beside the prefix keeps servers out until the last key is there. etcd gives every key a
/// new revision, so etcd must be at a later one than any client has seen before the first key is
/// written; a small distance is gone by writing the marker over and over.
final class EtcdRestore {

    /// Takes etcd a minute or so; farther is for `etcdutl snapshot restore --bump-revision`.
    private static final long LONGEST_WAY = 100_000;

    private static final int AT_ONCE = 128;
    private static final int MOST_OPERATIONS = 100;
    private static final int MOST_BYTES = 512 << 10;

    private final KV kv;
    private final KeyMapping keys;
    private final EtcdCalls calls;

    EtcdRestore(KV kv, KeyMapping keys, EtcdCalls calls) {
        this.kv = kv;
        this.keys = keys;
        this.calls = calls;
    }

    /// @throws UnavailableException if a restore into the prefix was begun and not finished
    static void requireNone(KV kv, KeyMapping keys, EtcdCalls calls) {
        if (calls.read(() -> kv.get(keys.restoring())).getCount() > 0) {
            throw new UnavailableException(
                    "a restore into this prefix of etcd was interrupted or is under way: wait for"
                            + " it, or run it again",
                    null);
        }
    }

    /// @return the revision from which on everything can be read
    Revision restore(Revision atLeast, Iterator<Entry> entries) {
        boolean again = calls.read(() -> kv.get(keys.restoring())).getCount() > 0;
        long reached = requireRoom(again);
        requireReachable(reached, atLeast.value());
        reached =
                calls.write(() -> kv.put(keys.restoring(), ByteSequence.EMPTY))
                        .getHeader()
                        .getRevision();
        if (again) {
            var _ = calls.write(() -> kv.delete(keys.start(), upTo(keys.end())));
        }
        advance(atLeast.value() - reached);
        write(entries);
        new EtcdCommits(kv, keys, calls).createHead();
        var newest = calls.read(() -> kv.get(keys.head())).getHeader().getRevision();
        // Who watched the store that this one replaces has missed what cannot be replayed.
        var _ =
                calls.write(
                        () ->
                                kv.compact(
                                        newest,
                                        CompactOption.builder().withCompactPhysical(true).build()));
        var _ = calls.write(() -> kv.delete(keys.restoring()));
        return new Revision(newest);
    }

    private long requireRoom(boolean again) {
        var option = GetOption.builder().withRange(keys.end()).withCountOnly(true).build();
        var found = calls.read(() -> kv.get(keys.start(), option));
        if (found.getCount() > 0 && !again) {
            throw new UnavailableException(
                    "there is a store under this prefix of etcd already, of %d keys: restore under"
                                    .formatted(found.getCount())
                            + " another --etcd-prefix",
                    null);
        }
        return found.getHeader().getRevision();
    }

    private static void requireReachable(long reached, long wanted) {
        if (wanted - reached > LONGEST_WAY) {
            throw new UnavailableException(
                    ("etcd is at revision %d and clients may have seen %d: bring it there with"
                                    + " `etcdutl snapshot restore --bump-revision %d"
                                    + " --mark-compacted` of a snapshot of this etcd, then run this"
                                    + " again")
                            .formatted(reached, wanted, wanted - reached),
                    null);
        }
    }

    private void advance(long revisions) {
        var underWay = new ArrayDeque<CompletableFuture<PutResponse>>();
        for (long i = 0; i < revisions; i++) {
            if (underWay.size() == AT_ONCE) {
                var _ = await(underWay.remove());
            }
            underWay.add(kv.put(keys.restoring(), ByteSequence.EMPTY));
        }
        for (var each : underWay) {
            var _ = await(each);
        }
    }

    private PutResponse await(CompletableFuture<PutResponse> answer) {
        return calls.write(() -> answer);
    }

    private void write(Iterator<Entry> entries) {
        var batch = new ArrayList<Op>();
        long bytes = 0;
        while (entries.hasNext()) {
            var entry = entries.next();
            long size = entry.key().length() + (long) entry.value().length();
            if (batch.size() == MOST_OPERATIONS || (bytes + size > MOST_BYTES && bytes > 0)) {
                write(batch);
                batch.clear();
                bytes = 0;
            }
            batch.add(
                    Op.put(
                            keys.inEtcd(entry.key()),
                            KeyMapping.sequence(entry.value()),
                            PutOption.DEFAULT));
            bytes += size;
        }
        if (!batch.isEmpty()) {
            write(batch);
        }
    }

    private void write(List<Op> batch) {
        var operations = batch.toArray(Op[]::new);
        var _ = calls.write(() -> kv.txn().Then(operations).commit());
    }

    private static DeleteOption upTo(ByteSequence end) {
        return DeleteOption.builder().withRange(end).build();
    }
}
