package dev.hanse.syncer.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.object.KubeObject;
import java.util.ArrayList;
import java.util.List;

/// One API that an APIExport offers, at its storage version, as far as syncing needs to know it.
///
/// @param schemaName the APIResourceSchema it is described by
/// @param hasStatus whether there is a status subresource
/// @param conditions what can be written to `status.conditions`
public record ExportedApi(
        GroupVersionResource resource,
        String schemaName,
        boolean namespaced,
        boolean hasStatus,
        Conditions conditions) {

    /// What a schema allows in `status.conditions`.
    public enum Conditions {
        /// Nothing, or only by one writer: the list is replaced as a whole.
        NONE,

        /// Each writer owns its own types.
        SHARED,

        /// … and each entry can say which generation it is about.
        SHARED_WITH_GENERATION
    }

    /// Whether several writers can share `status.conditions`.
    public boolean hasConditions() {
        return hasStatus && conditions != Conditions.NONE;
    }

    /// The names of the schemas an APIExport refers to.
    public static List<String> schemaNames(KubeObject export) {
        var names = new ArrayList<String>();
        export.spec().path("resources").forEach(each -> names.add(each.path("schema").asText()));
        return List.copyOf(names);
    }

    /// @param schema an APIResourceSchema
    public static ExportedApi of(KubeObject schema) {
        var spec = schema.spec();
        var version = storageVersion(spec);
        return new ExportedApi(
                new GroupVersionResource(
                        spec.path("group").asText(),
                        version.path("name").asText(),
                        spec.at("/names/plural").asText()),
                schema.name(),
                spec.path("scope").asText().equals("Namespaced"),
                version.at("/subresources/status").isObject(),
                conditions(version.at("/schema/properties/status/properties/conditions")));
    }

    private static JsonNode storageVersion(JsonNode spec) {
        for (var each : spec.path("versions")) {
            if (each.path("storage").asBoolean()) {
                return each;
            }
        }
        throw new IllegalStateException("a schema without a storage version");
    }

    private static Conditions conditions(JsonNode list) {
        var keys = list.path("x-kubernetes-list-map-keys");
        var shared =
                list.path("x-kubernetes-list-type").asText().equals("map")
                        && keys.size() == 1
                        && keys.path(0).asText().equals("type");
        if (!shared) {
            return Conditions.NONE;
        }
        return list.at("/items/properties/observedGeneration").isObject()
                ? Conditions.SHARED_WITH_GENERATION
                : Conditions.SHARED;
    }
}
