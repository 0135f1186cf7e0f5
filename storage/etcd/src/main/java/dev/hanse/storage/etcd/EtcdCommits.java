package dev.hanse.storage.etcd;

import dev.hanse.storage.Condition;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.kv.TxnResponse;
import io.etcd.jetcd.op.Cmp;
import io.etcd.jetcd.op.CmpTarget;
import io.etcd.jetcd.op.Op;
import io.etcd.jetcd.options.DeleteOption;
import io.etcd.jetcd.options.GetOption;
import io.etcd.jetcd.options.PutOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Carries out transactions as etcd transactions.
final class EtcdCommits {

    private final KV kv;
    private final KeyMapping keys;
    private final EtcdCalls calls;

    EtcdCommits(KV kv, KeyMapping keys, EtcdCalls calls) {
        this.kv = kv;
        this.keys = keys;
        this.calls = calls;
    }

    /// Gives the prefix its first revision, unless it has one.
    void createHead() {
        var absent = new Cmp(keys.head(), Cmp.Op.EQUAL, CmpTarget.version(0));
        var _ = calls.write(() -> kv.txn().If(absent).Then(putHead()).commit());
    }

    /// Writes the head and nothing else: all there is has a new revision.
    Head renewHead() {
        var value = Head.newValue();
        var put = Op.put(keys.head(), value, PutOption.DEFAULT);
        var revision =
                new Revision(
                        calls.write(() -> kv.txn().Then(put).commit()).getHeader().getRevision());
        return new Head(revision, revision, Head.token(value));
    }

    /// @param floor a revision that the prefix is known to have reached; if etcd has fallen behind
    ///   it, nothing is written
    /// @return with a revision before `floor` when etcd has fallen behind it
    Outcome commit(Txn txn, Revision floor) {
        // Made once: an attempt that etcd refused and one that it did not are the same commit.
        var conditions = compares(txn, floor).toArray(Cmp[]::new);
        var writes = writes(txn).toArray(Op[]::new);
        var lookups = lookups(txn).toArray(Op[]::new);
        var response =
                calls.write(() -> kv.txn().If(conditions).Then(writes).Else(lookups).commit());
        if (!response.isSucceeded()) {
            return new Outcome.Rejected(headOf(response), found(response));
        }
        return new Outcome.Committed(
                txn.writes().isEmpty()
                        ? headOf(response)
                        : new Revision(response.getHeader().getRevision()));
    }

    private Stream<Cmp> compares(Txn txn, Revision floor) {
        var notBehind =
                new Cmp(keys.head(), Cmp.Op.GREATER, CmpTarget.modRevision(floor.value() - 1));
        return Stream.concat(Stream.of(notBehind), txn.conditions().stream().map(this::compare));
    }

    private Cmp compare(Condition condition) {
        var key = keys.inEtcd(condition.key());
        // The mod revision of an absent key is zero in etcd, too.
        return new Cmp(key, Cmp.Op.EQUAL, CmpTarget.modRevision(condition.modRevision().value()));
    }

    private List<Op> writes(Txn txn) {
        var operations = new ArrayList<Op>();
        for (var write : txn.writes()) {
            operations.add(
                    switch (write) {
                        case Write.Put(var key, var value) ->
                                Op.put(
                                        keys.inEtcd(key),
                                        KeyMapping.sequence(value),
                                        PutOption.DEFAULT);
                        case Write.Delete(var key) ->
                                Op.delete(keys.inEtcd(key), DeleteOption.DEFAULT);
                    });
        }
        operations.add(operations.isEmpty() ? getHead() : putHead());
        return operations;
    }

    private List<Op> lookups(Txn txn) {
        var operations = new ArrayList<Op>();
        for (var condition : txn.conditions()) {
            operations.add(Op.get(keys.inEtcd(condition.key()), GetOption.DEFAULT));
        }
        operations.add(getHead());
        return operations;
    }

    private Op putHead() {
        return Op.put(keys.head(), Head.newValue(), PutOption.DEFAULT);
    }

    private Op getHead() {
        return Op.get(keys.head(), GetOption.DEFAULT);
    }

    private Revision headOf(TxnResponse response) {
        return found(response, true)
                .findFirst()
                .map(head -> new Revision(head.getModRevision()))
                .orElse(Revision.NONE);
    }

    private List<Entry> found(TxnResponse response) {
        return found(response, false).map(keys::entry).toList();
    }

    private Stream<KeyValue> found(TxnResponse response, boolean head) {
        return response.getGetResponses().stream()
                .flatMap(get -> get.getKvs().stream())
                .filter(found -> keys.isHead(found) == head);
    }
}
