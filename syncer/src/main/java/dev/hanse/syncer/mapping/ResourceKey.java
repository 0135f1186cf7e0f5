package dev.hanse.syncer.mapping;

import dev.hanse.machinery.object.GroupResource;

/// Names a resource in a label value, where its own name may be too long.
public record ResourceKey(String value) {

    public static ResourceKey of(GroupResource resource) {
        return new ResourceKey(ShortHash.base62(resource.toString()));
    }

    @Override
    public String toString() {
        return value;
    }
}
