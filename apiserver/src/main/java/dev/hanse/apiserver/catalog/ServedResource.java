package dev.hanse.apiserver.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.List;

/// A resource at the version a request names.
public record ServedResource(ResourceDefinition definition, VersionDefinition version) {

    public GroupVersion groupVersion() {
        return new GroupVersion(definition.group(), version.name());
    }

    public GroupVersionKind kind() {
        return definition.kindAt(version.name());
    }

    public GroupVersionKind listKind() {
        return groupVersion().withKind(definition.names().listKind());
    }

    /// Whether stored objects are at this version already.
    public boolean isStorageVersion() {
        return version.name().equals(definition.storageVersion());
    }

    /// Whether stored objects say that they are at this version, all of them. Custom resources of
    /// several versions may have been stored when another was the storage version.
    public boolean isStoredAsServed() {
        return isStorageVersion() && !definition.mayBeStoredOtherwise();
    }

    /// Stored objects at this version, in their order. May edit and return its arguments.
    public List<ObjectNode> present(List<ObjectNode> stored) {
        if (isStoredAsServed()) {
            return stored;
        }
        return definition.converter().convertAll(stored, definition.group(), version.name());
    }

    /// A stored object at this version. May edit and return its argument.
    public ObjectNode present(ObjectNode stored) {
        return isStoredAsServed()
                ? stored
                : definition.converter().convert(stored, definition.group(), version.name());
    }
}
