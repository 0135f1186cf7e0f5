package dev.hanse.apiexports;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiexports.binding.Binder;
import dev.hanse.apiexports.binding.BindingController;
import dev.hanse.apiexports.binding.BindingDeletion;
import dev.hanse.apiexports.claims.BindingClaims;
import dev.hanse.apiexports.claims.ClaimApplication;
import dev.hanse.apiexports.export.Consumers;
import dev.hanse.apiexports.export.EndpointSliceController;
import dev.hanse.apiexports.export.ExportController;
import dev.hanse.apiexports.schema.BoundSchemas;
import dev.hanse.apiserver.ServerHandle;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// The controllers of exports, bindings and endpoint slices, started and stopped together.
final class ExportControllers implements AutoCloseable {
    private static final int WORKERS = 8;

    private final ServerHandle server;
    private final ObjectClient client;
    private final Exports exports;
    private final BoundSchemas schemas;
    private final RandomGenerator random;
    private final List<Controller<?>> running = new ArrayList<>();

    ExportControllers(
            ServerHandle server,
            ObjectClient client,
            Exports exports,
            BoundSchemas schemas,
            RandomGenerator random) {
        this.server = server;
        this.client = client;
        this.exports = exports;
        this.schemas = schemas;
        this.random = random;
    }

    void start() {
        run(exportController());
        run(bindingController());
        run(sliceController());
    }

    @Override
    public void close() {
        running.forEach(Controller::close);
        running.clear();
    }

    private void run(Controller<?> controller) {
        running.add(controller);
        controller.start(client);
    }

    private Controller<ExportReference> exportController() {
        return Controller.<ExportReference>named("apiexports")
                .watching(
                        ResourceScope.everywhere(Apis.EXPORTS),
                        export -> List.of(ExportReference.of(export)))
                .watching(
                        ResourceScope.everywhere(Apis.SLICES),
                        slice ->
                                List.of(
                                        new ExportReference(
                                                ExportReference.clusterOf(slice), slice.name())))
                .lanes(ExportReference::cluster)
                .reconciler(new ExportController(client, random, server.clock()));
    }

    private Controller<ClusterName> bindingController() {
        var application = new ClaimApplication(client, server::surface);
        var claims = new BindingClaims(application, exports, server.clock());
        var binder = new Binder(client, exports, schemas, claims, server.clock());
        var deletion = new BindingDeletion(client, schemas, exports, application, server.clock());
        return Controller.<ClusterName>named("apibindings")
                .watching(
                        ResourceScope.everywhere(Apis.BINDINGS),
                        binding -> List.of(ExportReference.clusterOf(binding)))
                .watching(
                        ResourceScope.everywhere(Apis.EXPORTS),
                        export -> boundTo(ExportReference.of(export)))
                .watching(ResourceScope.everywhere(Apis.SCHEMAS), this::boundTo)
                .watching(
                        ResourceScope.everywhere(
                                Apis.CUSTOM_RESOURCE_DEFINITIONS.withVersion("v1")),
                        crd -> List.of(ExportReference.clusterOf(crd)))
                .lanes(cluster -> cluster)
                .workers(WORKERS)
                .reconciler(new BindingController(client, binder, deletion));
    }

    /// Clusters that bind an export which names the schema; a schema may come after its export.
    private List<ClusterName> boundTo(KubeObject schema) {
        var cluster = ExportReference.clusterOf(schema);
        if (cluster.equals(Apis.BOUND_SCHEMAS_CLUSTER)) {
            return List.of();
        }
        return client
                .list(ResourceScope.in(cluster, Apis.EXPORTS), ListOptions.ALL)
                .items()
                .stream()
                .filter(each -> names(each, schema.name()))
                .flatMap(each -> boundTo(ExportReference.of(each)).stream())
                .distinct()
                .toList();
    }

    /// Clusters with a binding that refers to the export.
    private List<ClusterName> boundTo(ExportReference export) {
        return exports.bindingsOf(export).map(ExportReference::clusterOf).distinct().toList();
    }

    private static boolean names(KubeObject export, String schema) {
        for (var each : export.spec().path("resources")) {
            if (each.path("schema").asText().equals(schema)) {
                return true;
            }
        }
        return false;
    }

    private Controller<EndpointSliceController.Key> sliceController() {
        var consumers = new Consumers(client, exports);
        return Controller.<EndpointSliceController.Key>named("apiexportendpointslices")
                .watching(
                        ResourceScope.everywhere(Apis.SLICES),
                        slice ->
                                List.of(
                                        new EndpointSliceController.Key(
                                                ExportReference.clusterOf(slice), slice.name())))
                .watching(
                        ResourceScope.everywhere(Apis.EXPORTS),
                        export -> consumers.slicesOf(ExportReference.of(export)))
                .watching(ResourceScope.everywhere(Apis.BINDINGS), consumers::concernedBy)
                .reconciler(
                        new EndpointSliceController(
                                client, exports, consumers, server.externalUrl(), server.clock()));
    }
}
