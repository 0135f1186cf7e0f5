package dev.hanse.apiserver.read;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.Keyspace;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.machinery.codec.ByteSink;
import dev.hanse.machinery.codec.ObjectSplice;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.storage.Bytes;
import dev.hanse.storage.Entry;
import org.jspecify.annotations.Nullable;

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

    /// Writes the object as JSON, without parsing it.
    ///
    /// @param apiVersion to show instead of the stored one, where versions differ in nothing else;
    ///   null to show it as stored
    public void writeJson(
            ByteSink sink,
            StorageResource resource,
            Entry entry,
            long resourceVersion,
            @Nullable String apiVersion) {
        ObjectSplice.spliceInto(
                sink,
                entry.value().unsafeArray(),
                resourceVersion,
                cluster(resource, entry),
                apiVersion);
    }

    private String cluster(StorageResource resource, Entry entry) {
        return showCluster ? Keyspace.clusterOf(resource, entry.key()) : "";
    }
}
