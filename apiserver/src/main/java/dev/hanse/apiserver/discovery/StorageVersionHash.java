package dev.hanse.apiserver.discovery;

import dev.hanse.machinery.object.GroupVersionKind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/// `storageVersionHash` in discovery: tells clients that a resource is stored differently than
/// before.
///
/// @param prefix what goes into the hash before group, version and kind. Nothing in a cluster, as
///   in Kubernetes; kcp's virtual workspaces put a cluster name and a slash there, and an empty
///   name where there is no one cluster.
record StorageVersionHash(String prefix) {

    static final StorageVersionHash CLUSTER = new StorageVersionHash("");
    static final StorageVersionHash VIEW = new StorageVersionHash("/");

    String of(GroupVersionKind kind) {
        var text = prefix + kind.group() + "/" + kind.version() + "/" + kind.kind();
        var hash = ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8));
        return Base64.getEncoder().encodeToString(Arrays.copyOf(hash, 8));
    }
}
