package dev.hanse.apiserver.admission;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Cause;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// Objects are only created in namespaces that exist and are not going away, and the namespaces
/// every cluster needs cannot be deleted (Kubernetes' NamespaceLifecycle plugin).
public final class NamespaceLifecycle implements AdmissionPlugin {

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");
    private static final Set<String> IMMORTAL = Set.of("default", "kube-system", "kube-public");

    private final StoredObjects objects;
    private final Predicate<ClusterName> goingAway;

    /// @param goingAway clusters that are being deleted as a whole, where no namespace is immortal
    public NamespaceLifecycle(StoredObjects objects, Predicate<ClusterName> goingAway) {
        this.objects = objects;
        this.goingAway = goingAway;
    }

    @Override
    public void validate(AdmissionRequest request) {
        switch (request.operation()) {
            case DELETE -> keepImmortal(request);
            case CREATE -> requireNamespace(request);
            case UPDATE -> {}
        }
    }

    private void keepImmortal(AdmissionRequest request) {
        if (request.isFor(NAMESPACES)
                && IMMORTAL.contains(request.name())
                && !goingAway.test(request.cluster())) {
            throw ApiException.forbidden(
                    NAMESPACES, request.name(), "this namespace may not be deleted");
        }
    }

    private void requireNamespace(AdmissionRequest request) {
        var name = request.namespace();
        if (name.isEmpty()) {
            return;
        }
        var namespace =
                objects.get(
                                StorageResource.builtIn(NAMESPACES),
                                new ObjectKey(request.cluster(), "", name))
                        .orElseThrow(() -> ApiException.notFound(NAMESPACES, name));
        if (namespace.isBeingDeleted()) {
            var denied =
                    ApiException.forbidden(
                            request.resource().groupResource(),
                            request.name(),
                            "unable to create new content in namespace "
                                    + name
                                    + " because it is being terminated");
            throw new ApiException(
                    denied.status()
                            .withCauses(
                                    List.of(
                                            new Cause(
                                                    "NamespaceTerminating",
                                                    "namespace " + name + " is being terminated",
                                                    "metadata.namespace"))));
        }
    }
}
