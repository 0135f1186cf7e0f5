package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import java.util.List;
import java.util.Optional;

/// A built-in kind at the version that is served: what a CustomResourceDefinition would say, and
/// the facts Kubernetes has in code.
///
/// @param verbs in the order of discovery; only `create` for reviews, which are never stored
/// @param nameRule what names must look like
/// @param hasGeneration whether `metadata.generation` counts changes
/// @param storedAs the resource whose objects these are: itself, or core events for `events.k8s.io`
/// @param immutableFields JSON paths of fields that keep the value they were created with
/// @param schemaSource where [#schema] comes from
public record BuiltinKind(
        GroupVersionKind kind,
        Names names,
        boolean namespaced,
        List<String> verbs,
        List<Subresource> subresources,
        NameRule nameRule,
        boolean hasGeneration,
        GroupVersionResource storedAs,
        List<SelectableField> selectableFields,
        List<String> immutableFields,
        List<Column> columns,
        SchemaSource schemaSource) {

    public BuiltinKind {
        verbs = List.copyOf(verbs);
        subresources = List.copyOf(subresources);
        selectableFields = List.copyOf(selectableFields);
        immutableFields = List.copyOf(immutableFields);
        columns = List.copyOf(columns);
    }

    /// What a kind is called.
    public record Names(
            String plural,
            String singular,
            String listKind,
            List<String> shortNames,
            List<String> categories) {

        public Names {
            shortNames = List.copyOf(shortNames);
            categories = List.copyOf(categories);
        }
    }

    public GroupVersion groupVersion() {
        return kind.groupVersion();
    }

    public GroupVersionResource resource() {
        return groupVersion().withResource(names.plural());
    }

    public Optional<Subresource> subresource(String name) {
        return subresources.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    /// The OpenAPI v3 schema with Kubernetes' extensions; read on first use.
    public JsonNode schema() {
        return schemaSource.schema();
    }

    public String description() {
        return schema().path("description").asText();
    }
}
