package dev.hanse.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.matching.MatchRules;
import dev.hanse.apiserver.outbound.ClientConfigRules;
import dev.hanse.apiserver.outbound.ReviewVersionRules;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.cel.CelConditions;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/// Mutating and validating webhook configurations
/// (kubernetes/pkg/apis/admissionregistration/validation).
public final class WebhookConfigurationStrategy implements Strategy {

    private static final List<String> REVIEW_VERSIONS = List.of("v1", "v1beta1");
    private static final int LONGEST_SECONDS = 30;

    private final MatchRules matching;

    private WebhookConfigurationStrategy(CelConditions language) {
        this.matching = new MatchRules(language::problem);
    }

    /// This strategy and the resources it is for.
    ///
    /// @param language of match conditions
    public static Map<GroupResource, Strategy> byResource(CelConditions language) {
        var strategy = new WebhookConfigurationStrategy(language);
        var group = "admissionregistration.k8s.io";
        return Map.of(
                new GroupResource(group, "mutatingwebhookconfigurations"), strategy,
                new GroupResource(group, "validatingwebhookconfigurations"), strategy);
    }

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

    private void validate(JsonNode webhook, String path, List<FieldError> errors) {
        name(webhook.path("name").asText(), path + ".name", errors);
        int i = 0;
        for (var rule : webhook.path("rules")) {
            matching.rule(rule, path + ".rules[" + i++ + "]", errors);
        }
        var timeout = webhook.path("timeoutSeconds");
        if (timeout.isNumber() && (timeout.asInt() < 1 || timeout.asInt() > LONGEST_SECONDS)) {
            errors.add(
                    FieldError.invalid(
                            path + ".timeoutSeconds",
                            timeout,
                            "the timeout value must be between 1 and 30 seconds"));
        }
        matching.selector(webhook, "namespaceSelector", path, errors);
        matching.selector(webhook, "objectSelector", path, errors);
        ClientConfigRules.check(webhook.path("clientConfig"), path + ".clientConfig", errors);
        matching.conditions(webhook.path("matchConditions"), path + ".matchConditions", errors);
        ReviewVersionRules.check(
                webhook.path("admissionReviewVersions"),
                REVIEW_VERSIONS,
                "must specify one of v1, v1beta1",
                path + ".admissionReviewVersions",
                errors);
    }

    private static void name(String name, String path, List<FieldError> errors) {
        if (name.isEmpty()) {
            errors.add(FieldError.required(path, ""));
            return;
        }
        var problems = Names.dns1123Subdomain(name);
        if (!problems.isEmpty()) {
            errors.add(FieldError.invalid(path, name, String.join(",", problems)));
        }
        if (name.split("\\.", -1).length < 3) {
            errors.add(
                    FieldError.invalid(
                            path,
                            name,
                            "should be a domain with at least three segments separated by dots"));
        }
    }
}
