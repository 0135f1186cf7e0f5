package dev.hanse.apiserver.read;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.codec.StoredMetadata;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import java.util.stream.Stream;

/// Finds the objects that name an owner, of whatever resource they are. Costs what is found.
///
/// Thread-safe: keeps no state.
public final class Dependents {

    /// @param resource where the object is stored, and so what it is
    public record Dependent(StorageResource resource, ObjectKey key, KubeObject object) {}

    /// Where an object is stored.
    public record Place(StorageResource resource, ObjectKey key) {}

    private final Storage storage;
    private final StoredForm form;

    public Dependents(Storage storage, StoredForm form) {
        this.storage = storage;
        this.form = form;
    }

    /// The objects in `cluster` that name an owner with this uid, as they are stored: all of them
    /// at one revision not older than this call, read bit by bit as the stream is consumed.
    ///
    /// @throws dev.hanse.storage.StorageException also from the stream
    public Stream<Dependent> of(ClusterName cluster, String ownerUid) {
        var term = ObjectIndexes.ownerTerm(cluster, ownerUid);
        return lookup(term).at(Revision.NONE).map(this::dependent);
    }

    /// Everything, in all clusters, that a garbage collector has to look at when it does not know
    /// what happened before: objects that wait for it, and objects with owners, which may be gone.
    /// Read bit by bit as the stream is consumed, each time as things are then.
    ///
    /// @throws dev.hanse.storage.StorageException also from the stream
    public Stream<Place> unsettled() {
        return Stream.of(ObjectIndexes.COLLECTING, ObjectIndexes.OWNED)
                .flatMap(term -> lookup(term).asThingsAre())
                .map(Dependents::place);
    }

    private IndexLookup lookup(Bytes term) {
        return new IndexLookup(storage, ObjectIndexes.OWNER.name(), term, Keyspace.everything());
    }

    private static Place place(Entry entry) {
        var metadata = StoredMetadata.of(entry.value().unsafeArray());
        var resource = Keyspace.resourceOf(entry.key(), metadata.inNamespace());
        return new Place(resource, Keyspace.parse(resource, entry.key()));
    }

    private Dependent dependent(Entry entry) {
        var place = place(entry);
        return new Dependent(place.resource(), place.key(), form.object(place.resource(), entry));
    }
}
