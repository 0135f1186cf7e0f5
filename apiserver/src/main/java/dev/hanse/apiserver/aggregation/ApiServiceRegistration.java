package dev.hanse.apiserver.aggregation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/// Keeps an APIService for every group version that the server serves by itself: of built-in kinds
/// from each start on, of custom resources as their definitions come and go.
///
/// As with Kubernetes' aggregator: what the label says is managed here is corrected and removed;
/// whatever somebody wrote under such a name is left alone.
final class ApiServiceRegistration implements AutoCloseable {

    private static final GroupVersionResource DEFINITIONS =
            new GroupVersionResource("apiextensions.k8s.io", "v1", "customresourcedefinitions");
    private static final GroupVersionKind KIND =
            new GroupVersionKind("apiregistration.k8s.io", "v1", "APIService");
    private static final String ALWAYS = "true";
    private static final String AT_START = "onstart";

    private final ObjectClient client;
    private final ClusterName cluster;
    private final Supplier<ApiSurface> surface;
    private final ResourceScope scope;
    private final Controller<GroupVersion> controller;

    /// @param surface what the cluster serves
    ApiServiceRegistration(ObjectClient client, ClusterName cluster, Supplier<ApiSurface> surface) {
        this.client = client;
        this.cluster = cluster;
        this.surface = surface;
        this.scope = ResourceScope.in(cluster, ApiService.V1);
        this.controller =
                Controller.<GroupVersion>named("apiservice-registration")
                        .watching(
                                ResourceScope.everywhere(DEFINITIONS),
                                ApiServiceRegistration::versions)
                        .watching(
                                ResourceScope.everywhere(ApiService.V1),
                                each -> List.of(ApiService.groupVersion(each.name())))
                        .reconciler(this::reconcile);
    }

    /// Registers the built-in kinds, then begins to follow definitions.
    void start() {
        var builtIn = builtIn();
        builtIn.forEach((version, priority) -> register(version, priority, AT_START));
        for (var each : client.list(scope, ListOptions.ALL).items()) {
            if (isManaged(each, AT_START)
                    && !builtIn.containsKey(ApiService.groupVersion(each.name()))) {
                remove(each);
            }
        }
        controller.start(client);
    }

    @Override
    public void close() {
        controller.close();
    }

    private Map<GroupVersion, ApiServicePriority> builtIn() {
        var found = new LinkedHashMap<GroupVersion, ApiServicePriority>();
        for (var definition : surface.get().definitions()) {
            if (definition.isBuiltin()) {
                for (var version : groupVersions(definition)) {
                    ApiServicePriority.builtIn(version)
                            .ifPresent(priority -> found.put(version, priority));
                }
            }
        }
        return found;
    }

    private static List<GroupVersion> groupVersions(ResourceDefinition definition) {
        return definition.versions().stream()
                .filter(each -> each.served())
                .map(each -> new GroupVersion(definition.group(), each.name()))
                .toList();
    }

    /// All versions of a definition: one that is served no more is looked at, too.
    private static List<GroupVersion> versions(KubeObject definition) {
        var group = definition.spec().path("group").asText();
        var found = new ArrayList<GroupVersion>();
        definition
                .spec()
                .path("versions")
                .forEach(each -> found.add(new GroupVersion(group, each.path("name").asText())));
        return found;
    }

    private Result reconcile(GroupVersion version) {
        if (ApiServicePriority.builtIn(version).isPresent()) {
            return Result.done();
        }
        if (isDefined(version)) {
            register(version, ApiServicePriority.CUSTOM_RESOURCE, ALWAYS);
        } else {
            client.find(scope, ApiService.name(version))
                    .filter(each -> isManaged(each, ALWAYS))
                    .ifPresent(this::remove);
        }
        return Result.done();
    }

    private boolean isDefined(GroupVersion version) {
        return client.list(ResourceScope.in(cluster, DEFINITIONS), ListOptions.ALL).items().stream()
                .filter(each -> each.spec().path("group").asText().equals(version.group()))
                .flatMap(
                        each ->
                                StreamSupport.stream(
                                        each.spec().path("versions").spliterator(), false))
                .anyMatch(
                        each ->
                                each.path("served").asBoolean()
                                        && each.path("name").asText().equals(version.version()));
    }

    private void register(GroupVersion version, ApiServicePriority priority, String label) {
        var name = ApiService.name(version);
        var found = client.find(scope, name);
        if (found.isEmpty()) {
            unlessOvertaken(() -> client.create(scope, local(version, priority, label)));
        } else if (isManaged(found.get(), ALWAYS) || isManaged(found.get(), AT_START)) {
            var wanted = local(version, priority, label);
            if (!found.get().spec().equals(wanted.spec())) {
                unlessOvertaken(
                        () ->
                                client.update(
                                        scope,
                                        found.get().with(json -> json.set("spec", wanted.spec()))));
            }
        }
    }

    private static KubeObject local(
            GroupVersion version, ApiServicePriority priority, String label) {
        return KubeObject.of(KIND, null, ApiService.name(version))
                .with(
                        json -> {
                            json.withObject("metadata")
                                    .putObject("labels")
                                    .put(ApiService.AUTOMANAGED, label);
                            describe(json.putObject("spec"), version, priority);
                        });
    }

    private static void describe(
            ObjectNode spec, GroupVersion version, ApiServicePriority priority) {
        if (!version.group().isEmpty()) {
            spec.put("group", version.group());
        }
        spec.put("version", version.version());
        priority.writeTo(spec);
    }

    private void remove(KubeObject apiService) {
        unlessOvertaken(
                () ->
                        client.delete(
                                scope,
                                apiService.name(),
                                new DeleteOptions(apiService.uid(), "", "")));
    }

    /// Whoever was faster wakes this controller again.
    private static void unlessOvertaken(Runnable write) {
        try {
            write.run();
        } catch (ApiException e) {
            if (!e.isNotFound() && !e.isConflict() && !e.isAlreadyExists()) {
                throw e;
            }
        }
    }

    private static boolean isManaged(KubeObject apiService, String how) {
        return Optional.of(how).equals(apiService.label(ApiService.AUTOMANAGED));
    }
}
