package dev.hanse.apiexports.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.authz.Attributes;
import dev.hanse.apiserver.authz.Authorizer;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.path.PathIndex;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds exports, and says who may bind them. Thread-safe.
public final class Exports {
    private final StoredObjects objects;
    private final PathIndex paths;
    private final Authorizer rbac;

    public Exports(StoredObjects objects, PathIndex paths, Authorizer rbac) {
        this.objects = objects;
        this.paths = paths;
        this.rbac = rbac;
    }

    public Optional<KubeObject> find(ExportReference reference) {
        return objects.get(
                Apis.STORED_EXPORTS, new ObjectKey(reference.cluster(), "", reference.name()));
    }

    /// The exports whose objects are stored under `identity`; more than one share a secret.
    public List<KubeObject> withIdentity(String identity) {
        return objects.find(ExportIndexes.EXPORTS_BY_IDENTITY, identity).toList();
    }

    /// The bindings that refer to `export`, in all clusters, read as the stream is consumed.
    public Stream<KubeObject> bindingsOf(ExportReference export) {
        return objects.find(ExportIndexes.BINDINGS_BY_EXPORT, export.hash());
    }

    /// What `{path, name}` means in the logical cluster `from`; the export need not exist.
    public Optional<ExportReference> resolve(ClusterName from, JsonNode reference) {
        var path = reference.path("path").asText();
        var name = reference.path("name").asText();
        if (name.isEmpty()) {
            return Optional.empty();
        }
        return (path.isEmpty() ? Optional.of(from) : paths.find(path))
                .map(cluster -> new ExportReference(cluster, name));
    }

    public boolean mayBind(User user, ExportReference export) {
        var attributes =
                Attributes.resource(
                        user,
                        ClusterScope.of(export.cluster()),
                        "bind",
                        Apis.GROUP,
                        Apis.EXPORTS.resource(),
                        "",
                        "",
                        export.name());
        return user.isMaster() || rbac.authorize(attributes).isAllowed();
    }

    /// A reference as its author wrote it.
    public static String written(JsonNode reference) {
        var path = reference.path("path").asText();
        var name = reference.path("name").asText();
        return path.isEmpty() ? name : path + ":" + name;
    }
}
