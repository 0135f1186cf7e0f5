package dev.hanse.apiserver.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Everything the server needs to know to serve one resource: a schema per version plus a small
/// strategy. Built-in kinds, custom resources and bound APIs are all this.
///
/// Immutable and shared by every cluster that serves the same content.
///
/// @param contentId equal for equal content; what surfaces are interned by
/// @param segment the part of the storage key between resource and cluster: empty for built-ins,
///   `customresources` for local and system custom resources, the identity hash for bound APIs
/// @param verbs what may be done with it; discovery shows them in this order
public record ResourceDefinition(
        String contentId,
        String group,
        ResourceNames names,
        boolean namespaced,
        String segment,
        List<VersionDefinition> versions,
        String storageVersion,
        Converter converter,
        Strategy strategy,
        Set<String> verbs) {

    /// The segment of local and system custom resources.
    public static final String CUSTOM_RESOURCES = StorageResource.CUSTOM_RESOURCES;

    private static final GroupResource EVENTS = new GroupResource("", "events");
    private static final GroupResource NEW_EVENTS = new GroupResource("events.k8s.io", "events");

    public ResourceDefinition {
        versions = List.copyOf(versions);
    }

    public GroupResource groupResource() {
        return new GroupResource(group, names.plural());
    }

    /// Where the objects are. Events have moved to a group of their own but are still one resource:
    /// those of `events.k8s.io` are stored as core events, as in Kubernetes.
    public StorageResource storedAs() {
        return new StorageResource(
                groupResource().equals(NEW_EVENTS) && segment.isEmpty() ? EVENTS : groupResource(),
                segment);
    }

    /// Whether the kind is one of Kubernetes' own, which have Go types: with them come protobuf and
    /// strategic merge patches.
    public boolean isBuiltin() {
        return segment.isEmpty();
    }

    /// Whether there is such a verb, though perhaps not for the time being.
    public boolean knows(String verb) {
        return verbs.contains(verb) || !strategy.whyNotCreate().isEmpty();
    }

    public Optional<VersionDefinition> version(String name) {
        return versions.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// The version that an `apiVersion` of this resource names.
    public Optional<VersionDefinition> versionOf(String apiVersion) {
        return version(apiVersion.substring(apiVersion.indexOf('/') + 1));
    }

    public Optional<VersionDefinition> servedVersion(String name) {
        return version(name).filter(VersionDefinition::served);
    }

    /// A version that requests may name, for callers who do not care which.
    public String anyServedVersion() {
        return versions.stream()
                .filter(VersionDefinition::served)
                .map(VersionDefinition::name)
                .findFirst()
                .orElse(storageVersion);
    }

    /// How a client may address it: at the storage version where that is served.
    public GroupVersionResource served() {
        var version =
                servedVersion(storageVersion)
                        .or(() -> versions.stream().filter(VersionDefinition::served).findFirst())
                        .map(VersionDefinition::name)
                        .orElse(storageVersion);
        return new GroupVersionResource(group, version, names.plural());
    }

    public VersionDefinition storageVersionDefinition() {
        return version(storageVersion)
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "no version " + storageVersion + " in " + groupResource()));
    }

    /// Whether objects may still be at a version that was the storage version before.
    boolean mayBeStoredOtherwise() {
        return versions.size() > 1 && !segment.isEmpty();
    }

    /// A stored object at the storage version of now. May edit and return its argument.
    public ObjectNode atStorageVersion(ObjectNode stored) {
        return mayBeStoredOtherwise()
                        && !stored.path("apiVersion")
                                .asText()
                                .equals(kindAt(storageVersion).apiVersion())
                ? converter.convert(stored, group, storageVersion)
                : stored;
    }

    public GroupVersionKind kindAt(String version) {
        return new GroupVersionKind(group, version, names.kind());
    }
}
