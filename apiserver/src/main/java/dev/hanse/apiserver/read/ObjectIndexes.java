package dev.hanse.apiserver.read;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.machinery.codec.StoredOwners;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Index;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the server looks objects up by besides their keys.
public final class ObjectIndexes {

    /// Objects by the owners their metadata names, see [#ownerTerm] and [Dependents].
    public static final Index OWNER =
            new Index(
                    "owner",
                    "cluster/metadata.ownerReferences.uid",
                    Keyspace.everything(),
                    ObjectIndexes::owners);

    private ObjectIndexes() {}

    /// What the store has to be opened with.
    public static List<Index> all() {
        return List.of(OWNER);
    }

    /// The term of objects in `cluster` that name an owner with this uid. An owner is always in the
    /// same cluster, so the uid of another tenant's object finds nothing.
    public static Bytes ownerTerm(ClusterName cluster, String uid) {
        return Bytes.utf8(cluster + "/" + uid);
    }

    private static Set<Bytes> owners(Bytes key, Bytes value) {
        var owners = StoredOwners.of(value.unsafeArray());
        if (owners.uids().isEmpty()) {
            return Set.of();
        }
        var cluster = Keyspace.clusterOf(key, owners.inNamespace());
        var terms = new HashSet<Bytes>();
        owners.uids().forEach(uid -> terms.add(ownerTerm(cluster, uid)));
        return terms;
    }
}
