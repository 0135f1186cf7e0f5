package dev.hanse.apiserver.admission.cluster;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.keyspace.StorageResource;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import java.util.Comparator;

/// Claims that name no storage class get the newest of the default ones (Kubernetes'
/// DefaultStorageClass plugin).
final class DefaultStorageClass implements AdmissionPlugin {

    private static final GroupResource CLAIMS = new GroupResource("", "persistentvolumeclaims");
    private static final StorageResource CLASSES =
            StorageResource.builtIn(new GroupResource("storage.k8s.io", "storageclasses"));
    private static final String IS_DEFAULT = "storageclass.kubernetes.io/is-default-class";
    private static final String OLD_CLASS = "volume.beta.kubernetes.io/storage-class";

    private final StoredObjects objects;

    DefaultStorageClass(StoredObjects objects) {
        this.objects = objects;
    }

    @Override
    public void mutate(AdmissionRequest request) {
        if (!request.isFor(CLAIMS) || request.operation() != Operation.CREATE) {
            return;
        }
        var claim = request.requireObject();
        var spec = claim.withObjectProperty("spec");
        if (spec.has("storageClassName")
                || claim.path("metadata").path("annotations").has(OLD_CLASS)) {
            return;
        }
        objects.list(CLASSES, request.cluster()).stream()
                .filter(DefaultStorageClass::isDefault)
                .min(
                        Comparator.<KubeObject, String>comparing(
                                        each -> each.metadata().path("creationTimestamp").asText())
                                .reversed()
                                .thenComparing(KubeObject::name))
                .ifPresent(each -> spec.put("storageClassName", each.name()));
    }

    private static boolean isDefault(KubeObject storageClass) {
        return storageClass.metadata().path("annotations").path(IS_DEFAULT).asText().equals("true");
    }
}
