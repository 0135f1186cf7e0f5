package dev.hanse.apiserver.keyspace;

import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.machinery.object.GroupResource;

/// One range of the key space: every object of a resource, in all clusters.
///
/// @param segment see [ResourceDefinition#segment]
public record StorageResource(GroupResource resource, String segment) {

    private static final GroupResource EVENTS = new GroupResource("", "events");
    private static final GroupResource NEW_EVENTS = new GroupResource("events.k8s.io", "events");

    /// Where the objects of a resource are. Events have moved to a group of their own but are still
    /// one resource: those of `events.k8s.io` are stored as core events, as in Kubernetes.
    public static StorageResource of(ResourceDefinition definition) {
        var resource = definition.groupResource();
        return new StorageResource(
                resource.equals(NEW_EVENTS) && definition.segment().isEmpty() ? EVENTS : resource,
                definition.segment());
    }

    public static StorageResource builtIn(GroupResource resource) {
        return new StorageResource(resource, "");
    }

    public static StorageResource custom(GroupResource resource) {
        return new StorageResource(resource, ResourceDefinition.CUSTOM_RESOURCES);
    }
}
