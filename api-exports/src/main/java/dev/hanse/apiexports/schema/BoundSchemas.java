package dev.hanse.apiexports.schema;

import dev.hanse.apiexports.api.Apis;
import dev.hanse.apiserver.keyspace.ObjectKey;
import dev.hanse.apiserver.read.StoredObjects;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.Metadata;
import java.util.Optional;

/// Copies of schemas that some cluster has bound, by the UID of the original.
///
/// A binding keeps serving its API when the provider deletes the schema, so what consumers depend
/// on must not be the provider's object.
public final class BoundSchemas {
    static final String SCHEMA_CLUSTER = "apis.kcp.io/schema-cluster";
    static final String SCHEMA_NAME = "apis.kcp.io/schema-name";

    private final StoredObjects objects;

    public BoundSchemas(StoredObjects objects) {
        this.objects = objects;
    }

    public Optional<KubeObject> find(GroupResource resource, String uid) {
        return objects.get(
                Apis.STORED_SCHEMAS,
                new ObjectKey(Apis.BOUND_SCHEMAS_CLUSTER, "", copyName(resource, uid)));
    }

    /// Makes sure the copy of `schema` is there.
    public void keep(ObjectClient client, KubeObject schema) {
        var resource = SchemaSpec.resource(schema);
        if (find(resource, schema.uid()).isPresent()) {
            return;
        }
        var copy =
                KubeObject.of(Apis.SCHEMA_KIND, null, copyName(resource, schema.uid()))
                        .with(json -> json.set("spec", schema.spec().deepCopy()));
        var metadata = Metadata.of(copy.json());
        metadata.annotate(SCHEMA_CLUSTER, schema.annotation(Marks.CLUSTER).orElse(""));
        metadata.annotate(SCHEMA_NAME, schema.name());
        schema.annotation("api-approved.kubernetes.io")
                .ifPresent(each -> metadata.annotate("api-approved.kubernetes.io", each));
        try {
            client.create(ResourceScope.in(Apis.BOUND_SCHEMAS_CLUSTER, Apis.SCHEMAS), copy);
        } catch (ApiException e) {
            if (!e.isAlreadyExists()) {
                throw e;
            }
        }
    }

    private static String copyName(GroupResource resource, String uid) {
        return "u"
                + uid
                + "."
                + resource.resource()
                + "."
                + (resource.group().isEmpty() ? "core" : resource.group());
    }
}
