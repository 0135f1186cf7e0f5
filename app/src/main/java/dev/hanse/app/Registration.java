package dev.hanse.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.http.HttpObjectClient;
import java.util.List;
import java.util.Map;

/// What a worker cluster needs in the workspace of its site: a SyncTarget, and a service account
/// that may report for it. Applied server-side, so that registering again changes only what
/// differs.
final class Registration {

    private static final String MANAGER = "hanse-register";
    private static final String NAMESPACE = "default";
    private static final int TOKEN_SECONDS = 365 * 24 * 3600;
    private static final GroupVersion CORE = new GroupVersion("", "v1");
    private static final GroupVersion RBAC = new GroupVersion("rbac.authorization.k8s.io", "v1");
    private static final GroupVersion WORKLOAD = new GroupVersion("workload.kcp.io", "v1alpha1");

    private final HttpObjectClient client;
    private final String name;
    private final Map<String, String> labels;
    private final List<String> exports;

    /// @param exports each `<workspace path>:<export name>`
    Registration(
            HttpObjectClient client,
            String name,
            Map<String, String> labels,
            List<String> exports) {
        this.client = client;
        this.name = name;
        this.labels = labels;
        this.exports = exports;
    }

    String accountName() {
        return "syncer-" + name;
    }

    void create() {
        apply(WORKLOAD, "synctargets", "SyncTarget", name, "", this::describeTarget);
        apply(CORE, "serviceaccounts", "ServiceAccount", accountName(), NAMESPACE, _ -> {});
        apply(RBAC, "clusterroles", "ClusterRole", accountName(), "", this::describeRole);
        apply(
                RBAC,
                "clusterrolebindings",
                "ClusterRoleBinding",
                accountName(),
                "",
                this::describeBinding);
    }

    /// A token of the service account, good for a year.
    String token() {
        var request = JsonNodeFactory.instance.objectNode();
        request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
        request.putObject("spec").put("expirationSeconds", TOKEN_SECONDS);
        return client.createSubresource(
                        ResourceScope.in(
                                ClusterName.ROOT, CORE.withResource("serviceaccounts"), NAMESPACE),
                        accountName(),
                        "token",
                        request)
                .status()
                .path("token")
                .asText();
    }

    private void describeTarget(ObjectNode target) {
        if (!labels.isEmpty()) {
            var metadata = target.withObject("/metadata").putObject("labels");
            labels.forEach(metadata::put);
        }
        var supported = target.putObject("spec").putArray("supportedAPIExports");
        for (var export : exports) {
            int colon = export.lastIndexOf(':');
            var entry = supported.addObject();
            if (colon > 0) {
                entry.put("path", export.substring(0, colon));
            }
            entry.put("export", export.substring(colon + 1));
        }
    }

    private void describeRole(ObjectNode role) {
        var rules = role.putArray("rules");
        rule(rules.addObject(), "synctargets", "get", "list", "watch");
        rule(rules.addObject(), "synctargets/status", "get", "update", "patch");
        var access = rules.addObject();
        access.putArray("nonResourceURLs").add("/");
        access.putArray("verbs").add("access");
    }

    private void rule(ObjectNode rule, String resource, String... verbs) {
        rule.putArray("apiGroups").add(WORKLOAD.group());
        rule.putArray("resources").add(resource);
        rule.putArray("resourceNames").add(name);
        var array = rule.putArray("verbs");
        for (var verb : verbs) {
            array.add(verb);
        }
    }

    private void describeBinding(ObjectNode binding) {
        binding.putObject("roleRef")
                .put("apiGroup", RBAC.group())
                .put("kind", "ClusterRole")
                .put("name", accountName());
        binding.putArray("subjects")
                .addObject()
                .put("kind", "ServiceAccount")
                .put("name", accountName())
                .put("namespace", NAMESPACE);
    }

    private interface Description {
        void of(ObjectNode object);
    }

    private void apply(
            GroupVersion version,
            String resource,
            String kind,
            String objectName,
            String namespace,
            Description description) {
        var object = JsonNodeFactory.instance.objectNode();
        GroupVersionKind type = version.withKind(kind);
        object.put("apiVersion", type.apiVersion()).put("kind", kind);
        var metadata = object.putObject("metadata").put("name", objectName);
        if (!namespace.isEmpty()) {
            metadata.put("namespace", namespace);
        }
        description.of(object);
        JsonNode configuration = object;
        client.apply(
                ResourceScope.in(ClusterName.ROOT, version.withResource(resource), namespace),
                objectName,
                null,
                configuration,
                MANAGER,
                true);
    }
}
