package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.outbound.ClientConfigRules;
import dev.hanse.apiserver.outbound.ReviewVersionRules;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// What a CustomResourceDefinition must look like beyond its schema, in the words of
/// k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation.
final class CrdRules {

    private static final List<String> SCOPES = List.of("Cluster", "Namespaced");

    /// Kubernetes knows v1beta1 as well, which nobody is asked in here.
    private static final List<String> REVIEW_VERSIONS = List.of("v1");

    private static final List<String> STRATEGIES = List.of("None", "Webhook");

    private final CrdVersionRules versionRules;

    CrdRules(SchemaCompiler schemas) {
        this.versionRules = new CrdVersionRules(schemas);
    }

    /// @param old the definition that is replaced, or missing
    List<FieldError> validate(ObjectNode crd, JsonNode old) {
        var errors = new ArrayList<FieldError>();
        var spec = crd.path("spec");
        var names = spec.path("names");
        var group = spec.path("group").asText();
        var name = crd.path("metadata").path("name").asText();
        if (!name.equals(names.path("plural").asText() + "." + group)) {
            errors.add(
                    FieldError.invalid(
                            "metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        }
        group(group, errors);
        choice(spec.path("scope"), "spec.scope", SCOPES, errors);
        versions(spec, old.path("spec"), errors);
        for (var field : List.of("plural", "singular", "kind", "listKind")) {
            if (names.path(field).asText().isEmpty()) {
                errors.add(FieldError.required("spec.names." + field, ""));
            }
        }
        names(names, "spec.names", errors);
        versionRules.validateShared(spec, old.path("spec"), errors);
        conversion(spec.path("conversion"), errors);
        names(crd.path("status").path("acceptedNames"), "status.acceptedNames", errors);
        CrdApproval.check(crd, errors);
        if (spec.path("preserveUnknownFields").asBoolean()) {
            errors.add(
                    FieldError.invalid(
                            "spec.preserveUnknownFields",
                            true,
                            "cannot set to true, set x-kubernetes-preserve-unknown-fields to true"
                                    + " in spec.versions[*].schema instead"));
        }
        return errors;
    }

    List<FieldError> validateUpdate(ObjectNode crd, ObjectNode old) {
        var errors = new ArrayList<FieldError>();
        var spec = crd.path("spec");
        var oldSpec = old.path("spec");
        if (Crd.isTrue(old, Crd.ESTABLISHED)) {
            immutable(spec, oldSpec, "/scope", errors);
            immutable(spec, oldSpec, "/names/kind", errors);
        }
        immutable(spec, oldSpec, "/group", errors);
        immutable(spec, oldSpec, "/names/plural", errors);
        var versions = new HashSet<String>();
        spec.path("versions").forEach(each -> versions.add(each.path("name").asText()));
        int i = 0;
        for (var each : crd.path("status").path("storedVersions")) {
            if (!versions.contains(each.asText())) {
                errors.add(
                        FieldError.invalid(
                                "status.storedVersions[" + i + "]",
                                each,
                                "missing from spec.versions; "
                                        + each.asText()
                                        + " was previously a storage version, and must remain in"
                                        + " spec.versions until a storage migration ensures no data"
                                        + " remains persisted in "
                                        + each.asText()
                                        + " and removes "
                                        + each.asText()
                                        + " from status.storedVersions"));
            }
            i++;
        }
        return errors;
    }

    private static void immutable(
            JsonNode spec, JsonNode oldSpec, String pointer, List<FieldError> errors) {
        if (!spec.at(pointer).equals(oldSpec.at(pointer))) {
            errors.add(
                    FieldError.invalid(
                            "spec" + pointer.replace('/', '.'),
                            spec.at(pointer),
                            "field is immutable"));
        }
    }

    private static void group(String group, List<FieldError> errors) {
        if (group.isEmpty()) {
            errors.add(FieldError.required("spec.group", ""));
            return;
        }
        var problems = Names.dns1123Subdomain(group);
        if (!problems.isEmpty()) {
            errors.add(FieldError.invalid("spec.group", group, String.join(",", problems)));
        } else if (!group.contains(".")) {
            errors.add(
                    FieldError.invalid(
                            "spec.group", group, "should be a domain with at least one dot"));
        }
    }

    private void versions(JsonNode spec, JsonNode oldSpec, List<FieldError> errors) {
        var versions = spec.path("versions");
        var names = new HashSet<String>();
        boolean unique = true;
        int storage = 0;
        versionRules.validateEach(spec, oldSpec, errors);
        for (var version : versions) {
            unique &= names.add(version.path("name").asText());
            storage += version.path("storage").asBoolean() ? 1 : 0;
        }
        if (!unique) {
            errors.add(
                    FieldError.invalid(
                            "spec.versions", versions, "must contain unique version names"));
        }
        if (storage != 1) {
            errors.add(
                    FieldError.invalid(
                            "spec.versions",
                            versions,
                            "must have exactly one version marked as storage version"));
        }
    }

    private static void names(JsonNode names, String path, List<FieldError> errors) {
        for (var field : List.of("plural", "singular")) {
            label(names.path(field).asText(), path + "." + field, "", errors);
        }
        for (var field : List.of("kind", "listKind")) {
            label(
                    names.path(field).asText(),
                    path + "." + field,
                    "may have mixed case, but should otherwise match: ",
                    errors);
        }
        for (var field : List.of("shortNames", "categories")) {
            int i = 0;
            for (var each : names.path(field)) {
                label(each.asText(), path + "." + field + "[" + i++ + "]", "", errors);
            }
        }
        var kind = names.path("kind").asText();
        if (!kind.isEmpty() && kind.equals(names.path("listKind").asText())) {
            errors.add(
                    FieldError.invalid(
                            path + ".listKind", kind, "kind and listKind may not be the same"));
        }
    }

    /// @param mixedCase what to say first when only the case may be wrong; empty when it may not
    private static void label(
            String value, String field, String mixedCase, List<FieldError> errors) {
        if (value.isEmpty()) {
            return;
        }
        var problems =
                Names.dns1035Label(mixedCase.isEmpty() ? value : value.toLowerCase(Locale.ROOT));
        if (!problems.isEmpty()) {
            errors.add(FieldError.invalid(field, value, mixedCase + String.join(",", problems)));
        }
    }

    private static void choice(
            JsonNode value, String field, List<String> accepted, List<FieldError> errors) {
        var text = value.asText();
        if (text.isEmpty()) {
            errors.add(FieldError.required(field, ""));
        } else if (!accepted.contains(text)) {
            errors.add(FieldError.notSupported(field, text, accepted));
        }
    }

    /// What is `webhook.clientConfig` to clients has another name in Kubernetes' messages.
    private static void conversion(JsonNode conversion, List<FieldError> errors) {
        if (!conversion.isObject()) {
            return;
        }
        choice(conversion.path("strategy"), "spec.conversion.strategy", STRATEGIES, errors);
        var webhook = conversion.path("webhook");
        var path = "spec.conversion.webhookClientConfig";
        var versionsPath = "spec.conversion.conversionReviewVersions";
        if (conversion.path("strategy").asText().equals("Webhook")) {
            if (!webhook.path("clientConfig").isObject()) {
                errors.add(FieldError.required(path, "required when strategy is set to Webhook"));
            } else {
                ClientConfigRules.check(webhook.path("clientConfig"), path, errors);
            }
            ReviewVersionRules.check(
                    webhook.path("conversionReviewVersions"),
                    REVIEW_VERSIONS,
                    "",
                    versionsPath,
                    errors);
            return;
        }
        var unwanted = "should not be set when strategy is not set to Webhook";
        if (webhook.path("clientConfig").isObject()) {
            errors.add(FieldError.forbidden(path, unwanted));
        }
        if (!webhook.path("conversionReviewVersions").isEmpty()) {
            errors.add(FieldError.forbidden(versionsPath, unwanted));
        }
    }
}
