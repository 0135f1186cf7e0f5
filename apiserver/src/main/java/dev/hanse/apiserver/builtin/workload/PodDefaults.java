package dev.hanse.apiserver.builtin.workload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.builtin.rules.Defaults;
import java.util.List;
import java.util.regex.Pattern;

/// Defaults of pods and of pod templates that depend on other fields (kubernetes
/// pkg/apis/core/v1/defaults.go).
final class PodDefaults {

    static final List<String> CONTAINER_LISTS =
            List.of("initContainers", "containers", "ephemeralContainers");

    private static final Pattern DIGEST = Pattern.compile("@[A-Za-z0-9_+.-]+:[0-9a-fA-F]+$");

    private PodDefaults() {}

    /// What pods have and templates do not.
    static void pod(JsonNode pod) {
        if (!(pod.path("spec") instanceof ObjectNode spec)) {
            return;
        }
        for (var list : List.of("containers", "initContainers")) {
            for (var container : spec.path(list)) {
                requestLimits(container);
                if (spec.path("hostNetwork").asBoolean()) {
                    useHostPorts(container);
                }
            }
        }
        Defaults.of(spec).flag("enableServiceLinks", true);
        spec(spec);
    }

    static void template(JsonNode owner) {
        if (owner.path("template").path("spec") instanceof ObjectNode spec) {
            spec(spec);
        }
    }

    private static void spec(ObjectNode spec) {
        for (var list : CONTAINER_LISTS) {
            for (var container : spec.path(list)) {
                pullPolicy(container, "image", "imagePullPolicy");
            }
        }
        for (var volume : spec.path("volumes")) {
            if (volume instanceof ObjectNode object && object.size() == 1 && object.has("name")) {
                object.putObject("emptyDir");
            }
            pullPolicy(volume.path("image"), "reference", "pullPolicy");
        }
        // The older name of the field follows the newer one.
        var account = spec.path("serviceAccountName").asText(spec.path("serviceAccount").asText());
        if (!account.isEmpty()) {
            spec.put("serviceAccountName", account).put("serviceAccount", account);
        }
    }

    private static void pullPolicy(JsonNode holder, String image, String policy) {
        if (holder instanceof ObjectNode object) {
            Defaults.of(object)
                    .text(
                            policy,
                            isLatest(object.path(image).asText()) ? "Always" : "IfNotPresent");
        }
    }

    /// Whether an image is named by the tag `latest`, which is also meant by no tag and no digest.
    static boolean isLatest(String image) {
        if (image.isEmpty() || DIGEST.matcher(image).find()) {
            return false;
        }
        var last = image.substring(image.lastIndexOf('/') + 1);
        int colon = last.indexOf(':');
        return colon < 0 || last.substring(colon + 1).equals("latest");
    }

    private static void requestLimits(JsonNode container) {
        if (container.path("resources").path("limits") instanceof ObjectNode limits) {
            var requests = Defaults.in((ObjectNode) container.path("resources"), "requests");
            limits.properties().forEach(each -> requests.value(each.getKey(), each.getValue()));
        }
    }

    private static void useHostPorts(JsonNode container) {
        for (var port : container.path("ports")) {
            if (port instanceof ObjectNode object && object.has("containerPort")) {
                Defaults.of(object).value("hostPort", object.get("containerPort"));
            }
        }
    }
}
