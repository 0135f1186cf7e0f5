package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ServedResource;
import java.util.List;

/// The classic discovery documents: one for all groups, one per group, one per version.
final class GroupDocuments {

    private GroupDocuments() {}

    /// The answer to `/api`. The core group is always there, even when nothing is served in it.
    static ObjectNode versions(String serverAddress) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "APIVersions");
        json.putArray("versions").add("v1");
        json.putArray("serverAddressByClientCIDRs")
                .addObject()
                .put("clientCIDR", "0.0.0.0/0")
                .put("serverAddress", serverAddress);
        return json;
    }

    /// The answer to `/apis`.
    static ObjectNode groupList(List<ApiGroup> groups) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "APIGroupList").put("apiVersion", "v1");
        var array = json.putArray("groups");
        groups.stream()
                .filter(each -> !each.name().isEmpty())
                .forEach(each -> describe(each, array.addObject()));
        return json;
    }

    /// The answer to `/apis/<group>`.
    static ObjectNode group(ApiGroup group) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "APIGroup").put("apiVersion", "v1");
        return describe(group, json);
    }

    private static ObjectNode describe(ApiGroup group, ObjectNode json) {
        json.put("name", group.name());
        var versions = json.putArray("versions");
        group.versions().forEach(each -> describe(each, versions.addObject()));
        describe(group.preferred(), json.putObject("preferredVersion"));
        return json;
    }

    private static void describe(ApiGroup.Version version, ObjectNode json) {
        json.put("groupVersion", version.groupVersion().toString()).put("version", version.name());
    }

    /// The answer to `/api/v1` and `/apis/<group>/<version>`.
    ///
    /// @param tenant goes into `storageVersionHash`; see [StorageVersionHash]
    static ObjectNode resourceList(ApiGroup.Version version, StorageVersionHash tenant) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "APIResourceList");
        if (!version.groupVersion().group().isEmpty()) {
            json.put("apiVersion", "v1");
        }
        json.put("groupVersion", version.groupVersion().toString());
        var resources = json.putArray("resources");
        version.resources().forEach(each -> describe(each, tenant, resources));
        return json;
    }

    private static void describe(
            ServedResource resource, StorageVersionHash tenant, ArrayNode resources) {
        var definition = resource.definition();
        var names = definition.names();
        var json = resources.addObject();
        json.put("name", names.plural())
                .put("singularName", names.singular())
                .put("namespaced", definition.namespaced())
                .put("kind", names.kind());
        strings(json, "verbs", definition.verbs());
        stringsUnlessEmpty(json, "shortNames", names.shortNames());
        stringsUnlessEmpty(json, "categories", names.categories());
        if (definition.strategy().answerer().isEmpty()) {
            json.put(
                    "storageVersionHash",
                    tenant.of(definition.kindAt(definition.storageVersion())));
        }
        for (var each : Subresource.of(resource)) {
            var sub = resources.addObject();
            sub.put("name", names.plural() + "/" + each.name())
                    .put("singularName", "")
                    .put("namespaced", definition.namespaced());
            if (!each.kind().groupVersion().equals(resource.groupVersion())) {
                sub.put("group", each.kind().group()).put("version", each.kind().version());
            }
            sub.put("kind", each.kind().kind());
            strings(sub, "verbs", each.verbs());
        }
    }

    static void strings(ObjectNode json, String field, Iterable<String> values) {
        var array = json.putArray(field);
        values.forEach(array::add);
    }

    static void stringsUnlessEmpty(ObjectNode json, String field, List<String> values) {
        if (!values.isEmpty()) {
            strings(json, field, values);
        }
    }
}
