package dev.hanse.apiexports;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.api.ExportReference;
import dev.hanse.apiexports.api.Exports;
import dev.hanse.apiexports.binding.BindingAdmission;
import dev.hanse.apiexports.binding.BoundApiSource;
import dev.hanse.apiexports.binding.BoundDefinitions;
import dev.hanse.apiexports.binding.BoundResource;
import dev.hanse.apiexports.binding.ClaimLabelAdmission;
import dev.hanse.apiexports.binding.ClusterBindings;
import dev.hanse.apiexports.conversion.BindingConverter;
import dev.hanse.apiexports.conversion.ExportConverter;
import dev.hanse.apiexports.export.ExportAdmission;
import dev.hanse.apiexports.export.MaximalPermissionPolicyAuthorizer;
import dev.hanse.apiexports.export.SliceAdmission;
import dev.hanse.apiexports.export.SystemStatusAuthorizer;
import dev.hanse.apiexports.schema.BoundSchemas;
import dev.hanse.apiexports.schema.ReservedNamesAdmission;
import dev.hanse.apiexports.schema.SchemaAdmission;
import dev.hanse.apiexports.view.ExportView;
import dev.hanse.apiexports.view.ExportViewFactory;
import dev.hanse.apiexports.view.ExportViewResources;
import dev.hanse.apiserver.Extension;
import dev.hanse.apiserver.ServerHandle;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.Jurisdiction;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceSource;
import dev.hanse.apiserver.crd.CrdCompiler;
import dev.hanse.apiserver.read.ClusterCache;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.request.User;
import dev.hanse.apiserver.view.View;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.workspaces.api.Documents;
import dev.hanse.workspaces.api.FinalizerGuard;
import dev.hanse.workspaces.api.SystemKinds;
import dev.hanse.workspaces.path.PathIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Adds API exports and bindings to the server.
public final class ApiExportsExtension implements Extension {
    private static final int CLUSTERS_AT_HAND = 20_000;

    private final ClusterCache<ClusterBindings> bindings;
    private final Exports exports;
    private final Authorizer rbac;
    private final SchemaCompiler schemaCompiler;
    private final RandomGenerator random;
    private final BoundSchemas boundSchemas;
    private final SystemKinds kinds;
    private final BoundApiSource boundApis;
    private final ExportView view;
    private @Nullable ExportControllers controllers;

    /// @param rbac answers for any cluster what its roles allow, without the authorizers of
    ///   extensions
    /// @param claimable what exports may claim besides bound APIs: built-ins and LogicalCluster
    /// @param random makes identity keys, so a secure one
    public ApiExportsExtension(
            StoredObjects objects,
            Authorizer rbac,
            PathIndex paths,
            CrdCompiler compiler,
            SchemaCompiler schemaCompiler,
            List<ResourceSource> claimable,
            RandomGenerator random) {
        this.rbac = rbac;
        this.schemaCompiler = schemaCompiler;
        this.random = random;
        this.bindings = ClusterBindings.cache(objects, CLUSTERS_AT_HAND);
        this.exports = new Exports(objects, paths, rbac);
        this.boundSchemas = new BoundSchemas(objects);
        var definitions = new BoundDefinitions(boundSchemas, compiler);
        this.kinds =
                new SystemKinds(
                        List.of(
                                kind(compiler, "apiexports", new ExportConverter()),
                                kind(compiler, "apibindings", new BindingConverter()),
                                kind(compiler, "apiresourceschemas", Converter.NONE),
                                kind(compiler, "apiexportendpointslices", Converter.NONE),
                                kind(compiler, "apiconversions", Converter.NONE)));
        this.boundApis = new BoundApiSource(objects, bindings, definitions, exports);
        var sources = new ArrayList<>(claimable);
        sources.add(kinds);
        sources.add(boundApis);
        var factory =
                new ExportViewFactory(
                        objects,
                        exports,
                        rbac,
                        new ExportViewResources(objects, definitions, sources));
        this.view = new ExportView(exports, factory::open);
    }

    private static ResourceDefinition kind(
            CrdCompiler compiler, String plural, Converter converter) {
        var crd = Documents.read(ApiExportsExtension.class, "kinds/" + plural + ".yaml").getFirst();
        return SystemKinds.define(compiler, crd, converter);
    }

    @Override
    public List<ResourceSource> resources() {
        return List.of(kinds, boundApis);
    }

    @Override
    public List<Authorizer> authorizers() {
        return List.of(
                new SystemStatusAuthorizer(),
                new MaximalPermissionPolicyAuthorizer(bindings, exports, rbac));
    }

    @Override
    public List<AdmissionPlugin> admission() {
        return List.of(
                new SchemaAdmission(schemaCompiler),
                new ExportAdmission(),
                new BindingAdmission(exports),
                new FinalizerGuard(Apis.BINDINGS.groupResource(), Apis.BINDING_FINALIZER),
                new SliceAdmission(exports),
                new ReservedNamesAdmission(),
                new ClaimLabelAdmission(bindings));
    }

    /// A bound API is judged by its provider, whose webhooks and policies come with it.
    @Override
    public List<Jurisdiction> jurisdictions() {
        return List.of(
                (cluster, resource) ->
                        Optional.ofNullable(bindings.get(cluster).resources().get(resource))
                                .map(BoundResource::export)
                                .map(ExportReference::cluster));
    }

    @Override
    public List<View> views() {
        return List.of(view);
    }

    @Override
    public void start(ServerHandle server) {
        var client = server.client(User.system("system:hanse:api-exports"));
        var started = new ExportControllers(server, client, exports, boundSchemas, random);
        controllers = started;
        started.start();
    }

    @Override
    public void stop() {
        var running = controllers;
        if (running != null) {
            running.close();
            controllers = null;
        }
    }
}
