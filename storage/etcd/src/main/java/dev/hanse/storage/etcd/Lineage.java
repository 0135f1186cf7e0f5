package dev.hanse.storage.etcd;

import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import dev.hanse.storage.history.Mark;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.GetOption;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Makes sure that etcd still tells the history this server has told its clients.
///
/// It does not after somebody restored an older backup or lost etcd's data. Revisions then mean
/// something else than before, and a client that goes on with an old one would miss changes without
/// noticing. So nothing is served until etcd has come further than this server ever was; then the
/// replica starts over, and every older revision counts as compacted.
///
/// Thread-safe.
final class Lineage {

    /// What etcd says about where a replica stands.
    ///
    /// @param continues whether etcd's history is the replica's, continued; if not, or if nobody
    ///   can tell any more, everything has to be loaded
    record Finding(Head head, boolean continues) {}

    private final KV kv;
    private final KeyMapping keys;
    private final EtcdCalls calls;
    private final long cluster;
    private final AtomicLong seen = new AtomicLong();

    /// @param cluster the id of the etcd cluster, which will stay the same
    Lineage(KV kv, KeyMapping keys, EtcdCalls calls, long cluster) {
        this.kv = kv;
        this.keys = keys;
        this.calls = calls;
        this.cluster = cluster;
    }

    /// The newest revision of the prefix that this process knows of; no answer that etcd gives to a
    /// later question may be older.
    Revision seen() {
        return new Revision(seen.get());
    }

    /// @param floor what [#seen] returned before etcd was asked
    /// @throws UnavailableException if etcd's answer is older than it can be
    void requireNotOlder(Revision answer, Revision floor) {
        if (floor.isAfter(answer)) {
            throw wentBack(answer, floor);
        }
        saw(answer);
    }

    void saw(Revision written) {
        seen.accumulateAndGet(written.value(), Math::max);
    }

    /// Compares etcd's history with the one that `mark` belongs to.
    ///
    /// @throws UnavailableException if etcd is behind `mark`, or is another cluster
    Finding compare(Mark mark) {
        var response = calls.read(() -> kv.get(keys.head()));
        if (response.getHeader().getClusterId() != cluster) {
            throw new UnavailableException(
                    "the endpoints lead to another etcd cluster than before: restart this server"
                            + " if that is intended",
                    null);
        }
        var head = Head.of(response);
        if (continues(mark, head)) {
            saw(head.written());
            return new Finding(head, true);
        }
        var known = new Revision(Math.max(mark.revision().value(), seen.get()));
        if (known.isAfter(head.etcd())) {
            throw wentBack(head.etcd(), known);
        }
        return new Finding(head, false);
    }

    /// Whether a replica that stands at `mark` can start over from `head`: its content can still be
    /// read, and clients will not see the revision go back.
    boolean canStartOver(Mark mark, Head head) {
        return head.written().isAfter(mark.revision())
                && head.written().value() >= seen.get()
                && readHead(head.written()).isPresent();
    }

    private boolean continues(Mark mark, Head head) {
        if (!head.written().isAfter(mark.revision())) {
            return !mark.revision().isAfter(head.etcd()) && head.token() == mark.token();
        }
        if (mark.revision().isNone()) {
            return true;
        }
        return readHead(mark.revision()).filter(then -> then.token() == mark.token()).isPresent();
    }

    /// The head as it was at `revision`, unless that has been compacted.
    private Optional<Head> readHead(Revision revision) {
        var then = GetOption.builder().withRevision(revision.value()).build();
        try {
            return Optional.of(Head.of(calls.read(() -> kv.get(keys.head(), then))));
        } catch (UnavailableException e) {
            if (EtcdCalls.code(e) == Status.Code.OUT_OF_RANGE) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static UnavailableException wentBack(Revision etcd, Revision known) {
        return new UnavailableException(
                """
                etcd has lost data or was restored from an older backup: it is at revision %s, \
                but this server has served revision %s; restore it with higher revisions \
                (etcdutl snapshot restore --bump-revision), or stop all servers and delete their \
                replica directories if clients may see revisions repeat\
                """
                        .formatted(etcd, known),
                null);
    }
}
