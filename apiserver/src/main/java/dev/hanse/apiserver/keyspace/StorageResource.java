package dev.hanse.apiserver.keyspace;

import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.machinery.object.GroupResource;

/// One range of the key space: every object of a resource, in all clusters.
///
/// @param segment see [ResourceDefinition#segment]
public record StorageResource(GroupResource resource, String segment) {

    public static StorageResource of(ResourceDefinition definition) {
        return new StorageResource(definition.groupResource(), definition.segment());
    }

    public static StorageResource builtIn(GroupResource resource) {
        return new StorageResource(resource, "");
    }

    public static StorageResource custom(GroupResource resource) {
        return new StorageResource(resource, ResourceDefinition.CUSTOM_RESOURCES);
    }
}
