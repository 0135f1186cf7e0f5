package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.Names;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.FieldError;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/// What a CustomResourceDefinition must look like beyond its schema, in the words of
/// k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation.
final class CrdRules {

    private static final String APPROVAL = "api-approved.kubernetes.io";

    private final CrdVersionRules versionRules;

    CrdRules(SchemaCompiler schemas) {
        this.versionRules = new CrdVersionRules(schemas);
    }

    List<FieldError> validate(ObjectNode crd) {
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
        approval(crd, group, errors);
        if (spec.path("scope").asText().isEmpty()) {
            errors.add(FieldError.required("spec.scope", ""));
        }
        if (spec.path("preserveUnknownFields").asBoolean()) {
            errors.add(FieldError.invalid("spec.preserveUnknownFields", true, "must be false"));
        }
        versions(spec, errors);
        for (var field : List.of("plural", "singular", "kind", "listKind")) {
            if (names.path(field).asText().isEmpty()) {
                errors.add(FieldError.required("spec.names." + field, ""));
            }
        }
        names(names, "spec.names", errors);
        conversion(spec.path("conversion"), errors);
        names(crd.path("status").path("acceptedNames"), "status.acceptedNames", errors);
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

    /// Groups of the Kubernetes community are only for those who have its approval, or say that
    /// they have not (KEP-1111).
    private static void approval(ObjectNode crd, String group, List<FieldError> errors) {
        if (!isCommunity(group)) {
            return;
        }
        var field = "metadata.annotations[" + APPROVAL + "]";
        var value = crd.path("metadata").path("annotations").path(APPROVAL).asText();
        if (value.isEmpty()) {
            errors.add(
                    FieldError.required(
                            field,
                            "protected groups must have approval annotation \""
                                    + APPROVAL
                                    + "\", see"
                                    + " https://github.com/kubernetes/enhancements/pull/1111"));
        } else if (!value.startsWith("unapproved") && !isUrl(value)) {
            errors.add(
                    FieldError.invalid(
                            field,
                            value,
                            "protected groups must have approval annotation \""
                                    + APPROVAL
                                    + "\" with either a URL or a reason starting with"
                                    + " \"unapproved\", see"
                                    + " https://github.com/kubernetes/enhancements/pull/1111"));
        }
    }

    private static boolean isCommunity(String group) {
        return group.equals("k8s.io")
                || group.endsWith(".k8s.io")
                || group.equals("kubernetes.io")
                || group.endsWith(".kubernetes.io");
    }

    private static boolean isUrl(String value) {
        try {
            var uri = URI.create(value);
            return uri.getScheme() != null && uri.getHost() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void versions(JsonNode spec, List<FieldError> errors) {
        var versions = spec.path("versions");
        var names = new HashSet<String>();
        boolean unique = true;
        int storage = 0;
        for (int i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            unique &= names.add(version.path("name").asText());
            storage += version.path("storage").asBoolean() ? 1 : 0;
            versionRules.validate(version, "spec.versions[" + i + "]", errors);
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

    private static void conversion(JsonNode conversion, List<FieldError> errors) {
        var strategy = conversion.path("strategy").asText();
        var webhook = conversion.path("webhook");
        if (!strategy.equals("Webhook")) {
            if (webhook.isObject()) {
                errors.add(
                        FieldError.forbidden(
                                "spec.conversion.webhook",
                                "should not be set when strategy is not set to Webhook"));
            }
            return;
        }
        var client = webhook.path("clientConfig");
        if (!client.isObject()) {
            errors.add(
                    FieldError.required(
                            "spec.conversion.webhook.clientConfig",
                            "required when strategy is set to Webhook"));
        } else if (client.hasNonNull("url") == client.hasNonNull("service")) {
            errors.add(
                    FieldError.required(
                            "spec.conversion.webhook.clientConfig",
                            "exactly one of url or service is required"));
        }
        if (webhook.path("conversionReviewVersions").isEmpty()) {
            errors.add(FieldError.required("spec.conversion.webhook.conversionReviewVersions", ""));
        }
    }
}
