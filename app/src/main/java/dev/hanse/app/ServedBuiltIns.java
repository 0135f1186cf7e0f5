package dev.hanse.app;

import dev.hanse.apiserver.Extension;
import dev.hanse.apiserver.ServerHandle;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The built-in kinds as the server serves them, for extensions that show them elsewhere. Serves
/// nothing by itself: the server already does.
final class ServedBuiltIns implements Extension, ResourceSource {

    private volatile @Nullable ServerHandle server;

    @Override
    public void start(ServerHandle started) {
        server = started;
    }

    @Override
    public List<ResourceDefinition> resources(ClusterName cluster) {
        var running = server;
        if (running == null) {
            return List.of();
        }
        return running.surface(ClusterName.SYSTEM_ADMIN).definitions().stream()
                .filter(ResourceDefinition::isBuiltin)
                .toList();
    }

    @Override
    public Optional<ResourceDefinition> acrossClusters(GroupResource resource, String identity) {
        return resources(ClusterName.SYSTEM_ADMIN).stream()
                .filter(each -> each.groupResource().equals(resource))
                .findFirst();
    }
}
