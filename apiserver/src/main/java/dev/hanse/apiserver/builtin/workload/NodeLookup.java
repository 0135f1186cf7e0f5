package dev.hanse.apiserver.builtin.workload;

import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// Finds pods, and the kubelets that run them. The server knows where those are but has no
/// connection to any, which it says where kube-apiserver says that it could not connect.
record NodeLookup(Supplier<ObjectClient> client) {

    static final String UNREACHABLE = "this API server does not connect to nodes";

    private static final GroupVersionResource NODES = new GroupVersionResource("", "v1", "nodes");
    private static final GroupResource PODS = new GroupResource("", "pods");
    private static final int KUBELET_PORT = 10250;

    /// The addresses kube-apiserver tries, the best first.
    private static final List<String> PREFERRED =
            List.of("Hostname", "InternalDNS", "InternalIP", "ExternalDNS", "ExternalIP");

    KubeObject pod(ObjectKey key) {
        return client.get()
                .get(ResourceScope.in(key.cluster(), PodBinding.PODS, key.namespace()), key.name());
    }

    /// The host and port of the kubelet on a node.
    String kubelet(ClusterName cluster, String nodeName) {
        var node =
                client.get()
                        .find(ResourceScope.in(cluster, NODES), nodeName)
                        // As kube-apiserver says it, whose requests are about pods.
                        .orElseThrow(() -> ApiException.notFound(PODS, nodeName));
        var addresses = node.status().path("addresses");
        for (var type : PREFERRED) {
            for (var each : addresses) {
                if (each.path("type").asText().equals(type)) {
                    var host = each.path("address").asText();
                    int port = node.status().at("/daemonEndpoints/kubeletEndpoint/Port").asInt();
                    return (host.contains(":") ? "[" + host + "]" : host)
                            + ":"
                            + (port > 0 ? port : KUBELET_PORT);
                }
            }
        }
        throw failure("no preferred addresses found; known addresses: []");
    }

    /// An error that Kubernetes has no reason for.
    static ApiException failure(String message) {
        return new ApiException(Status.failure(500, "", message), null, null);
    }

    /// The container somebody asks for, or the only one.
    static String container(KubeObject pod, String asked) {
        var names = new ArrayList<String>();
        for (var field : List.of("initContainers", "containers", "ephemeralContainers")) {
            pod.spec().path(field).forEach(each -> names.add(each.path("name").asText()));
        }
        if (!asked.isEmpty()) {
            if (!names.contains(asked)) {
                throw ApiException.badRequest(
                        "container " + asked + " is not valid for pod " + pod.name());
            }
            return asked;
        }
        var containers = pod.spec().path("containers");
        if (containers.size() != 1) {
            throw ApiException.badRequest(
                    "a container name must be specified for pod "
                            + pod.name()
                            + ", choose one of: ["
                            + String.join(" ", names)
                            + "]");
        }
        return containers.path(0).path("name").asText();
    }
}
