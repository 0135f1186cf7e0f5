package dev.hanse.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.object.GroupVersion;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// What a webhook has answered, checked.
///
/// @param result why not, as a `meta/v1 Status`; may be empty
/// @param patch a JSON Patch; empty for none
record ReviewAnswer(boolean allowed, JsonNode result, JsonNode patch, List<String> warnings) {

    private static final int MOST_WARNINGS = 20;
    private static final int LONGEST_WARNING = 256;

    ReviewAnswer {
        warnings = List.copyOf(warnings);
    }

    /// @throws WebhookFailedException if `bytes` are no answer to `question`
    static ReviewAnswer parse(byte[] bytes, AdmissionReview question, boolean mutating) {
        JsonNode review;
        try {
            review = Json.parse(bytes);
        } catch (ApiException e) {
            throw new WebhookFailedException(
                    "failed to call webhook: couldn't get version/kind; json parse error: "
                            + e.getMessage());
        }
        var response = review.path("response");
        if (!response.isObject()) {
            throw invalid("webhook response was absent");
        }
        boolean strict = question.json().path("apiVersion").asText().endsWith("/v1");
        if (strict) {
            requireSame(review, response, question);
        }
        return new ReviewAnswer(
                response.path("allowed").asBoolean(),
                response.path("status"),
                patch(response, mutating, strict),
                warnings(response.path("warnings")));
    }

    private static void requireSame(JsonNode review, JsonNode response, AdmissionReview question) {
        var uid = response.path("uid").asText();
        if (!uid.equals(question.uid())) {
            throw invalid("expected response.uid=\"" + question.uid() + "\", got \"" + uid + "\"");
        }
        var expected = kind(question.json());
        var got = kind(review);
        if (!got.equals(expected)) {
            throw invalid("expected webhook response of " + expected + ", got " + got);
        }
    }

    private static String kind(JsonNode json) {
        var version = GroupVersion.parse(json.path("apiVersion").asText());
        return version + ", Kind=" + json.path("kind").asText();
    }

    private static JsonNode patch(JsonNode response, boolean mutating, boolean strict) {
        var patch = response.path("patch").asText();
        boolean typed = response.hasNonNull("patchType");
        if (!mutating) {
            if (!patch.isEmpty()) {
                throw invalid("validating webhook may not return response.patch");
            }
            if (typed) {
                throw invalid("validating webhook may not return response.patchType");
            }
            return JsonNodeFactory.instance.arrayNode();
        }
        if (strict && !patch.isEmpty() && !typed) {
            throw invalid("webhook returned response.patch but not response.patchType");
        }
        if (strict && patch.isEmpty() && typed) {
            throw invalid("webhook returned response.patchType but not response.patch");
        }
        if (patch.isEmpty()) {
            return JsonNodeFactory.instance.arrayNode();
        }
        var type = response.path("patchType").asText("JSONPatch");
        if (!type.equals("JSONPatch")) {
            throw new WebhookFailedException("unsupported patch type \"" + type + "\"");
        }
        return decoded(patch);
    }

    private static JsonNode decoded(String patch) {
        try {
            return Json.parse(Base64.getDecoder().decode(patch));
        } catch (IllegalArgumentException e) {
            throw new WebhookFailedException(
                    "received undecodable patch in webhook response: not base64");
        } catch (ApiException e) {
            throw new WebhookFailedException(
                    "received undecodable patch in webhook response: " + e.getMessage());
        }
    }

    private static WebhookFailedException invalid(String why) {
        return new WebhookFailedException("received invalid webhook response: " + why);
    }

    /// They become headers, so a webhook cannot send as much as it likes.
    private static List<String> warnings(JsonNode array) {
        var found = new ArrayList<String>();
        for (var each : array) {
            if (found.size() < MOST_WARNINGS) {
                var text = each.asText();
                found.add(
                        text.length() <= LONGEST_WARNING
                                ? text
                                : text.substring(0, LONGEST_WARNING));
            }
        }
        return found;
    }

    /// What the client is told when the answer is no.
    ///
    /// As in Kubernetes the status is the webhook's own with its name in front; without a code it
    /// is a 400.
    ApiException denial(String webhook) {
        var status = Status.fromJson(result, 400);
        var deniedBy = "admission webhook \"" + webhook + "\" denied the request";
        var message =
                !status.message().isEmpty()
                        ? deniedBy + ": " + status.message()
                        : !status.reason().isEmpty()
                                ? deniedBy + ": " + status.reason()
                                : deniedBy + " without explanation";
        int code = status.code() < 400 || status.code() > 599 ? 400 : status.code();
        return new ApiException(new Status(code, status.reason(), message, status.details()));
    }
}
