package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.machinery.object.GroupVersionKind;
import java.util.List;

/// Discovery of everything in one document (KEP-3352), so that clients need two requests instead of
/// one per group and version.
final class AggregatedDocument {

    static final String KIND = "APIGroupDiscoveryList";
    static final String GROUP = "apidiscovery.k8s.io";

    /// Before it there was `v2beta1`, which Kubernetes 1.36 does not serve either.
    static final String VERSION = "v2";

    private AggregatedDocument() {}

    static ObjectNode of(List<ApiGroup> groups) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", KIND).put("apiVersion", GROUP + "/" + VERSION);
        json.putObject("metadata");
        var items = json.putArray("items");
        groups.forEach(each -> describe(each, items.addObject()));
        return json;
    }

    private static void describe(ApiGroup group, ObjectNode json) {
        var metadata = json.putObject("metadata");
        if (!group.name().isEmpty()) {
            metadata.put("name", group.name());
        }
        metadata.putNull("creationTimestamp");
        var versions = json.putArray("versions");
        for (var each : group.versions()) {
            var version = versions.addObject();
            version.put("version", each.name());
            var resources = version.putArray("resources");
            each.resources().forEach(resource -> describe(resource, resources.addObject()));
            // Nobody asked the other server, so what is said of it may be old.
            version.put("freshness", each.elsewhere() ? "Stale" : "Current");
        }
    }

    private static void describe(ServedResource resource, ObjectNode json) {
        var definition = resource.definition();
        var names = definition.names();
        json.put("resource", names.plural());
        kind(json, resource.kind());
        json.put("scope", definition.namespaced() ? "Namespaced" : "Cluster")
                .put("singularResource", names.singular());
        GroupDocuments.strings(json, "verbs", definition.verbs());
        GroupDocuments.stringsUnlessEmpty(json, "shortNames", names.shortNames());
        GroupDocuments.stringsUnlessEmpty(json, "categories", names.categories());
        var subresources = Subresource.of(resource);
        if (!subresources.isEmpty()) {
            var array = json.putArray("subresources");
            for (var each : subresources) {
                var sub = array.addObject();
                sub.put("subresource", each.name());
                kind(sub, each.kind());
                GroupDocuments.strings(sub, "verbs", each.verbs());
            }
        }
    }

    private static void kind(ObjectNode json, GroupVersionKind kind) {
        json.putObject("responseKind")
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }
}
