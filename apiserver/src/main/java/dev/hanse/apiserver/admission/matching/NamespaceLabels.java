package dev.hanse.apiserver.admission.matching;

import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.selector.LabelSelector;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.Map;
import java.util.Optional;

/// The labels that a `namespaceSelector` looks at. Thread-safe.
public final class NamespaceLabels {

    private static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

    private final StoredObjects objects;

    public NamespaceLabels(StoredObjects objects) {
        this.objects = objects;
    }

    /// Whether `selector` chooses the namespace of the request. It chooses everything without one,
    /// and judges a namespace by its own labels.
    ///
    /// @throws ApiException 404 when there is no such namespace
    boolean areSelected(LabelSelector selector, AdmissionRequest request) {
        if (selector.isEverything()) {
            return true;
        }
        if (request.resource().groupResource().equals(NAMESPACES)) {
            return selector.matches(ofNamespaceItself(request));
        }
        return request.namespace().isEmpty()
                || selector.matches(of(request.cluster(), request.namespace()));
    }

    private static Map<String, String> ofNamespaceItself(AdmissionRequest request) {
        var object = request.object();
        if (object != null) {
            return new KubeObject(object).labels();
        }
        return Optional.ofNullable(request.oldObject()).map(KubeObject::labels).orElse(Map.of());
    }

    private Map<String, String> of(ClusterName cluster, String namespace) {
        return objects.get(
                        StorageResource.builtIn(NAMESPACES), new ObjectKey(cluster, "", namespace))
                .orElseThrow(() -> ApiException.notFound(NAMESPACES, namespace))
                .labels();
    }
}
