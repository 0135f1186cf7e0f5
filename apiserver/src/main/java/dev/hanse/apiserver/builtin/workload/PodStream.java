package dev.hanse.apiserver.builtin.workload;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.status.ApiException;
import java.util.Optional;
import java.util.Set;

/// `pods/exec`, `pods/attach` and `pods/portforward`: a connection to the pod's kubelet.
///
/// @param options the kind whose fields are the parameters
/// @param ofContainer whether it is about one container
record PodStream(String options, boolean ofContainer, NodeLookup nodes)
        implements SubresourceHandler {

    @Override
    public GroupVersionKind kind() {
        return new GroupVersionKind("", "v1", options);
    }

    @Override
    public Set<String> verbs() {
        return Set.of("create", "get");
    }

    @Override
    public Optional<ApiResponse> connect(
            RequestContext context, ObjectKey key, ApiRequest request) {
        var pod = nodes.pod(key);
        if (ofContainer) {
            var _ = NodeLookup.container(pod, request.query().first("container"));
        }
        var node = pod.spec().path("nodeName").asText();
        if (node.isEmpty()) {
            throw ApiException.badRequest("pod " + key.name() + " does not have a host assigned");
        }
        var kubelet = nodes.kubelet(key.cluster(), node);
        if (request.header("upgrade").isEmpty()) {
            throw ApiException.badRequest("Upgrade request required");
        }
        throw NodeLookup.failure(
                "error dialing backend: dial tcp " + kubelet + ": " + NodeLookup.UNREACHABLE);
    }
}
