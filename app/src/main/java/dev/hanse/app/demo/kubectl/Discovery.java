package dev.hanse.app.demo.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Finds out what a server offers: from two aggregated documents (KEP-3352), or, where a server has
/// none, from one document per group and version.
final class Discovery {

    static final String AGGREGATED =
            "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json";

    private final Function<String, JsonNode> documents;
    private final List<ResourceType> types = new ArrayList<>();

    /// @param documents answers a path, in aggregated form where that is possible
    Discovery(Function<String, JsonNode> documents) {
        this.documents = documents;
    }

    OfferedTypes discover() {
        addAll("/api");
        addAll("/apis");
        return new OfferedTypes(types);
    }

    private void addAll(String root) {
        JsonNode document;
        try {
            document = documents.apply(root);
        } catch (ApiException e) {
            // A view of one API has no built-in resources, and so not even /api.
            if (e.isNotFound()) {
                return;
            }
            throw e;
        }
        switch (document.path("kind").asText()) {
            case "APIGroupDiscoveryList" -> addAggregated(document);
            case "APIVersions" ->
                    document.path("versions").forEach(each -> addVersion(root, each.asText()));
            default -> {
                for (var group : document.path("groups")) {
                    for (var version : group.path("versions")) {
                        addVersion(root, version.path("groupVersion").asText());
                    }
                }
            }
        }
    }

    private void addAggregated(JsonNode document) {
        for (var group : document.path("items")) {
            var name = group.at("/metadata/name").asText();
            for (var version : group.path("versions")) {
                var groupVersion = new GroupVersion(name, version.path("version").asText());
                for (var resource : version.path("resources")) {
                    add(
                            groupVersion.withKind(resource.at("/responseKind/kind").asText()),
                            resource.path("resource").asText(),
                            resource.path("singularResource").asText(),
                            resource.path("shortNames"),
                            resource.path("scope").asText().equals("Namespaced"));
                }
            }
        }
    }

    private void addVersion(String root, String groupVersion) {
        for (var resource : documents.apply(root + "/" + groupVersion).path("resources")) {
            var name = resource.path("name").asText();
            // Subresources are listed beside their resources.
            if (!name.contains("/")) {
                add(
                        GroupVersion.parse(groupVersion).withKind(resource.path("kind").asText()),
                        name,
                        resource.path("singularName").asText(),
                        resource.path("shortNames"),
                        resource.path("namespaced").asBoolean());
            }
        }
    }

    private void add(
            GroupVersionKind kind,
            String plural,
            String singular,
            JsonNode shortNames,
            boolean namespaced) {
        var names = new ArrayList<String>();
        shortNames.forEach(each -> names.add(each.asText()));
        types.add(new ResourceType(kind, plural, singular, names, namespaced));
    }
}
