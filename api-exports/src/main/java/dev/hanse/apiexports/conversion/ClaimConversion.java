package dev.hanse.apiexports.conversion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Json;
import dev.hanse.workspaces.api.Metadata;
import java.nio.charset.StandardCharsets;

/// Converts one list of permission claims.
///
/// `all: true` of v1alpha1 is verb `*` with everything selected in v1alpha2. What the other version
/// cannot say travels in an annotation and is put back for claims that are still there.
///
/// @param selectorField what v1alpha2 calls the selector in this list
/// @param selectorNeeded whether v1alpha2 needs one
/// @param newerAnnotation carries v1alpha2 claims through v1alpha1
/// @param olderAnnotation carries v1alpha1 claims through v1alpha2
record ClaimConversion(
        String selectorField,
        boolean selectorNeeded,
        String newerAnnotation,
        String olderAnnotation) {

    private static final String RESOURCE_SELECTOR = "resourceSelector";

    void toOlder(ObjectNode holder, String field, Metadata metadata) {
        if (!(holder.get(field) instanceof ArrayNode claims)) {
            metadata.removeAnnotation(olderAnnotation);
            return;
        }
        var remembered = take(metadata, olderAnnotation);
        var converted = claims.arrayNode();
        boolean lossy = false;
        for (var each : claims) {
            lossy |= saysMoreThanAll(each);
            converted.add(older(each, remembered));
        }
        if (lossy) {
            metadata.annotate(newerAnnotation, claims.toString());
        }
        holder.set(field, converted);
    }

    void toNewer(ObjectNode holder, String field, Metadata metadata) {
        if (!(holder.get(field) instanceof ArrayNode claims)) {
            metadata.removeAnnotation(newerAnnotation);
            return;
        }
        var remembered = take(metadata, newerAnnotation);
        var converted = claims.arrayNode();
        boolean lossy = false;
        for (var each : claims) {
            lossy |= !each.path(RESOURCE_SELECTOR).isEmpty();
            converted.add(newer(each, remembered));
        }
        if (lossy) {
            metadata.annotate(olderAnnotation, claims.toString());
        }
        holder.set(field, converted);
    }

    private boolean saysMoreThanAll(JsonNode claim) {
        var verbs = claim.path("verbs");
        boolean everyVerb = verbs.size() == 1 && verbs.path(0).asText().equals("*");
        var selector = claim.path(selectorField);
        boolean everything =
                selectorNeeded
                        ? selector.size() == 1 && selector.path("matchAll").asBoolean()
                        : selector.isMissingNode();
        return !everyVerb || !everything;
    }

    private static ObjectNode older(JsonNode claim, JsonNode remembered) {
        var converted = identityOf(claim);
        var before = find(remembered, claim);
        if (before.path(RESOURCE_SELECTOR).isEmpty()) {
            converted.put("all", true);
        } else {
            converted.set(RESOURCE_SELECTOR, before.path(RESOURCE_SELECTOR));
        }
        copy(claim, converted, "state");
        return converted;
    }

    private ObjectNode newer(JsonNode claim, JsonNode remembered) {
        var converted = identityOf(claim);
        var before = find(remembered, claim);
        if (before.has("verbs")) {
            converted.set("verbs", before.path("verbs"));
        } else {
            converted.putArray("verbs").add("*");
        }
        copy(before, converted, selectorField);
        if (selectorNeeded && !converted.has(selectorField)) {
            converted.putObject(selectorField).put("matchAll", true);
        }
        copy(claim, converted, "state");
        return converted;
    }

    private static ObjectNode identityOf(JsonNode claim) {
        var converted = ((ObjectNode) claim).objectNode();
        copy(claim, converted, "group");
        copy(claim, converted, "resource");
        if (!claim.path("identityHash").asText().isEmpty()) {
            copy(claim, converted, "identityHash");
        }
        return converted;
    }

    private static JsonNode find(JsonNode claims, JsonNode like) {
        for (var each : claims) {
            if (sameText(each, like, "group")
                    && sameText(each, like, "resource")
                    && sameText(each, like, "identityHash")) {
                return each;
            }
        }
        return ((ObjectNode) like).objectNode();
    }

    private static boolean sameText(JsonNode one, JsonNode other, String field) {
        return one.path(field).asText().equals(other.path(field).asText());
    }

    private static void copy(JsonNode from, ObjectNode to, String field) {
        if (from.has(field)) {
            to.set(field, from.get(field));
        }
    }

    /// Admission refuses annotations that cannot be read, so one that cannot is only old rubbish.
    private static JsonNode take(Metadata metadata, String annotation) {
        var text = metadata.annotation(annotation);
        metadata.removeAnnotation(annotation);
        if (text.isEmpty()) {
            return MissingNode.getInstance();
        }
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            return MissingNode.getInstance();
        }
    }
}
