package dev.hanse.apiserver.builtin.workload;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `pods/log`: nothing for a pod that runs nowhere; else what its kubelet would say.
record PodLog(NodeLookup nodes) implements SubresourceHandler {

    @Override
    public GroupVersionKind kind() {
        return new GroupVersionKind("", "v1", "Pod");
    }

    @Override
    public Set<String> verbs() {
        return Set.of("get");
    }

    @Override
    public Optional<ApiResponse> connect(
            RequestContext context, ObjectKey key, ApiRequest request) {
        var pod = nodes.pod(key);
        var container = NodeLookup.container(pod, request.query().first("container"));
        var node = pod.spec().path("nodeName").asText();
        if (node.isEmpty()) {
            return Optional.of(new ApiResponse.Body(204, "text/plain", List.of(), Map.of()));
        }
        var kubelet = nodes.kubelet(key.cluster(), node);
        throw NodeLookup.failure(
                "Get \"https://%s/containerLogs/%s/%s/%s\": dial tcp %s: %s"
                        .formatted(
                                kubelet,
                                key.namespace(),
                                key.name(),
                                container,
                                kubelet,
                                NodeLookup.UNREACHABLE));
    }
}
