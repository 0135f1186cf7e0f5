package dev.hanse.workspaces.api;

import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.crd.CrdCompiler;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;

/// Kinds that every logical cluster serves, whatever was bound or defined there.
public record SystemKinds(List<ResourceDefinition> definitions) implements ResourceSource {
    public SystemKinds {
        definitions = List.copyOf(definitions);
    }

    /// @param crd a CustomResourceDefinition as shipped with the server
    public static ResourceDefinition define(
            CrdCompiler compiler, KubeObject crd, Converter converter) {
        var plain =
                compiler.compile(
                        crd.spec(),
                        crd.spec().path("names"),
                        ResourceDefinition.CUSTOM_RESOURCES,
                        false,
                        ClusterName.ROOT);
        return new ResourceDefinition(
                "system:" + plain.contentId(),
                plain.group(),
                plain.names(),
                plain.namespaced(),
                plain.segment(),
                plain.versions(),
                plain.storageVersion(),
                converter,
                plain.strategy(),
                plain.verbs());
    }

    @Override
    public List<ResourceDefinition> resources(ClusterName cluster) {
        return definitions;
    }

    @Override
    public Optional<ResourceDefinition> acrossClusters(GroupResource resource, String identity) {
        return identity.isEmpty()
                ? definitions.stream()
                        .filter(each -> each.groupResource().equals(resource))
                        .findFirst()
                : Optional.empty();
    }
}
