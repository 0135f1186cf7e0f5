package dev.hanse.apiserver.keyspace;

import dev.hanse.machinery.object.GroupResource;

/// One range of the key space: every object of a resource, in all clusters.
///
/// @param segment the part of the key between resource and cluster: empty for built-ins, see also
///   [#CUSTOM_RESOURCES]
public record StorageResource(GroupResource resource, String segment) {

    /// The segment of local and system custom resources.
    public static final String CUSTOM_RESOURCES = "customresources";

    public static StorageResource builtIn(GroupResource resource) {
        return new StorageResource(resource, "");
    }

    public static StorageResource custom(GroupResource resource) {
        return new StorageResource(resource, CUSTOM_RESOURCES);
    }
}
