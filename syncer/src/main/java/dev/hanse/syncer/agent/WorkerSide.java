package dev.hanse.syncer.agent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.NamespaceLocator;
import dev.hanse.syncer.transform.WorkerCopy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The copies of one API's orders on the worker cluster.
final class WorkerSide {

    /// Everything the agent applies is applied under this name.
    static final String FIELD_MANAGER = "syncer";

    /// A worker is one cluster; its client does not look at this.
    static final ClusterName WORKER = ClusterName.ROOT;

    private final ObjectClient client;
    private final GroupVersionResource resource;
    private final Set<NamespaceLocator> namespaces = ConcurrentHashMap.newKeySet();

    WorkerSide(ObjectClient client, GroupVersionResource resource) {
        this.client = client;
        this.resource = resource;
    }

    /// Whatever has the name that the copy of this order has or would have.
    Optional<KubeObject> find(NamespaceLocator locator, String name) {
        return Lookup.find(client, scope(locator), locator.objectName(name));
    }

    /// What is left to remove of an order: the agent's own copy, if it is there. A worker that does
    /// not have the API any more has nothing of it.
    Optional<KubeObject> findOwn(NamespaceLocator locator, String name) {
        try {
            return find(locator, name).filter(it -> owns(it, locator));
        } catch (ApiException e) {
            if (e.isNotFound() && isApiGone()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /// A 404 alone may come from a server that is just starting; its definitions know better.
    private boolean isApiGone() {
        var definitions = ResourceScope.in(WORKER, Resources.CUSTOM_RESOURCE_DEFINITIONS);
        return Lookup.find(client, definitions, resource.groupResource().toString()).isEmpty();
    }

    /// Whether the agent made `copy`, for the tenant and for the very SyncTarget that `locator`
    /// names. Nothing else is ever changed or deleted.
    static boolean owns(KubeObject copy, NamespaceLocator locator) {
        return copy.label(NamespaceLocator.OWNERSHIP_LABEL)
                        .filter(locator.target().key().value()::equals)
                        .isPresent()
                && copy.annotation(NamespaceLocator.ANNOTATION)
                        .flatMap(NamespaceLocator::parse)
                        .filter(locator::equals)
                        .isPresent();
    }

    /// Makes the worker hold `copy`.
    ///
    /// @return the object as it then is
    KubeObject apply(WorkerCopy copy, NamespaceLocator locator, Optional<KubeObject> live) {
        if (live.isPresent() && copy.isAppliedTo(live.get())) {
            return live.get();
        }
        ensureNamespace(locator);
        try {
            return apply(copy, locator);
        } catch (ApiException e) {
            if (!e.isNotFound() || !namespaces.remove(locator)) {
                throw e;
            }
            // Somebody took the namespace away since it was made.
            ensureNamespace(locator);
            return apply(copy, locator);
        }
    }

    /// Asks for the deletion of exactly this object.
    void delete(KubeObject copy, NamespaceLocator locator) {
        if (copy.isBeingDeleted()) {
            return;
        }
        try {
            client.delete(scope(locator), copy.name(), new DeleteOptions(copy.uid(), "", ""));
        } catch (ApiException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private KubeObject apply(WorkerCopy copy, NamespaceLocator locator) {
        var configuration = copy.configuration();
        var name = copy.object().name();
        // Forced, because only objects that the agent owns get here: the order is what counts.
        return client.apply(scope(locator), name, null, configuration, FIELD_MANAGER, true);
    }

    private void ensureNamespace(NamespaceLocator locator) {
        if (locator.namespace().isEmpty() || namespaces.contains(locator)) {
            return;
        }
        var scope = ResourceScope.in(WORKER, Resources.NAMESPACES);
        var name = locator.namespaceName();
        var found = Lookup.find(client, scope, name);
        if (found.isPresent() && !owns(found.get(), locator)) {
            throw ApiException.conflict(
                    Resources.NAMESPACES.groupResource(), name, "it belongs to somebody else");
        }
        if (found.isEmpty()) {
            client.apply(scope, name, null, namespace(locator), FIELD_MANAGER, false);
        }
        namespaces.add(locator);
    }

    private static ObjectNode namespace(NamespaceLocator locator) {
        var kind = new GroupVersionKind("", "v1", "Namespace");
        var json = KubeObject.of(kind, null, locator.namespaceName()).json();
        var metadata = json.withObject("/metadata");
        metadata.putObject("labels")
                .put(NamespaceLocator.OWNERSHIP_LABEL, locator.target().key().value())
                .put(NamespaceLocator.TENANT_LABEL, locator.tenantId());
        metadata.putObject("annotations").put(NamespaceLocator.ANNOTATION, locator.json());
        return json;
    }

    private ResourceScope scope(NamespaceLocator locator) {
        return ResourceScope.in(
                WORKER, resource, locator.namespace().isEmpty() ? "" : locator.namespaceName());
    }
}
