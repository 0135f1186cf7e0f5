package dev.hanse.apiserver.read;

import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.codec.ObjectSplice;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Index;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds objects of one resource, in all clusters, by something in them; see [StoredObjects#find].
///
/// @param name different from that of every other index of the server
/// @param definition says what `terms` computes: different text, different terms
/// @param terms of an object as it is stored, without its resourceVersion; every write of the
///   resource waits for them
public record ObjectIndex(
        String name,
        String definition,
        StorageResource resource,
        Function<KubeObject, Set<String>> terms) {

    /// What the store has to be opened with.
    public Index declaration() {
        return new Index(name, definition, Keyspace.all(resource), (_, value) -> terms(value));
    }

    private Set<Bytes> terms(Bytes value) {
        var object = new KubeObject(ObjectSplice.decode(value.unsafeArray(), 0, ""));
        return terms.apply(object).stream().map(Bytes::utf8).collect(Collectors.toSet());
    }
}
