package dev.hanse.apiexports.binding;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiexports.schema.BoundSchemas;
import dev.hanse.apiexports.schema.SchemaSpec;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.crd.CrdCompiler;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import java.util.Optional;

/// Compiled schemas of bound resources, one for all clusters that bind the same. Thread-safe.
public final class BoundDefinitions {
    private static final int REMEMBERED = 10_000;

    private record Key(
            GroupResource resource, String schemaUid, String identity, boolean terminating) {}

    private final BoundSchemas schemas;
    private final CrdCompiler compiler;
    private final Cache<Key, ResourceDefinition> compiled =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    public BoundDefinitions(BoundSchemas schemas, CrdCompiler compiler) {
        this.schemas = schemas;
        this.compiler = compiler;
    }

    /// Empty when the copy of the schema is missing, which only a lost write can cause.
    public Optional<ResourceDefinition> find(
            GroupResource resource, String schemaUid, String identity, boolean terminating) {
        var key = new Key(resource, schemaUid, identity, terminating);
        var known = compiled.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        var found = compile(key);
        found.ifPresent(each -> compiled.put(key, each));
        return found;
    }

    /// What a schema that need not be bound anywhere yet looks like under an export's identity.
    public ResourceDefinition of(KubeObject schema, String identity) {
        return compile(schema, identity, false);
    }

    private Optional<ResourceDefinition> compile(Key key) {
        return schemas.find(key.resource(), key.schemaUid())
                .map(schema -> compile(schema, key.identity(), key.terminating()));
    }

    private ResourceDefinition compile(KubeObject schema, String identity, boolean terminating) {
        var spec = SchemaSpec.asCrdSpec(schema);
        return compiler.compile(
                spec, spec.path("names"), identity, terminating, Apis.BOUND_SCHEMAS_CLUSTER);
    }
}
