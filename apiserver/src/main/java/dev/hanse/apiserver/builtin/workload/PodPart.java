package dev.hanse.apiserver.builtin.workload;

import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.Set;

/// A subresource of pods that is a part of the pod and shows all of it.
interface PodPart extends SubresourceHandler {

    @Override
    default GroupVersionKind kind() {
        return new GroupVersionKind("", "v1", "Pod");
    }

    @Override
    default Set<String> verbs() {
        return Set.of("get", "patch", "update");
    }
}
