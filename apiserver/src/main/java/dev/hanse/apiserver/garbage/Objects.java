package dev.hanse.apiserver.garbage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.Dependents.Dependent;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.object.OwnerReference;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Reaches objects of any kind in any cluster, by where they are stored or by what owner references
/// call them. Thread-safe.
final class Objects {

    private final ObjectClient client;
    private final Function<ClusterName, ApiSurface> surfaces;

    Objects(ObjectClient client, Function<ClusterName, ApiSurface> surfaces) {
        this.client = client;
        this.surfaces = surfaces;
    }

    /// The object behind a storage key; empty when it is gone, or of a kind that is not served.
    Optional<Item> find(Task.Look look) {
        var key = look.key();
        return scope(key.cluster(), look.resource(), key.namespace())
                .flatMap(
                        scope ->
                                client.find(scope, key.name())
                                        .map(object -> new Item(key.cluster(), scope, object)));
    }

    /// A dependent as it was found.
    Optional<Item> item(Dependent found) {
        var key = found.key();
        return scope(key.cluster(), found.resource(), key.namespace())
                .map(scope -> new Item(key.cluster(), scope, found.object()));
    }

    private Optional<ResourceScope> scope(
            ClusterName cluster, StorageResource resource, String namespace) {
        return surfaces.apply(cluster)
                .find(resource.resource())
                .filter(definition -> definition.storedAs().equals(resource))
                .map(definition -> ResourceScope.in(cluster, definition.served(), namespace));
    }

    /// What the cluster calls a kind; empty when it does not serve it.
    Optional<ResourceDefinition> kind(ClusterName cluster, OwnerReference reference) {
        var version = GroupVersion.parse(reference.apiVersion());
        return surfaces.apply(cluster).definitions().stream()
                .filter(each -> each.group().equals(version.group()))
                .filter(each -> each.names().kind().equals(reference.kind()))
                .filter(each -> each.servedVersion(version.version()).isPresent())
                .findFirst();
    }

    /// The owner as the reference calls it, whatever its UID.
    Optional<KubeObject> owner(
            ClusterName cluster,
            ResourceDefinition kind,
            OwnerReference reference,
            String namespace) {
        return client.find(ResourceScope.in(cluster, kind.served(), namespace), reference.name());
    }

    /// Whether some namespace has the object that a reference means. Costs a list of its kind.
    boolean existsSomewhere(
            ClusterName cluster, ResourceDefinition kind, OwnerReference reference) {
        var named = new ListOptions("", "metadata.name=" + reference.name());
        return client.list(ResourceScope.in(cluster, kind.served()), named).items().stream()
                .anyMatch(each -> each.uid().equals(reference.uid()));
    }

    /// Deletes exactly what was looked at.
    void delete(Item item, String propagationPolicy) {
        var object = item.object();
        ignoringMissing(
                () ->
                        client.delete(
                                item.scope(),
                                object.name(),
                                new DeleteOptions(
                                        object.uid(),
                                        object.resourceVersion(),
                                        propagationPolicy)));
    }

    void removeFinalizer(Item item, String finalizer) {
        patch(
                item,
                metadata -> {
                    var kept = metadata.putArray("finalizers");
                    item.object().finalizers().stream()
                            .filter(each -> !each.equals(finalizer))
                            .forEach(kept::add);
                });
    }

    void removeOwners(Item item, Collection<String> uids) {
        patch(
                item,
                metadata -> {
                    var kept = metadata.putArray("ownerReferences");
                    item.object()
                            .metadata()
                            .path("ownerReferences")
                            .forEach(
                                    each -> {
                                        if (!uids.contains(each.path("uid").asText())) {
                                            kept.add(each.deepCopy());
                                        }
                                    });
                });
    }

    /// Lets no owner wait for the object any more.
    void unblockOwners(Item item) {
        patch(
                item,
                metadata ->
                        item.object()
                                .metadata()
                                .path("ownerReferences")
                                .forEach(
                                        each ->
                                                metadata.withArray("ownerReferences")
                                                        .add(
                                                                ((ObjectNode) each.deepCopy())
                                                                        .put(
                                                                                "blockOwnerDeletion",
                                                                                false))));
    }

    /// Fails with a conflict if the object is not as it was looked at.
    private void patch(Item item, Consumer<ObjectNode> edit) {
        var object = item.object();
        var patch = JsonNodeFactory.instance.objectNode();
        var metadata = patch.putObject("metadata");
        metadata.put("uid", object.uid()).put("resourceVersion", object.resourceVersion());
        edit.accept(metadata);
        ignoringMissing(
                () ->
                        client.patch(
                                item.scope(),
                                object.name(),
                                null,
                                ObjectClient.PatchType.MERGE,
                                patch));
    }

    private static void ignoringMissing(Runnable call) {
        try {
            call.run();
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }
}
