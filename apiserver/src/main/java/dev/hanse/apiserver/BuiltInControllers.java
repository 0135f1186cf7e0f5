package dev.hanse.apiserver;

import dev.hanse.apiserver.admission.policy.PolicyStatusController;
import dev.hanse.apiserver.aggregation.Aggregation;
import dev.hanse.apiserver.authz.RoleAggregation;
import dev.hanse.apiserver.catalog.Catalog;
import dev.hanse.apiserver.controllers.Compactor;
import dev.hanse.apiserver.controllers.NamespaceController;
import dev.hanse.apiserver.controllers.NamespaceDefaults;
import dev.hanse.apiserver.controllers.OwnEndpoints;
import dev.hanse.apiserver.crd.CrdController;
import dev.hanse.apiserver.garbage.GarbageCollector;
import dev.hanse.apiserver.quota.QuotaController;
import dev.hanse.apiserver.read.Dependents;
import dev.hanse.apiserver.request.User;
import dev.hanse.apiserver.watch.LifecycleFeed;
import dev.hanse.kinds.Profile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The reconcilers that every server runs.
final class BuiltInControllers implements AutoCloseable {

    private final NamespaceController namespaces;
    private final NamespaceDefaults defaults;
    private final CrdController definitions;
    private final PolicyStatusController policies;
    private final GarbageCollector garbage;
    private final LifecycleFeed lives;
    private final QuotaController quotas;
    private final RoleAggregation roles;
    private final @Nullable Aggregation aggregation;
    private final @Nullable OwnEndpoints endpoints;
    private final Compactor compactor;

    BuiltInControllers(ServerHandle server, Catalog catalog, ServerFoundation foundation) {
        this.namespaces =
                new NamespaceController(
                        server.client(User.system("system:hanse:namespace-controller")),
                        catalog,
                        foundation.clock());
        this.defaults =
                new NamespaceDefaults(
                        server.client(User.system("system:hanse:namespace-defaults")),
                        server.certificateAuthority());
        this.definitions =
                new CrdController(
                        server.client(User.system("system:hanse:crd-controller")),
                        server::surface,
                        foundation.clock());
        this.policies =
                new PolicyStatusController(
                        server.client(User.system("system:hanse:policy-status")),
                        server::surface,
                        foundation.schemas());
        this.garbage =
                new GarbageCollector(
                        server.client(User.system("system:hanse:garbage-collector")),
                        catalog::surface,
                        new Dependents(foundation.storage(), foundation.form()),
                        foundation.clock());
        this.lives = new LifecycleFeed(foundation.storage(), List.of(garbage, defaults));
        this.quotas =
                new QuotaController(
                        server.client(User.system("system:hanse:quota-controller")),
                        catalog::surface);
        this.roles =
                new RoleAggregation(
                        server.client(User.system("system:hanse:clusterrole-aggregation")));
        this.aggregation = aggregation(server, foundation.config());
        this.endpoints = endpoints(server, foundation.config());
        this.compactor = new Compactor(foundation.storage());
    }

    /// Only a plain cluster tells which server serves what.
    private static @Nullable Aggregation aggregation(ServerHandle server, ServerConfig config) {
        var only = config.onlyCluster();
        return only == null || config.profile() != Profile.KUBERNETES
                ? null
                : new Aggregation(
                        server.client(User.system("system:hanse:aggregation")),
                        only,
                        () -> server.surface(only),
                        server.clock());
    }

    private static @Nullable OwnEndpoints endpoints(ServerHandle server, ServerConfig config) {
        var only = config.onlyCluster();
        return only == null
                        || config.profile() != Profile.KUBERNETES
                        || config.advertisedAddress().isEmpty()
                ? null
                : new OwnEndpoints(
                        server.client(User.system("system:apiserver")),
                        only,
                        config.advertisedAddress(),
                        server.externalUrl().getPort());
    }

    void start() {
        namespaces.start();
        defaults.start();
        definitions.start();
        policies.start();
        garbage.start();
        lives.start();
        quotas.start();
        roles.start();
        if (aggregation != null) {
            aggregation.start();
        }
        if (endpoints != null) {
            endpoints.start();
        }
        compactor.start();
    }

    @Override
    public void close() {
        compactor.close();
        if (endpoints != null) {
            endpoints.close();
        }
        if (aggregation != null) {
            aggregation.close();
        }
        roles.close();
        quotas.close();
        lives.close();
        garbage.close();
        policies.close();
        definitions.close();
        defaults.close();
        namespaces.close();
    }
}
