package dev.hanse.apiserver.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Mutating and validating webhook configurations
/// (kubernetes/pkg/apis/admissionregistration/validation).
final class WebhookConfigurationStrategy implements Strategy {

    private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
    private static final int LONGEST_SECONDS = 30;

    @Override
    public List<FieldError> validate(ObjectNode object) {
        var errors = new ArrayList<FieldError>();
        var names = new HashSet<String>();
        var webhooks = object.path("webhooks");
        for (int i = 0; i < webhooks.size(); i++) {
            var path = "webhooks[" + i + "]";
            var webhook = webhooks.get(i);
            validate(webhook, path, errors);
            var name = webhook.path("name").asText();
            if (!names.add(name)) {
                errors.add(FieldError.duplicate(path + ".name", name));
            }
        }
        return errors;
    }

    private static void validate(JsonNode webhook, String path, List<FieldError> errors) {
        var name = webhook.path("name").asText();
        if (name.split("\\.", -1).length < 3) {
            errors.add(
                    FieldError.invalid(
                            path + ".name",
                            name,
                            "should be a domain with at least three segments separated by dots"));
        } else {
            Names.dns1123Subdomain(name)
                    .forEach(each -> errors.add(FieldError.invalid(path + ".name", name, each)));
        }
        var versions = webhook.path("admissionReviewVersions");
        if (versions.isEmpty()) {
            errors.add(
                    FieldError.required(
                            path + ".admissionReviewVersions", "must specify one of v1, v1beta1"));
        } else if (noneKnown(versions)) {
            errors.add(
                    FieldError.invalid(
                            path + ".admissionReviewVersions",
                            versions,
                            "must include at least one of v1, v1beta1"));
        }
        var timeout = webhook.path("timeoutSeconds");
        if (timeout.isNumber() && (timeout.asInt() < 1 || timeout.asInt() > LONGEST_SECONDS)) {
            errors.add(
                    FieldError.invalid(
                            path + ".timeoutSeconds",
                            timeout,
                            "the timeout value must be between 1 and 30 seconds"));
        }
        var client = webhook.path("clientConfig");
        if (client.hasNonNull("url") == client.hasNonNull("service")) {
            errors.add(
                    FieldError.required(
                            path + ".clientConfig", "exactly one of url or service is required"));
        }
    }

    private static boolean noneKnown(JsonNode versions) {
        for (var each : versions) {
            if (REVIEW_VERSIONS.contains(each.asText())) {
                return false;
            }
        }
        return true;
    }
}
