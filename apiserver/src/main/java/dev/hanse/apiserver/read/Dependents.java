package dev.hanse.apiserver.read;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.codec.StoredOwners;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import dev.hanse.storage.Page;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Storage;
import java.util.List;
import java.util.stream.Stream;

/// Finds the objects that name an owner, of whatever resource they are. Costs what is found.
///
/// Thread-safe: keeps no state.
public final class Dependents {

    private static final int PAGE = 500;

    /// @param resource where the object is stored, and so what it is
    public record Dependent(StorageResource resource, KubeObject object) {}

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
        var first = find(term, Keyspace.everything(), Revision.NONE);
        return Stream.iterate(first, page -> !page.entries().isEmpty(), page -> next(term, page))
                .flatMap(page -> page.entries().stream())
                .map(this::dependent);
    }

    private Page next(Bytes term, Page page) {
        if (!page.more()) {
            return new Page(page.revision(), List.of(), false);
        }
        var rest = Keyspace.everything().after(page.entries().getLast().key());
        return find(term, rest, page.revision());
    }

    private Page find(Bytes term, Range range, Revision at) {
        return storage.find(ObjectIndexes.OWNER.name(), term, range, at, PAGE);
    }

    private Dependent dependent(Entry entry) {
        var owners = StoredOwners.of(entry.value().unsafeArray());
        var resource = Keyspace.resourceOf(entry.key(), owners.inNamespace());
        return new Dependent(resource, form.object(resource, entry));
    }
}
