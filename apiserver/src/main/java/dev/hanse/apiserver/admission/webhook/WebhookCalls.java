package dev.hanse.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.outbound.CallFailedException;
import dev.hanse.apiserver.outbound.Endpoints;
import dev.hanse.apiserver.outbound.Outbound;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.status.ApiException;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks webhooks. Thread-safe.
///
/// @param outbound bounds how much of an answer is read
record WebhookCalls(Outbound outbound, Endpoints endpoints, Clock clock) {

    /// A patch can be as large as an object, and is written in base64.
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /// @param version at which the webhook sees the objects
    /// @return the answer, which may be no
    /// @throws WebhookFailedException when there is no answer
    /// @throws ApiException when the webhook must not be asked, or the time is up
    ReviewAnswer ask(
            Webhook webhook,
            AdmissionRequest request,
            String version,
            @Nullable JsonNode object,
            @Nullable JsonNode old,
            boolean mutating) {
        if (request.dryRun() && !webhook.silentInDryRun()) {
            throw ApiException.badRequest(
                    "admission webhook \"" + webhook.name() + "\" does not support dry run");
        }
        if (webhook.reviewVersion().isEmpty()) {
            throw new WebhookFailedException(
                    "could not create admission objects: webhook does not accept known"
                            + " AdmissionReview versions (v1, v1beta1)");
        }
        var timeout = timeout(webhook, request);
        var review = AdmissionReview.of(webhook.reviewVersion(), request, version, object, old);
        try {
            var endpoint =
                    endpoints.find(
                            webhook.cluster(),
                            webhook.clientConfig(),
                            "timeout=" + wholeSeconds(timeout) + "s");
            var bytes = outbound.postJson(endpoint, Json.write(review.json()), timeout, MOST_BYTES);
            return ReviewAnswer.parse(bytes, review, mutating);
        } catch (CallFailedException e) {
            throw new WebhookFailedException("failed to call webhook: " + e.getMessage());
        }
    }

    /// The webhook's own, but no longer than the client waits.
    private Duration timeout(Webhook webhook, AdmissionRequest request) {
        var left = Duration.between(clock.instant(), request.context().deadline());
        if (left.isNegative() || left.isZero()) {
            throw ApiException.timeout("request did not complete within requested timeout");
        }
        return left.compareTo(webhook.timeout()) < 0 ? left : webhook.timeout();
    }

    private static long wholeSeconds(Duration duration) {
        return duration.plusNanos(999_999_999).toSeconds();
    }
}
