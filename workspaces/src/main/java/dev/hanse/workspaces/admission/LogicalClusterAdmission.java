package dev.hanse.workspaces.admission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionPlugin;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.workspaces.api.Marks;
import dev.hanse.workspaces.api.Metadata;
import dev.hanse.workspaces.api.Tenancy;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Keeps the life of a logical cluster in one direction, and out of the hands of its users.
///
/// What has to happen before a cluster is ready is fixed by its spec; entering `Initializing`
/// copies it into the status, from where initializers take themselves out one by one.
public final class LogicalClusterAdmission implements AdmissionPlugin {
    private static final GroupResource CLUSTERS = Tenancy.LOGICAL_CLUSTERS.groupResource();
    private static final String INITIALIZING = "Initializing";
    private static final Map<String, Integer> ORDER =
            Map.of("", 1, "Scheduling", 2, INITIALIZING, 3, "Ready", 4);
    private static final Set<String> PRIVILEGED =
            Set.of(
                    User.MASTERS,
                    Tenancy.LOGICAL_CLUSTER_ADMIN_GROUP,
                    Tenancy.EXTERNAL_LOGICAL_CLUSTER_ADMIN_GROUP,
                    Tenancy.BOOTSTRAPPER_GROUP);

    @Override
    public void mutate(AdmissionRequest request) {
        var old = request.oldObject();
        if (!concerns(request) || request.operation() != Operation.UPDATE || old == null) {
            return;
        }
        var object = request.requireObject();
        if (phase(object).equals(INITIALIZING) && !phase(old.json()).equals(INITIALIZING)) {
            for (var list : List.of("initializers", "terminators")) {
                var wanted = object.path("spec").path(list);
                if (wanted.isArray() && !wanted.isEmpty()) {
                    object.withObjectProperty("status").set(list, wanted.deepCopy());
                }
            }
        }
    }

    @Override
    public void validate(AdmissionRequest request) {
        if (!concerns(request)
                || request.context().user().groups().stream().anyMatch(PRIVILEGED::contains)) {
            return;
        }
        switch (request.operation()) {
            case CREATE -> throw forbidden(request, "LogicalCluster cannot be created");
            case UPDATE -> {
                if (request.oldObject() != null) {
                    validateUpdate(request, request.requireObject(), request.oldObject());
                }
            }
            case DELETE -> {
                var old = request.oldObject();
                if (old != null && !old.spec().path("directlyDeletable").asBoolean()) {
                    throw forbidden(request, "LogicalCluster cannot be deleted");
                }
            }
        }
    }

    private static void validateUpdate(
            AdmissionRequest request, ObjectNode object, KubeObject old) {
        var spec = object.path("spec");
        var status = object.path("status");
        for (var list : List.of("initializers", "terminators")) {
            if (!spec.path(list).equals(old.spec().path(list))) {
                throw forbidden(request, "spec." + list + " is immutable");
            }
            if (phase(object).equals(INITIALIZING) && !phase(old.json()).equals(INITIALIZING)) {
                if (!status.path(list).equals(spec.path(list))) {
                    throw forbidden(request, "status." + list + " do not equal spec." + list);
                }
            } else if (grows(old.status().path(list), status.path(list))) {
                throw forbidden(request, "status." + list + " must not grow");
            }
        }
        if (!spec.path("createdBy").equals(old.spec().path("createdBy"))) {
            throw forbidden(request, "spec.createdBy is immutable");
        }
        validatePhase(request, object, old);
    }

    private static void validatePhase(AdmissionRequest request, ObjectNode object, KubeObject old) {
        var before = phase(old.json());
        var after = phase(object);
        if (after.equals("Ready") && !object.path("status").path("initializers").isEmpty()) {
            throw forbidden(request, "status.initializers is not empty");
        }
        if (ORDER.getOrDefault(after, 0) < ORDER.getOrDefault(before, 0)) {
            throw forbidden(
                    request, "cannot transition from \"" + before + "\" to \"" + after + "\"");
        }
        var becomesInactive =
                Metadata.of(object).annotation(Marks.INACTIVE).equals("true")
                        && !old.annotation(Marks.INACTIVE).orElse("").equals("true");
        if (becomesInactive && !before.equals("Ready")) {
            throw forbidden(
                    request,
                    "LogicalCluster can only be marked inactive in phase \"Ready\", but is in phase"
                            + " \""
                            + before
                            + "\"");
        }
    }

    private static boolean grows(JsonNode before, JsonNode after) {
        for (var each : after) {
            boolean known = false;
            for (var old : before) {
                known |= old.equals(each);
            }
            if (!known) {
                return true;
            }
        }
        return false;
    }

    private static boolean concerns(AdmissionRequest request) {
        return request.resource().groupResource().equals(CLUSTERS)
                && (request.subresource().isEmpty() || request.subresource().equals("status"));
    }

    private static String phase(JsonNode object) {
        return object.path("status").path("phase").asText();
    }

    private static ApiException forbidden(AdmissionRequest request, String why) {
        return ApiException.forbidden(CLUSTERS, request.name(), why);
    }
}
