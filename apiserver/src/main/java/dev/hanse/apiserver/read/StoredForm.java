package dev.hanse.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.codec.ObjectSplice;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import java.io.ByteArrayOutputStream;

/// Objects as bytes in storage, and back: the resourceVersion and the `kcp.io/cluster` annotation
/// are not stored but given when an object is read, from its revision and its key.
///
/// @param showCluster whether objects say which logical cluster they are in; false for a server
///   that is one plain cluster
public record StoredForm(boolean showCluster) {

    public Bytes encode(ObjectNode object) {
        return Bytes.wrap(ObjectSplice.encode(object));
    }

    public ObjectNode decode(StorageResource resource, Entry entry) {
        return decode(resource, entry, entry.modRevision().value());
    }

    /// The object as it was, with the resourceVersion of what happened to it.
    public ObjectNode decode(StorageResource resource, Entry entry, long resourceVersion) {
        return ObjectSplice.decode(
                entry.value().unsafeArray(), resourceVersion, cluster(resource, entry));
    }

    public KubeObject object(StorageResource resource, Entry entry) {
        return new KubeObject(decode(resource, entry));
    }

    /// The object as JSON bytes, without parsing it.
    public byte[] json(StorageResource resource, Entry entry, long resourceVersion) {
        return ObjectSplice.splice(
                entry.value().unsafeArray(), resourceVersion, cluster(resource, entry));
    }

    /// The same at another version, where versions differ in nothing but `apiVersion`.
    public byte[] json(
            StorageResource resource, Entry entry, long resourceVersion, String apiVersion) {
        var out = new ByteArrayOutputStream(entry.value().length() + 128);
        ObjectSplice.spliceInto(
                out::write,
                entry.value().unsafeArray(),
                resourceVersion,
                cluster(resource, entry),
                apiVersion);
        return out.toByteArray();
    }

    private String cluster(StorageResource resource, Entry entry) {
        return showCluster ? Keyspace.clusterOf(resource, entry.key()) : "";
    }
}
