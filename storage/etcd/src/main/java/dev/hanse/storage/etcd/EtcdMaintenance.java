package dev.hanse.storage.etcd;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Scan;
import dev.hanse.storage.UnavailableException;
import io.etcd.jetcd.KV;
import io.etcd.jetcd.options.CompactOption;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/// What operators do to a store in etcd, without the local replica that a server needs. Servers may
/// go on using it, except while it is restored.
public final class EtcdMaintenance implements AutoCloseable {

    private static final Duration DEFRAGMENTING = Duration.ofMinutes(10);

    /// The files of one member before and after they were rewritten.
    public record Defragmented(URI member, long bytesBefore, long bytesAfter) {}

    private final EtcdStorageConfig config;
    private final EtcdConnection connection;
    private final KV kv;
    private final KeyMapping keys;
    private final EtcdCalls calls;

    private EtcdMaintenance(EtcdStorageConfig config, EtcdConnection connection) {
        this.config = config;
        this.connection = connection;
        this.kv = connection.requests();
        this.keys = new KeyMapping(config.prefix());
        this.calls = new EtcdCalls(config.deadline());
    }

    /// @throws UnavailableException if etcd cannot be reached within the deadline
    public static EtcdMaintenance connect(EtcdStorageConfig config) {
        var connection = EtcdConnection.open(config);
        try {
            connection.awaitReachable(config.deadline());
            return new EtcdMaintenance(config, connection);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /// A walk over all entries at the newest revision.
    ///
    /// @throws UnavailableException if there is no store under the prefix, or half of one
    public Scan scan() {
        EtcdRestore.requireNone(kv, keys, calls);
        var head = calls.read(() -> kv.get(keys.head()));
        if (head.getCount() == 0) {
            throw new UnavailableException(
                    "there is no store under the prefix \"" + config.prefix() + "\" in etcd", null);
        }
        long revision = head.getHeader().getRevision();
        return new EtcdScan(new SnapshotPages(kv, keys, calls, revision), new Revision(revision));
    }

    /// Fills the prefix, which must have no keys, or those of an interrupted restore. All entries
    /// get new revisions.
    ///
    /// @param atLeast a revision that no client has seen a later one of
    /// @return the newest revision, and the oldest one that can be read
    /// @throws UnavailableException if there are keys, or etcd is too far behind `atLeast`
    public Revision restore(Revision atLeast, Iterator<Entry> entries) {
        return new EtcdRestore(kv, keys, calls).restore(atLeast, entries);
    }

    /// Forgets the history of the whole etcd before `revision`, or before the newest one if that is
    /// [Revision#NONE].
    ///
    /// @return before what
    public Revision compact(Revision revision) {
        long before =
                revision.isNone()
                        ? calls.read(() -> kv.get(keys.head())).getHeader().getRevision()
                        : revision.value();
        var _ =
                calls.write(
                        () ->
                                kv.compact(
                                        before,
                                        CompactOption.builder().withCompactPhysical(true).build()));
        return new Revision(before);
    }

    /// Makes every member give back the space of what was compacted, one after the other: a member
    /// answers nobody meanwhile.
    public List<Defragmented> defragment() {
        var patient = new EtcdCalls(DEFRAGMENTING);
        var done = new ArrayList<Defragmented>();
        for (var member : config.endpoints()) {
            long before = size(member);
            var _ =
                    patient.write(
                            () -> connection.maintenance().defragmentMember(member.toString()));
            done.add(new Defragmented(member, before, size(member)));
        }
        return done;
    }

    private long size(URI member) {
        return calls.read(() -> connection.maintenance().statusMember(member.toString()))
                .getDbSize();
    }

    @Override
    public void close() {
        connection.close();
    }
}
