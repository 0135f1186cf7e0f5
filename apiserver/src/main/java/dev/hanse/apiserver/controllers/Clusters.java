package dev.hanse.apiserver.controllers;

import dev.hanse.machinery.codec.ObjectSplice;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;

/// Which logical cluster an object was read from: the only one, where objects do not say.
public final class Clusters {

    private Clusters() {}

    public static ClusterName of(KubeObject object) {
        return object.annotation(ObjectSplice.CLUSTER_ANNOTATION)
                .map(ClusterName::new)
                .orElse(ClusterName.ROOT);
    }
}
