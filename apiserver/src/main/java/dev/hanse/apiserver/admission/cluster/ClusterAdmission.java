package dev.hanse.apiserver.admission.cluster;

import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.read.StoredObjects;
import java.util.List;
import java.util.random.RandomGenerator;

/// The plugins that kube-apiserver has enabled by default and that belong to a whole cluster, in
/// its order.
public final class ClusterAdmission {

    private ClusterAdmission() {}

    public static List<AdmissionPlugin> plugins(StoredObjects objects, RandomGenerator random) {
        return List.of(
                new NodeTaints(),
                new PodServiceAccount(objects, random),
                new PodPriority(objects),
                new PodTolerations(),
                new DefaultStorageClass(objects),
                new StorageInUseProtection(),
                new PodRuntimeClass(objects));
    }
}
