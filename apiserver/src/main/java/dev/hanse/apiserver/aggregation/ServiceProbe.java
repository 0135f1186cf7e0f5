package dev.hanse.apiserver.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.aggregation.ApiService.Availability;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// Says what keeps the Service of an APIService from answering, in the order in which Kubernetes'
/// aggregator looks.
record ServiceProbe(ObjectClient client, ClusterName cluster) {

    static final GroupVersionResource SERVICES = new GroupVersionResource("", "v1", "services");
    static final GroupVersionResource SLICES =
            new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices");
    static final String SERVICE_NAME = "kubernetes.io/service-name";

    Availability of(KubeObject apiService) {
        var wanted = apiService.spec().path("service");
        var namespace = wanted.path("namespace").asText();
        var name = wanted.path("name").asText();
        var called = "service/" + name + " in \"" + namespace + "\"";
        var service = client.find(ResourceScope.in(cluster, SERVICES, namespace), name);
        if (service.isEmpty()) {
            return Availability.no("ServiceNotFound", called + " is not present");
        }
        if (service.get().spec().path("type").asText().equals("ClusterIP")) {
            var missing = missing(service.get(), wanted.path("port").asInt(), called);
            if (missing.isPresent()) {
                return missing.get();
            }
        }
        return Availability.no(
                "FailedDiscoveryCheck",
                "requests are not passed on to the server behind " + called);
    }

    private Optional<Availability> missing(KubeObject service, int port, String called) {
        var portName = portName(service.spec().path("ports"), port);
        if (portName.isEmpty()) {
            return Optional.of(
                    Availability.no(
                            "ServicePortError", called + " is not listening on port " + port));
        }
        var slices =
                client.list(
                                ResourceScope.in(cluster, SLICES, service.namespace()),
                                ListOptions.labelled(SERVICE_NAME + "=" + service.name()))
                        .items();
        if (slices.isEmpty()) {
            return Optional.of(
                    Availability.no(
                            "EndpointsNotFound", "cannot find endpointslices for " + called));
        }
        return isReady(slices, portName.get())
                ? Optional.empty()
                : Optional.of(
                        Availability.no(
                                "MissingEndpoints",
                                "endpointslices for "
                                        + called
                                        + " have no addresses with port name \""
                                        + portName.get()
                                        + "\""));
    }

    private static Optional<String> portName(JsonNode ports, int port) {
        return StreamSupport.stream(ports.spliterator(), false)
                .filter(each -> each.path("port").asInt() == port)
                .map(each -> each.path("name").asText())
                .findFirst();
    }

    private static boolean isReady(List<KubeObject> slices, String portName) {
        return slices.stream()
                .map(KubeObject::json)
                .anyMatch(
                        slice ->
                                hasReadyEndpoint(slice.path("endpoints"))
                                        && hasPort(slice.path("ports"), portName));
    }

    private static boolean hasReadyEndpoint(JsonNode endpoints) {
        return StreamSupport.stream(endpoints.spliterator(), false)
                .anyMatch(each -> each.at("/conditions/ready").asBoolean(true));
    }

    private static boolean hasPort(JsonNode ports, String name) {
        return StreamSupport.stream(ports.spliterator(), false)
                .anyMatch(
                        each -> each.path("name").asText().equals(name) && each.hasNonNull("port"));
    }
}
