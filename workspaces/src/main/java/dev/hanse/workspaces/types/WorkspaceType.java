package dev.hanse.workspaces.types;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A WorkspaceType with its place in the tree.
///
/// @param reference its canonical reference
/// @param cluster the logical cluster it is stored in
public record WorkspaceType(TypeReference reference, ClusterName cluster, KubeObject object) {

    /// An export that workspaces of this type bind from the start.
    ///
    /// @param path empty for an export beside the type
    public record DefaultBinding(String path, String export) {}

    /// A rule about neighbours in the tree.
    ///
    /// @param none nobody is allowed
    /// @param allowed who is allowed; empty without a rule
    public record Limit(boolean none, List<TypeReference> allowed) {
        public Limit {
            allowed = List.copyOf(allowed);
        }

        boolean isUnlimited() {
            return !none && allowed.isEmpty();
        }
    }

    /// How initializers and terminators of this type are called: by cluster name, which never
    /// changes.
    public String lifecycleName() {
        return cluster + ":" + reference.name();
    }

    public boolean isInitializer() {
        return object.spec().path("initializer").asBoolean();
    }

    public boolean isTerminator() {
        return object.spec().path("terminator").asBoolean();
    }

    public List<TypeReference> extended() {
        return references(object.spec().path("extend").path("with"));
    }

    public List<DefaultBinding> defaultBindings() {
        var found = new ArrayList<DefaultBinding>();
        for (var each : object.spec().path("defaultAPIBindings")) {
            var path = each.path("path").asText();
            found.add(
                    new DefaultBinding(
                            path.isEmpty() ? reference.path() : path,
                            each.path("export").asText()));
        }
        return List.copyOf(found);
    }

    public TypeReference defaultChild() {
        return reference(object.spec().path("defaultChildWorkspaceType"));
    }

    public Limit allowedChildren() {
        return limit(object.spec().path("limitAllowedChildren"));
    }

    public Limit allowedParents() {
        return limit(object.spec().path("limitAllowedParents"));
    }

    public Map<String, String> additionalLabels() {
        var found = new LinkedHashMap<String, String>();
        object.spec()
                .path("additionalWorkspaceLabels")
                .properties()
                .forEach(each -> found.put(each.getKey(), each.getValue().asText()));
        return found;
    }

    private static Limit limit(JsonNode node) {
        return new Limit(node.path("none").asBoolean(), references(node.path("types")));
    }

    private static List<TypeReference> references(JsonNode nodes) {
        var found = new ArrayList<TypeReference>();
        nodes.forEach(each -> found.add(reference(each)));
        return List.copyOf(found);
    }

    private static TypeReference reference(JsonNode node) {
        return new TypeReference(node.path("path").asText(), node.path("name").asText());
    }
}
