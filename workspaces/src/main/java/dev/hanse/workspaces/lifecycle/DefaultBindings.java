package dev.hanse.workspaces.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.api.Conditions;
import dev.hanse.workspaces.api.Hashes;
import dev.hanse.workspaces.path.PathIndex;
import dev.hanse.workspaces.types.WorkspaceType;
import dev.hanse.workspaces.types.WorkspaceType.DefaultBinding;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/// Creates the bindings that a workspace type promises, with all claims of the exports accepted.
final class DefaultBindings {
    static final GroupVersionResource BINDINGS =
            new GroupVersionResource("apis.kcp.io", "v1alpha2", "apibindings");
    private static final GroupVersionKind BINDING =
            new GroupVersionKind("apis.kcp.io", "v1alpha2", "APIBinding");
    private static final GroupVersionResource EXPORTS =
            new GroupVersionResource("apis.kcp.io", "v1alpha2", "apiexports");
    private static final int EXPORT_NAME_PART = 247;
    private static final int HASH_PART = 5;

    private final ObjectClient client;
    private final PathIndex paths;

    DefaultBindings(ObjectClient client, PathIndex paths) {
        this.client = client;
        this.paths = paths;
    }

    /// Creates what is missing.
    ///
    /// @param aliases a type and everything it extends
    /// @return the names of bindings that are not fully bound yet
    List<String> ensure(ClusterName cluster, List<WorkspaceType> aliases) {
        var wanted = new LinkedHashSet<DefaultBinding>();
        aliases.forEach(each -> wanted.addAll(each.defaultBindings()));
        var unbound = new ArrayList<String>();
        for (var each : wanted) {
            var name = name(cluster, each);
            var binding = ensure(cluster, each, name);
            if (!isFullyBound(binding)) {
                unbound.add(name);
            }
        }
        return List.copyOf(unbound);
    }

    static String name(ClusterName cluster, DefaultBinding binding) {
        var hash =
                Hashes.base62(
                        Hashes.sha224(cluster + "|" + binding.path() + "|" + binding.export()));
        var export = binding.export();
        return (export.length() > EXPORT_NAME_PART ? export.substring(0, EXPORT_NAME_PART) : export)
                + "-"
                + hash.substring(0, HASH_PART).toLowerCase(Locale.ROOT);
    }

    private KubeObject ensure(ClusterName cluster, DefaultBinding wanted, String name) {
        var scope = ResourceScope.in(cluster, BINDINGS);
        var found = client.find(scope, name);
        if (found.isPresent()) {
            return found.get();
        }
        try {
            return client.create(scope, describe(wanted, name));
        } catch (ApiException e) {
            if (e.isAlreadyExists()) {
                return client.get(scope, name);
            }
            throw e;
        }
    }

    private KubeObject describe(DefaultBinding wanted, String name) {
        var binding = KubeObject.of(BINDING, null, name);
        var spec = binding.json().putObject("spec");
        spec.putObject("reference")
                .putObject("export")
                .put("path", wanted.path())
                .put("name", wanted.export());
        var export =
                paths.find(wanted.path())
                        .flatMap(
                                each ->
                                        client.find(
                                                ResourceScope.in(each, EXPORTS), wanted.export()));
        var claims = export.map(each -> each.spec().path("permissionClaims"));
        if (claims.isPresent() && !claims.get().isEmpty()) {
            var accepted = spec.putArray("permissionClaims");
            claims.get().forEach(each -> accepted.add(accept(each)));
        }
        return binding;
    }

    private static JsonNode accept(JsonNode claim) {
        ObjectNode accepted = claim.deepCopy();
        var selector = accepted.remove("defaultSelector");
        if (selector == null) {
            accepted.putObject("selector").put("matchAll", true);
        } else {
            accepted.set("selector", selector);
        }
        return accepted.put("state", "Accepted");
    }

    private static boolean isFullyBound(KubeObject binding) {
        var claimed = binding.spec().path("permissionClaims");
        return Conditions.isTrue(binding.json(), "InitialBindingCompleted")
                && (claimed.isEmpty()
                        || Conditions.isTrue(binding.json(), "PermissionClaimsApplied"));
    }
}
