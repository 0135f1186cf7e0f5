package dev.hanse.apiserver.builtin.volume;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Checks;
import dev.hanse.apiserver.builtin.rules.Defaults;
import dev.hanse.apiserver.builtin.rules.Difference;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.machinery.status.FieldError;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/// PersistentVolumes: a place that never becomes another one.
public final class VolumeStrategy implements Strategy {

    /// The fields of a spec that are about the use of the volume, not about where it is.
    private static final Set<String> USE =
            Set.of(
                    "accessModes",
                    "capacity",
                    "claimRef",
                    "mountOptions",
                    "nodeAffinity",
                    "persistentVolumeReclaimPolicy",
                    "storageClassName",
                    "volumeAttributesClassName",
                    "volumeMode");

    @Override
    public void afterDefaulting(ObjectNode object) {
        Defaults.in(object, "status").text("phase", "Pending");
    }

    @Override
    public void prepareForCreate(RequestContext context, ObjectNode object) {
        object.putObject("status")
                .put("phase", "Pending")
                .put("lastPhaseTransitionTime", now(context));
    }

    @Override
    public void prepareForStatusUpdate(RequestContext context, ObjectNode object, ObjectNode old) {
        var status = object.withObjectProperty("status");
        if (!status.path("phase").equals(old.path("status").path("phase"))
                && status.path("lastPhaseTransitionTime")
                        .equals(old.path("status").path("lastPhaseTransitionTime"))) {
            status.put("lastPhaseTransitionTime", now(context));
        }
    }

    private static String now(RequestContext context) {
        return context.received().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var checks = new Checks();
        var spec = object.path("spec");
        if (spec.path("accessModes").isEmpty()) {
            checks.add(FieldError.required("spec.accessModes", ""));
        }
        if (spec.path("capacity").isEmpty()) {
            checks.add(FieldError.required("spec.capacity", ""));
        } else if (!spec.path("capacity").has("storage")) {
            checks.add(
                    FieldError.notSupported(
                            "spec.capacity", spec.path("capacity"), List.of("storage")));
        }
        var place = place(object);
        if (place.isEmpty()) {
            checks.add(FieldError.required("spec", "must specify a volume type"));
        } else if (place.size() > 1) {
            place.remove(place.fieldNames().next());
            place.fieldNames()
                    .forEachRemaining(
                            each ->
                                    checks.add(
                                            FieldError.forbidden(
                                                    "spec." + each,
                                                    "may not specify more than 1 volume type")));
        }
        return checks.errors();
    }

    @Override
    public List<FieldError> validateUpdate(ObjectNode object, ObjectNode old) {
        var checks = new Checks();
        var now = place(object);
        var before = place(old);
        if (now.path("csi").has("controllerExpandSecretRef")
                && !before.path("csi").has("controllerExpandSecretRef")) {
            now.withObjectProperty("csi").remove("controllerExpandSecretRef");
        }
        if (!now.equals(before)) {
            checks.add(
                    FieldError.forbidden(
                            "spec.persistentvolumesource",
                            "spec.persistentvolumesource is immutable after creation\n"
                                    + Difference.between(before, now)));
        }
        checks.immutable(object.at("/spec/volumeMode"), old.at("/spec/volumeMode"), "volumeMode");
        return checks.errors();
    }

    private static ObjectNode place(ObjectNode object) {
        var place = object.objectNode();
        for (var each : object.path("spec").properties()) {
            if (!USE.contains(each.getKey())) {
                place.set(each.getKey(), each.getValue().deepCopy());
            }
        }
        return place;
    }
}
