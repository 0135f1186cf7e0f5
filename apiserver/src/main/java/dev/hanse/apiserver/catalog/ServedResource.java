package dev.hanse.apiserver.catalog;

import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.GroupVersionKind;

/// A resource at the version a request names.
public record ServedResource(ResourceDefinition definition, VersionDefinition version) {

    public GroupVersion groupVersion() {
        return new GroupVersion(definition.group(), version.name());
    }

    public GroupVersionKind kind() {
        return definition.kindAt(version.name());
    }

    /// Whether stored objects are at this version already.
    public boolean isStorageVersion() {
        return version.name().equals(definition.storageVersion());
    }
}
