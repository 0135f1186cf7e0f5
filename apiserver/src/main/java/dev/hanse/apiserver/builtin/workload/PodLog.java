package dev.hanse.apiserver.builtin.workload;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.registry.SubresourceHandler;
import dev.hanse.apiserver.request.ApiRequest;
import dev.hanse.apiserver.request.ApiResponse;
import dev.hanse.apiserver.request.Query;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
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

    private static void checkOptions(String name, Query query) {
        var errors = new ArrayList<FieldError>();
        atLeast(0, "tailLines", query, errors);
        atLeast(1, "limitBytes", query, errors);
        atLeast(1, "sinceSeconds", query, errors);
        if (!errors.isEmpty()) {
            throw ApiException.invalid(
                    new GroupVersionKind("", "v1", "PodLogOptions"), name, errors);
        }
    }

    private static void atLeast(int least, String field, Query query, List<FieldError> errors) {
        var text = query.first(field);
        if (text.matches("-?[0-9]{1,18}") && Long.parseLong(text) < least) {
            errors.add(
                    FieldError.invalid(
                            field,
                            Long.parseLong(text),
                            least == 0
                                    ? "must be greater than or equal to 0"
                                    : "must be greater than 0"));
        }
    }

    @Override
    public Optional<ApiResponse> connect(
            RequestContext context, ObjectKey key, ApiRequest request) {
        checkOptions(key.name(), request.query());
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
