package dev.hanse.syncer.placement;

import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Reconciler;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.ExportedApi;
import dev.hanse.syncer.api.Lookup;
import dev.hanse.syncer.api.Resources;
import dev.hanse.syncer.mapping.TargetKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Follows the exports that sync targets support: watches the orders of each of their APIs, of all
/// tenants at once. One export is one key; an API that nobody supports any more is still watched.
final class OfferedApis implements Reconciler<OfferedApis.Export>, AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(2);

    record Export(ClusterName cluster, String name) {}

    private final ObjectClient client;
    private final Consumer<OrderId> orders;
    private final Map<Export, Map<OfferedApi, Controller<OrderId>>> watched =
            new ConcurrentHashMap<>();

    /// @param orders is told of every order that appears or changes
    OfferedApis(ObjectClient client, Consumer<OrderId> orders) {
        this.client = client;
        this.orders = orders;
    }

    @Override
    public Result reconcile(Export id) {
        var scope = ResourceScope.in(id.cluster(), Resources.API_EXPORTS);
        var export = Lookup.find(client, scope, id.name());
        var identity = export.map(it -> it.status().path("identityHash").asText()).orElse("");
        if (export.isEmpty() || identity.isEmpty()) {
            return Result.requeueAfter(SOON);
        }
        var schemas = ResourceScope.in(id.cluster(), Resources.API_RESOURCE_SCHEMAS);
        var wanted = new HashSet<OfferedApi>();
        for (var name : ExportedApi.schemaNames(export.get())) {
            var api = ExportedApi.of(client.get(schemas, name));
            wanted.add(new OfferedApi(id.cluster(), id.name(), identity, api));
        }
        watch(id, wanted);
        return Result.done();
    }

    /// All orders that are marked for a target, as they are stored now.
    ///
    /// @param exports that the target supports
    /// @return empty if not all of them are followed yet
    Optional<List<OrderId>> ordersOn(TargetKey key, Collection<Export> exports) {
        if (!watched.keySet().containsAll(exports)) {
            return Optional.empty();
        }
        var found = new ArrayList<OrderId>();
        for (var apis : watched.values()) {
            for (var api : apis.keySet()) {
                client.list(api.orders(), ListOptions.labelled(key.selector())).items().stream()
                        .flatMap(order -> OrderId.of(api, order).stream())
                        .forEach(found::add);
            }
        }
        return Optional.of(found);
    }

    @Override
    public void close() {
        watched.values().forEach(each -> each.values().forEach(Controller::close));
        watched.clear();
    }

    private void watch(Export id, Set<OfferedApi> wanted) {
        var now = watched.computeIfAbsent(id, _ -> new ConcurrentHashMap<>());
        for (var api : wanted) {
            now.computeIfAbsent(api, this::follow);
        }
        var each = now.entrySet().iterator();
        while (each.hasNext()) {
            var entry = each.next();
            if (!wanted.contains(entry.getKey())) {
                entry.getValue().close();
                each.remove();
            }
        }
    }

    private Controller<OrderId> follow(OfferedApi api) {
        var controller =
                Controller.<OrderId>named("orders-" + api.api().resource().resource())
                        .watching(api.orders(), order -> OrderId.of(api, order).stream().toList())
                        .reconciler(
                                id -> {
                                    orders.accept(id);
                                    return Result.done();
                                });
        controller.start(client);
        return controller;
    }
}
