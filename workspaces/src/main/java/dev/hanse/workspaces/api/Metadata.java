package dev.hanse.workspaces.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Edits annotations, labels and finalizers of an object's tree; empty maps and lists disappear.
public final class Metadata {
    private static final String ANNOTATIONS = "annotations";
    private static final String LABELS = "labels";
    private static final String FINALIZERS = "finalizers";

    private final ObjectNode metadata;

    private Metadata(ObjectNode metadata) {
        this.metadata = metadata;
    }

    public static Metadata of(ObjectNode object) {
        return new Metadata(object.withObjectProperty("metadata"));
    }

    public String annotation(String key) {
        return metadata.path(ANNOTATIONS).path(key).asText();
    }

    public boolean hasAnnotation(String key) {
        return metadata.path(ANNOTATIONS).has(key);
    }

    public void annotate(String key, String value) {
        metadata.withObjectProperty(ANNOTATIONS).put(key, value);
    }

    public void removeAnnotation(String key) {
        remove(ANNOTATIONS, key);
    }

    public String label(String key) {
        return metadata.path(LABELS).path(key).asText();
    }

    public boolean hasLabel(String key) {
        return metadata.path(LABELS).has(key);
    }

    public List<String> labelKeys() {
        return metadata.path(LABELS).properties().stream().map(each -> each.getKey()).toList();
    }

    public void label(String key, String value) {
        metadata.withObjectProperty(LABELS).put(key, value);
    }

    public void removeLabel(String key) {
        remove(LABELS, key);
    }

    public boolean hasFinalizer(String finalizer) {
        for (var each : metadata.path(FINALIZERS)) {
            if (each.asText().equals(finalizer)) {
                return true;
            }
        }
        return false;
    }

    public void addFinalizer(String finalizer) {
        if (!hasFinalizer(finalizer)) {
            metadata.withArrayProperty(FINALIZERS).add(finalizer);
        }
    }

    public void removeFinalizer(String finalizer) {
        var kept = metadata.arrayNode();
        metadata.path(FINALIZERS)
                .forEach(
                        each -> {
                            if (!each.asText().equals(finalizer)) {
                                kept.add(each);
                            }
                        });
        if (kept.isEmpty()) {
            metadata.remove(FINALIZERS);
        } else {
            metadata.set(FINALIZERS, kept);
        }
    }

    private void remove(String map, String key) {
        if (metadata.get(map) instanceof ObjectNode entries) {
            entries.remove(key);
            if (entries.isEmpty()) {
                metadata.remove(map);
            }
        }
    }
}
