package dev.hanse.apiserver.quota;

import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.controllers.Clusters;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// Counts what a namespace uses when a quota is new or asks for something else. From then on
/// [QuotaLedger] keeps usage exact, so nothing is ever counted again without a reason.
public final class QuotaController implements AutoCloseable {

    private static final GroupVersionResource QUOTAS =
            new GroupVersionResource("", "v1", "resourcequotas");

    private final ObjectClient client;
    private final Function<ClusterName, ApiSurface> surfaces;
    private final Controller<Key> controller;

    private record Key(ClusterName cluster, String namespace, String name) {}

    public QuotaController(ObjectClient client, Function<ClusterName, ApiSurface> surfaces) {
        this.client = client;
        this.surfaces = surfaces;
        this.controller =
                Controller.<Key>named("resource-quota")
                        .watching(ResourceScope.everywhere(QUOTAS), QuotaController::keys)
                        .lanes(Key::cluster)
                        .workers(2)
                        .reconciler(this::reconcile);
    }

    public void start() {
        controller.start(client);
    }

    private static List<Key> keys(KubeObject quota) {
        return new Quota(quota).isSettled()
                ? List.of()
                : List.of(new Key(Clusters.of(quota), quota.namespace(), quota.name()));
    }

    private Result reconcile(Key key) {
        var scope = ResourceScope.in(key.cluster(), QUOTAS, key.namespace());
        var found = client.find(scope, key.name());
        if (found.isEmpty()) {
            return Result.done();
        }
        var quota = new Quota(found.get());
        var used = count(key, quota);
        if (quota.isSettled() && quota.used().equals(used)) {
            return Result.done();
        }
        client.updateStatus(scope, quota.withStatus(quota.wanted(), used));
        // Objects created since they were counted were not charged, because the quota did not ask
        // for it yet. From now on they are, so the next count is final.
        return Result.requeueAfter(Duration.ZERO);
    }

    private Amounts count(Key key, Quota quota) {
        var used = quota.wanted().minus(quota.wanted());
        for (var definition : surfaces.apply(key.cluster()).definitions()) {
            if (isCounted(definition)) {
                used = used.plus(count(key, quota, definition));
            }
        }
        return used;
    }

    private Amounts count(Key key, Quota quota, ResourceDefinition definition) {
        var meter = Meter.of(definition.groupResource());
        var names = meter.matching(quota.wanted().byName().keySet());
        var used = Amounts.NONE;
        if (names.isEmpty()) {
            return used;
        }
        var scope = ResourceScope.in(key.cluster(), definition.served(), key.namespace());
        for (var object : client.list(scope, ListOptions.ALL).items()) {
            var json = object.json();
            if (quota.scopes().stream().allMatch(each -> meter.isIn(each, json))) {
                used = used.plus(meter.usage(json).only(names));
            }
        }
        return used;
    }

    private static boolean isCounted(ResourceDefinition definition) {
        return definition.namespaced()
                && definition.verbs().contains("list")
                && Meter.meters(definition.groupResource());
    }

    @Override
    public void close() {
        controller.close();
    }
}
