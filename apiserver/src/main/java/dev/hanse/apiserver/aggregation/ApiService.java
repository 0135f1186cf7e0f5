package dev.hanse.apiserver.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.object.GroupVersionResource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The words of `apiregistration.k8s.io/v1 APIService`, and its one condition.
final class ApiService {

    static final GroupResource RESOURCE =
            new GroupResource("apiregistration.k8s.io", "apiservices");
    static final GroupVersionResource V1 = RESOURCE.withVersion("v1");

    /// Says who looks after an APIService that nobody wrote by hand.
    static final String AUTOMANAGED = "kube-aggregator.kubernetes.io/automanaged";

    private static final String AVAILABLE = "Available";

    private ApiService() {}

    /// Whether the server can be asked for a group version.
    ///
    /// @param status `True`, `False` or `Unknown`
    record Availability(String status, String reason, String message) {

        static final Availability LOCAL =
                new Availability("True", "Local", "Local APIServices are always available");

        static Availability no(String reason, String message) {
            return new Availability("False", reason, message);
        }
    }

    static String name(GroupVersion version) {
        return version.version() + "." + version.group();
    }

    /// What [#name] made a name of. Versions have no dots.
    static GroupVersion groupVersion(String name) {
        int dot = name.indexOf('.');
        return dot < 0
                ? new GroupVersion("", name)
                : new GroupVersion(name.substring(dot + 1), name.substring(0, dot));
    }

    static boolean isLocal(JsonNode apiService) {
        return !apiService.path("spec").path("service").isObject();
    }

    /// Writes the condition; when it changed is moved only when the status does.
    static void set(ObjectNode apiService, Availability availability, Instant now) {
        var conditions = apiService.withObject("status").withArray("conditions");
        ObjectNode target = null;
        for (var each : conditions) {
            if (each.path("type").asText().equals(AVAILABLE)) {
                target = (ObjectNode) each;
            }
        }
        if (target == null) {
            target = conditions.addObject().put("type", AVAILABLE);
        }
        if (!target.path("status").asText().equals(availability.status())) {
            target.put("lastTransitionTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
        }
        target.put("status", availability.status())
                .put("reason", availability.reason())
                .put("message", availability.message());
    }
}
