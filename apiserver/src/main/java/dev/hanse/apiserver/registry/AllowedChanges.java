package dev.hanse.apiserver.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Writes.Target;
import java.util.List;

/// What a request may change of an object: system metadata never, and the status or everything but
/// the status depending on the subresource.
final class AllowedChanges {

    private AllowedChanges() {}

    /// The stored object with the changes that the request may make.
    static ObjectNode of(Target target, ObjectNode wanted, ObjectNode old) {
        var handler = target.strategy().subresources().get(target.subresource());
        if (handler != null) {
            var stored = old.deepCopy();
            Shape.metadata(stored).remove("resourceVersion");
            handler.merge(target.context(), stored, wanted);
            return stored;
        }
        keepWhatOthersOwn(target, wanted, old);
        if (target.subresource().isEmpty()) {
            target.strategy().prepareForUpdate(target.context(), wanted, old);
        } else {
            target.strategy().prepareForStatusUpdate(target.context(), wanted, old);
        }
        return wanted;
    }

    /// What the request may not touch is as it was: system metadata always; the status, or
    /// everything but the status, depending on the subresource.
    private static void keepWhatOthersOwn(Target target, ObjectNode stored, ObjectNode old) {
        var metadata = Shape.metadata(stored);
        var oldMetadata = Shape.metadata(old);
        for (var field :
                List.of(
                        "uid",
                        "creationTimestamp",
                        "generation",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds",
                        "generateName",
                        "selfLink")) {
            Shape.restore(metadata, oldMetadata, field);
        }
        metadata.remove("resourceVersion");
        if (target.subresource().equals("status")) {
            keepAllButStatus(stored, old);
            if (!target.strategy().statusMayChangeMetadata()) {
                keepMetadata(stored, old);
            }
        } else if (target.served().version().hasStatus()) {
            Shape.restore(stored, old, "status");
        }
    }

    private static void keepAllButStatus(ObjectNode stored, ObjectNode old) {
        stored.retain("apiVersion", "kind", "metadata", "status");
        for (var field : old.properties()) {
            if (!List.of("metadata", "status").contains(field.getKey())) {
                stored.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }

    /// Everything about the object itself is as it was, but who owns the status may be news.
    private static void keepMetadata(ObjectNode stored, ObjectNode old) {
        var managedFields = Shape.metadata(stored).get("managedFields");
        stored.set("metadata", Shape.metadata(old).deepCopy());
        Shape.metadata(stored).remove("resourceVersion");
        if (managedFields != null) {
            Shape.metadata(stored).set("managedFields", managedFields);
        }
    }

    /// Counts the change, when everybody who may change the object has done so.
    static void countGeneration(Target target, ObjectNode stored, ObjectNode old) {
        if (!target.strategy().hasGeneration() || !target.subresource().isEmpty()) {
            return;
        }
        var before = old.deepCopy();
        var after = stored.deepCopy();
        for (var each : List.of(before, after)) {
            each.remove("metadata");
            if (target.served().version().hasStatus()) {
                each.remove("status");
            }
        }
        boolean annotated =
                target.strategy().generationCountsAnnotations()
                        && !stored.path("metadata")
                                .path("annotations")
                                .equals(old.path("metadata").path("annotations"));
        if (annotated || !before.equals(after)) {
            var metadata = Shape.metadata(stored);
            metadata.put("generation", old.path("metadata").path("generation").asLong() + 1);
        }
    }
}
