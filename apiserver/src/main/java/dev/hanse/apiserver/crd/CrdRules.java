package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.outbound.ClientConfigRules;
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
        CrdApproval.check(crd, errors);
        if (spec.path("scope").asText().isEmpty()) {
            errors.add(FieldError.required("spec.scope", ""));
        }
        if (spec.path("preserveUnknownFields").asBoolean()) {
            errors.add(FieldError.invalid("spec.preserveUnknownFields", true, "must be false"));
        }
        versions(spec, old.path("spec"), errors);
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

    private void versions(JsonNode spec, JsonNode oldSpec, List<FieldError> errors) {
        var versions = spec.path("versions");
        var names = new HashSet<String>();
        boolean unique = true;
        int storage = 0;
        for (int i = 0; i < versions.size(); i++) {
            var version = versions.get(i);
            unique &= names.add(version.path("name").asText());
            storage += version.path("storage").asBoolean() ? 1 : 0;
            versionRules.validate(
                    version, hasSchemaOf(version, oldSpec), "spec.versions[" + i + "]", errors);
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

    private static boolean hasSchemaOf(JsonNode version, JsonNode oldSpec) {
        return oldSpec.path("versions")
                .valueStream()
                .filter(each -> each.path("name").equals(version.path("name")))
                .anyMatch(each -> each.path("schema").equals(version.path("schema")));
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
        var path = "spec.conversion.webhook";
        if (!webhook.path("clientConfig").isObject()) {
            errors.add(
                    FieldError.required(
                            path + ".clientConfig", "required when strategy is set to Webhook"));
        } else {
            ClientConfigRules.check(webhook.path("clientConfig"), path + ".clientConfig", errors);
        }
        reviewVersions(
                webhook.path("conversionReviewVersions"),
                path + ".conversionReviewVersions",
                errors);
    }

    private static void reviewVersions(JsonNode versions, String path, List<FieldError> errors) {
        if (versions.isEmpty()) {
            errors.add(FieldError.required(path, ""));
            return;
        }
        var seen = new HashSet<String>();
        int i = 0;
        for (var each : versions) {
            var field = path + "[" + i++ + "]";
            if (!seen.add(each.asText())) {
                errors.add(FieldError.invalid(field, each, "must not contain duplicate versions"));
            }
            Names.dns1035Label(each.asText())
                    .forEach(problem -> errors.add(FieldError.invalid(field, each, problem)));
        }
        if (!seen.contains("v1")) {
            errors.add(FieldError.invalid(path, versions, "must include at least one of v1"));
        }
    }
}
