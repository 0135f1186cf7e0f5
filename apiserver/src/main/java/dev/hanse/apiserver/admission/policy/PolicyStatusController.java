package dev.hanse.apiserver.admission.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.controllers.Clusters;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.reconcile.Controller;
import dev.hanse.machinery.reconcile.Result;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.function.Function;

/// Writes into the status of each ValidatingAdmissionPolicy what is wrong with it for the types it
/// is about, once per generation, as Kubernetes does.
public final class PolicyStatusController implements AutoCloseable {

    private static final GroupVersionResource POLICIES =
            new GroupVersionResource(
                    "admissionregistration.k8s.io", "v1", "validatingadmissionpolicies");

    private final ObjectClient client;
    private final Function<ClusterName, ApiSurface> surfaces;
    private final PolicyTypeCheck check;
    private final Controller<Key> controller;

    record Key(ClusterName cluster, String name) {}

    /// @param surfaces what a cluster serves at the moment
    public PolicyStatusController(
            ObjectClient client,
            Function<ClusterName, ApiSurface> surfaces,
            SchemaCompiler schemas) {
        this.client = client;
        this.surfaces = surfaces;
        this.check = new PolicyTypeCheck(new PolicyLanguage(schemas));
        this.controller =
                Controller.<Key>named("policy-status")
                        .watching(ResourceScope.everywhere(POLICIES), PolicyStatusController::keys)
                        .lanes(Key::cluster)
                        .workers(1)
                        .reconciler(this::reconcile);
    }

    public void start() {
        controller.start(client);
    }

    @Override
    public void close() {
        controller.close();
    }

    private static List<Key> keys(KubeObject policy) {
        return List.of(new Key(Clusters.of(policy), policy.name()));
    }

    private Result reconcile(Key key) {
        var scope = ResourceScope.in(key.cluster(), POLICIES);
        client.find(scope, key.name())
                .filter(each -> !each.isBeingDeleted())
                .filter(each -> each.generation() > observed(each))
                .ifPresent(
                        each ->
                                client.updateStatus(
                                        scope, each.with(json -> judge(json, key.cluster()))));
        return Result.done();
    }

    private static long observed(KubeObject policy) {
        return policy.status().path("observedGeneration").asLong();
    }

    private void judge(ObjectNode policy, ClusterName cluster) {
        var spec = policy.path("spec");
        var types = PolicyTypes.of(spec, surfaces.apply(cluster));
        var warnings = check.warnings(spec, types);
        var status = policy.withObject("status");
        status.put("observedGeneration", policy.at("/metadata/generation").asLong());
        var checked = status.putObject("typeChecking");
        if (!warnings.isEmpty()) {
            checked.set("expressionWarnings", warnings);
        }
    }
}
