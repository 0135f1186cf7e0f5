package dev.hanse.machinery.object;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A Kubernetes object: a JSON tree with views of what every object has.
///
/// Immutable by agreement: nobody changes the tree of a KubeObject; [#with] edits a copy.
public record KubeObject(ObjectNode json) {

    /// A new object with nothing but its identity.
    public static KubeObject of(GroupVersionKind kind, @Nullable String namespace, String name) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("apiVersion", kind.apiVersion());
        json.put("kind", kind.kind());
        var metadata = json.putObject("metadata");
        metadata.put("name", name);
        if (namespace != null) {
            metadata.put("namespace", namespace);
        }
        return new KubeObject(json);
    }

    /// A copy of this object after `edit` changed the copy's tree.
    public KubeObject with(Consumer<ObjectNode> edit) {
        var copy = json.deepCopy();
        edit.accept(copy);
        return new KubeObject(copy);
    }

    public String apiVersion() {
        return json.path("apiVersion").asText();
    }

    public String kind() {
        return json.path("kind").asText();
    }

    public GroupVersionKind groupVersionKind() {
        return GroupVersion.parse(apiVersion()).withKind(kind());
    }

    public JsonNode metadata() {
        return json.path("metadata");
    }

    public JsonNode spec() {
        return json.path("spec");
    }

    public JsonNode status() {
        return json.path("status");
    }

    /// The name, or the empty string when there is none yet.
    public String name() {
        return metadata().path("name").asText();
    }

    /// The namespace, or the empty string for cluster-scoped objects.
    public String namespace() {
        return metadata().path("namespace").asText();
    }

    public String uid() {
        return metadata().path("uid").asText();
    }

    public String resourceVersion() {
        return metadata().path("resourceVersion").asText();
    }

    public long generation() {
        return metadata().path("generation").asLong();
    }

    public Map<String, String> labels() {
        return strings(metadata().path("labels"));
    }

    public Map<String, String> annotations() {
        return strings(metadata().path("annotations"));
    }

    public Optional<String> label(String key) {
        return text(metadata().path("labels").path(key));
    }

    public Optional<String> annotation(String key) {
        return text(metadata().path("annotations").path(key));
    }

    public List<String> finalizers() {
        var found = new ArrayList<String>();
        metadata().path("finalizers").forEach(each -> found.add(each.asText()));
        return List.copyOf(found);
    }

    public List<OwnerReference> ownerReferences() {
        var found = new ArrayList<OwnerReference>();
        metadata().path("ownerReferences").forEach(each -> found.add(OwnerReference.of(each)));
        return List.copyOf(found);
    }

    public Optional<Instant> creationTimestamp() {
        return instant(metadata().path("creationTimestamp"));
    }

    public Optional<Instant> deletionTimestamp() {
        return instant(metadata().path("deletionTimestamp"));
    }

    public boolean isBeingDeleted() {
        return metadata().hasNonNull("deletionTimestamp");
    }

    private static Optional<Instant> instant(JsonNode node) {
        try {
            return text(node).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }

    private static Map<String, String> strings(JsonNode node) {
        var found = new LinkedHashMap<String, String>();
        node.properties().forEach(each -> found.put(each.getKey(), each.getValue().asText()));
        return found;
    }
}
