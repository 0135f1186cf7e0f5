package dev.hanse.workspaces.lifecycle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Conditions.Severity;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.UserInfo;
import dev.hanse.workspaces.types.BrokenTypeException;
import dev.hanse.workspaces.types.TypeReference;
import dev.hanse.workspaces.types.WorkspaceTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What the platform itself puts into a new logical cluster: namespaces, the default bindings of
/// its type, and the owner's rights.
final class Initialization {
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");
    private static final GroupVersionKind NAMESPACE = new GroupVersionKind("", "v1", "Namespace");
    private static final GroupVersionResource ROLE_BINDINGS =
            new GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterrolebindings");
    private static final GroupVersionKind ROLE_BINDING =
            new GroupVersionKind("rbac.authorization.k8s.io", "v1", "ClusterRoleBinding");
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ObjectClient client;
    private final WorkspaceTypes types;
    private final DefaultBindings bindings;

    Initialization(ObjectClient client, WorkspaceTypes types, DefaultBindings bindings) {
        this.client = client;
        this.types = types;
        this.bindings = bindings;
    }

    /// How far the platform's own initializers have come.
    ///
    /// @param done initializers that need not run again
    /// @param bindingProblem why the default bindings are not done, or empty
    /// @param retryAfter zero when only a change of some object can help
    record Progress(
            List<String> done,
            boolean concernsBindings,
            String bindingReason,
            Severity bindingSeverity,
            String bindingProblem,
            Duration retryAfter) {
        Progress {
            done = List.copyOf(done);
        }

        private Progress with(
                String bindingReason, Severity severity, String problem, Duration retry) {
            return new Progress(done, true, bindingReason, severity, problem, retry);
        }
    }

    Progress advance(ClusterName cluster, KubeObject object) {
        var waiting = new ArrayList<String>();
        object.status().path("initializers").forEach(each -> waiting.add(each.asText()));
        var done = new ArrayList<String>();
        if (waiting.contains(Lifecycle.UNIVERSAL)) {
            createNamespaces(cluster);
            done.add(Lifecycle.UNIVERSAL);
        }
        grantOwner(cluster, object);
        if (!waiting.contains(Lifecycle.BINDINGS)) {
            return new Progress(done, false, "", Severity.INFO, "", Duration.ZERO);
        }
        return bind(cluster, object, done);
    }

    private Progress bind(ClusterName cluster, KubeObject object, List<String> done) {
        var waiting = new Progress(done, true, "", Severity.INFO, "", Duration.ZERO);
        var reference = TypeReference.parse(object.annotation(Marks.TYPE).orElse(""));
        var type = types.find(reference);
        if (type.isEmpty()) {
            return waiting.with(
                    "WorkspaceTypesInvalid",
                    Severity.ERROR,
                    "workspace type " + reference + " not found",
                    SOON);
        }
        try {
            var unbound = bindings.ensure(cluster, types.aliases(type.get()));
            if (!unbound.isEmpty()) {
                return waiting.with(
                        "WaitingOnAPIBindings",
                        Severity.INFO,
                        "APIBinding(s) not yet fully bound: " + String.join(", ", unbound),
                        Duration.ZERO);
            }
        } catch (BrokenTypeException e) {
            return waiting.with("WorkspaceTypesInvalid", Severity.ERROR, e.problem(), SOON);
        } catch (ApiException e) {
            return waiting.with(
                    "APIBindingErrors",
                    Severity.ERROR,
                    "encountered errors: " + e.getMessage(),
                    SOON);
        }
        var all = new ArrayList<>(done);
        all.add(Lifecycle.BINDINGS);
        return new Progress(all, true, "", Severity.INFO, "", Duration.ZERO);
    }

    private void createNamespaces(ClusterName cluster) {
        for (var name : List.of("default", "kube-system")) {
            createUnlessThere(
                    ResourceScope.in(cluster, NAMESPACES), KubeObject.of(NAMESPACE, null, name));
        }
    }

    private void grantOwner(ClusterName cluster, KubeObject object) {
        var createdBy = UserInfo.username(object.spec().path("createdBy"));
        var owner =
                createdBy.isEmpty()
                        ? object.annotation(Marks.OWNER)
                                .flatMap(UserInfo::parse)
                                .map(UserInfo::username)
                                .orElse("")
                        : createdBy;
        if (owner.isEmpty()) {
            return;
        }
        var binding = KubeObject.of(ROLE_BINDING, null, "workspace-admin");
        var subject = JsonNodeFactory.instance.objectNode();
        subject.put("kind", "User").put("apiGroup", "rbac.authorization.k8s.io").put("name", owner);
        binding.json().putArray("subjects").add(subject);
        binding.json()
                .putObject("roleRef")
                .put("apiGroup", "rbac.authorization.k8s.io")
                .put("kind", "ClusterRole")
                .put("name", "cluster-admin");
        createUnlessThere(ResourceScope.in(cluster, ROLE_BINDINGS), binding);
    }

    private void createUnlessThere(ResourceScope scope, KubeObject object) {
        try {
            client.create(scope, object);
        } catch (ApiException e) {
            if (!e.isAlreadyExists()) {
                throw e;
            }
        }
    }
}
