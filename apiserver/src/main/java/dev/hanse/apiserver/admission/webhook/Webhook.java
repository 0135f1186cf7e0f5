package dev.hanse.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.matching.MatchConditions;
import dev.hanse.apiserver.admission.matching.MatchCriteria;
import dev.hanse.machinery.cel.CelConditions;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Duration;

/// One webhook of a configuration, ready to be asked.
///
/// @param cluster where the configuration is
/// @param configuration its name
/// @param clientConfig as written, see [dev.hanse.apiserver.outbound.Endpoints]
/// @param ignoresFailures whether a write goes on when the webhook cannot be asked
/// @param silentInDryRun whether it promises to have no side effects then
/// @param mayBeReinvoked whether it wants to see what others have made of its output
/// @param reviewVersion of `admission.k8s.io` in which it is spoken to
record Webhook(
        ClusterName cluster,
        String configuration,
        String name,
        JsonNode clientConfig,
        MatchCriteria criteria,
        MatchConditions conditions,
        boolean ignoresFailures,
        boolean silentInDryRun,
        boolean mayBeReinvoked,
        Duration timeout,
        String reviewVersion) {

    static Webhook parse(
            ClusterName cluster, KubeObject configuration, JsonNode json, CelConditions language) {
        return new Webhook(
                cluster,
                configuration.name(),
                json.path("name").asText(),
                json.path("clientConfig"),
                MatchCriteria.ofWebhook(json),
                MatchConditions.parse(json.path("matchConditions"), language),
                json.path("failurePolicy").asText().equals("Ignore"),
                json.path("sideEffects").asText().startsWith("None"),
                json.path("reinvocationPolicy").asText().equals("IfNeeded"),
                Duration.ofSeconds(json.path("timeoutSeconds").asInt(10)),
                reviewVersion(json.path("admissionReviewVersions")));
    }

    /// The first that this server knows.
    private static String reviewVersion(JsonNode versions) {
        for (var each : versions) {
            if (each.asText().equals("v1") || each.asText().equals("v1beta1")) {
                return each.asText();
            }
        }
        return "";
    }
}
