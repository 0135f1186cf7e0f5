package dev.hanse.apiserver.aggregation;

import dev.hanse.apiserver.aggregation.ApiService.Availability;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keeps the condition `Available` of APIServices: local ones always are; others depend on a
/// Service and its EndpointSlices, and are looked at again when one of those changes.
final class ApiServiceAvailability implements AutoCloseable {

    private final ObjectClient client;
    private final ResourceScope scope;
    private final ServiceProbe probe;
    private final Clock clock;
    private final Controller<String> controller;

    /// Where the APIServices lead that are not local, by their names.
    private final Map<String, Target> targets = new ConcurrentHashMap<>();

    private record Target(String namespace, String service) {}

    ApiServiceAvailability(ObjectClient client, ClusterName cluster, Clock clock) {
        this.client = client;
        this.scope = ResourceScope.in(cluster, ApiService.V1);
        this.probe = new ServiceProbe(client, cluster);
        this.clock = clock;
        this.controller =
                Controller.<String>named("apiservice-availability")
                        .watching(
                                ResourceScope.everywhere(ApiService.V1),
                                each -> List.of(each.name()))
                        .watching(
                                ResourceScope.everywhere(ServiceProbe.SERVICES),
                                each -> leadingTo(each.namespace(), each.name()))
                        .watching(
                                ResourceScope.everywhere(ServiceProbe.SLICES),
                                each ->
                                        leadingTo(
                                                each.namespace(),
                                                each.label(ServiceProbe.SERVICE_NAME).orElse("")))
                        .reconciler(this::reconcile);
    }

    void start() {
        controller.start(client);
    }

    @Override
    public void close() {
        controller.close();
    }

    private List<String> leadingTo(String namespace, String service) {
        var target = new Target(namespace, service);
        return targets.entrySet().stream()
                .filter(each -> each.getValue().equals(target))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Result reconcile(String name) {
        var found = client.find(scope, name);
        if (found.isEmpty()) {
            targets.remove(name);
            return Result.done();
        }
        var apiService = found.get();
        if (ApiService.isLocal(apiService.json())) {
            targets.remove(name);
            report(apiService, Availability.LOCAL);
        } else {
            var service = apiService.spec().path("service");
            // Before it is probed, so that no change in the meantime is missed.
            targets.put(
                    name,
                    new Target(service.path("namespace").asText(), service.path("name").asText()));
            report(apiService, probe.of(apiService));
        }
        return Result.done();
    }

    private void report(KubeObject apiService, Availability availability) {
        var reported = apiService.with(json -> ApiService.set(json, availability, clock.instant()));
        if (!reported.equals(apiService)) {
            client.updateStatus(scope, reported);
        }
    }
}
