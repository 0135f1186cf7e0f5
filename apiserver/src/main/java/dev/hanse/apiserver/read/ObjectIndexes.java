package dev.hanse.apiserver.read;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.machinery.codec.StoredMetadata;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Index;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the server looks objects up by besides their keys.
public final class ObjectIndexes {

    /// Objects by the owners their metadata names, see [#ownerTerm] and [Dependents]; and under
    /// [#OWNED] and [#COLLECTING] those that a garbage collector which just started has to look at.
    public static final Index OWNER =
            new Index(
                    "owner",
                    "cluster/metadata.ownerReferences.uid, owned, collecting",
                    Keyspace.everything(),
                    ObjectIndexes::owners);

    /// The term of objects that have an owner. No cluster is called nothing, so it is not
    /// [#ownerTerm] of any.
    static final Bytes OWNED = Bytes.utf8("/owned");

    /// The term of objects that wait for the garbage collector before they can go.
    static final Bytes COLLECTING = Bytes.utf8("/collecting");

    private static final Set<String> COLLECTORS = Set.of("orphan", "foregroundDeletion");

    /// Events by the minute in which they were created, see [StoredEvents].
    public static final Index EVENT_MINUTE =
            new Index(
                    "event-minute",
                    "metadata.creationTimestamp to the minute",
                    Keyspace.all(StoredEvents.EVENTS),
                    (_, value) ->
                            Set.of(minuteTerm(StoredMetadata.of(value.unsafeArray()).created())));

    private ObjectIndexes() {}

    /// @param time as in `2026-01-02T03:04:05Z`
    static Bytes minuteTerm(String time) {
        int minute = "2026-01-02T03:04".length();
        return Bytes.utf8(time.length() < minute ? "" : time.substring(0, minute));
    }

    /// What the store has to be opened with.
    public static List<Index> all() {
        return List.of(OWNER, EVENT_MINUTE);
    }

    /// The term of objects in `cluster` that name an owner with this uid. An owner is always in the
    /// same cluster, so the uid of another tenant's object finds nothing.
    public static Bytes ownerTerm(ClusterName cluster, String uid) {
        return Bytes.utf8(cluster + "/" + uid);
    }

    /// Whether the object is being deleted and kept by a finalizer of the garbage collector.
    public static boolean isCollecting(StoredMetadata metadata) {
        return metadata.beingDeleted()
                && metadata.finalizers().stream().anyMatch(COLLECTORS::contains);
    }

    private static Set<Bytes> owners(Bytes key, Bytes value) {
        var metadata = StoredMetadata.of(value.unsafeArray());
        boolean collecting = isCollecting(metadata);
        if (metadata.owners().isEmpty() && !collecting) {
            return Set.of();
        }
        var terms = new HashSet<Bytes>();
        if (collecting) {
            terms.add(COLLECTING);
        }
        if (!metadata.owners().isEmpty()) {
            terms.add(OWNED);
            var cluster = Keyspace.clusterOf(key, metadata.inNamespace());
            metadata.owners().forEach(uid -> terms.add(ownerTerm(cluster, uid)));
        }
        return terms;
    }
}
