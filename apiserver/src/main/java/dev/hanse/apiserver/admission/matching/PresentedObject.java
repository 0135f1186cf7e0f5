package dev.hanse.apiserver.admission.matching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.registry.Shape;
import dev.hanse.apiserver.registry.WriteOptions.FieldValidation;
import dev.hanse.machinery.codec.ObjectSplice;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.patch.JsonPatch;
import dev.hanse.machinery.schema.CompiledSchema;
import dev.hanse.machinery.status.ApiException;
import org.jspecify.annotations.Nullable;

/// The objects of a write as webhooks and policies see them: at the version they ask for, with the
/// metadata that clients see, among them the logical cluster (kcp sends it too).
///
/// @param showCluster whether objects say which logical cluster they are in
public record PresentedObject(AdmissionRequest request, String version, boolean showCluster) {

    /// The object that is to be stored, or null for deletions.
    public @Nullable ObjectNode object() {
        var stored = request.object();
        if (stored == null) {
            return null;
        }
        var shown = converted(stored.deepCopy());
        var metadata = Shape.metadata(shown);
        var old = request.oldObject();
        if (old != null) {
            metadata.put("resourceVersion", old.resourceVersion());
        }
        if (showCluster) {
            metadata.withObject("annotations")
                    .put(ObjectSplice.CLUSTER_ANNOTATION, request.cluster().toString());
        }
        return shown;
    }

    /// The object that is stored now, or null for creations.
    public @Nullable ObjectNode old() {
        KubeObject old = request.oldObject();
        return old == null ? null : converted(old.json().deepCopy());
    }

    private ObjectNode converted(ObjectNode object) {
        var definition = request.resource();
        return version.equals(definition.storageVersion())
                ? object
                : definition.converter().convert(object, definition.group(), version);
    }

    /// Puts the patched object in the place of the one that was to be stored.
    ///
    /// @param shown what was patched, as [#object] has given it
    /// @return whether the patch has changed anything
    /// @throws ApiException if the patch does not apply, or what it makes is no object of the kind
    public boolean patch(ObjectNode shown, JsonNode patch) {
        if (!(JsonPatch.apply(shown, patch) instanceof ObjectNode patched)) {
            throw ApiException.badRequest("the patch does not make an object");
        }
        return replace(shown, patched);
    }

    /// Puts another object in the place of the one that was to be stored.
    ///
    /// @param shown what the other was made of, as [#object] has given it
    /// @return whether there is a difference
    /// @throws ApiException if the other is no object of the kind
    public boolean replace(ObjectNode shown, ObjectNode patched) {
        var served = served();
        Shape.normalize(request.context(), served, patched, FieldValidation.IGNORE);
        if (patched.equals(shown)) {
            return false;
        }
        hideAgain(patched);
        var target = request.requireObject();
        var stored = Shape.toStorage(served, patched);
        target.removeAll();
        target.setAll(stored);
        return true;
    }

    /// Of the object at the version at which it is seen.
    public CompiledSchema schema() {
        return served().version().schema();
    }

    private ServedResource served() {
        var definition = request.resource();
        return new ServedResource(definition, definition.version(version).orElseThrow());
    }

    /// What is not stored but shown.
    private void hideAgain(ObjectNode patched) {
        var metadata = Shape.metadata(patched);
        metadata.remove("resourceVersion");
        if (metadata.get("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ObjectSplice.CLUSTER_ANNOTATION);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
    }
}
