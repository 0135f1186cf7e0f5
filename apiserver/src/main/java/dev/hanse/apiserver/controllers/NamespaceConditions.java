package dev.hanse.apiserver.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// The conditions that say how far the deletion of a namespace has come, in Kubernetes' words. All
/// of them are there from the first time on; `True` means trouble.
final class NamespaceConditions {

    /// @param problem what is wrong, or empty
    private record Condition(
            String type, String fineReason, String fine, String badReason, String problem) {}

    private NamespaceConditions() {}

    /// @param before the conditions that the namespace has
    static ArrayNode of(NamespaceContent content, JsonNode before, Instant now) {
        var conditions = JsonNodeFactory.instance.arrayNode();
        var ours = conditions(content);
        for (var each : before) {
            if (ours.stream().noneMatch(own -> own.type.equals(each.path("type").asText()))) {
                conditions.add(each.deepCopy());
            }
        }
        ours.forEach(each -> conditions.add(json(each, before, now)));
        return conditions;
    }

    private static List<Condition> conditions(NamespaceContent content) {
        return List.of(
                new Condition(
                        "NamespaceDeletionDiscoveryFailure",
                        "ResourcesDiscovered",
                        "All resources successfully discovered",
                        "DiscoveryFailed",
                        ""),
                new Condition(
                        "NamespaceDeletionGroupVersionParsingFailure",
                        "ParsedGroupVersions",
                        "All legacy kube types successfully parsed",
                        "GroupVersionParsingFailed",
                        ""),
                new Condition(
                        "NamespaceDeletionContentFailure",
                        "ContentDeleted",
                        "All content successfully deleted, may be waiting on finalization",
                        "ContentDeletionFailed",
                        content.failures()),
                new Condition(
                        "NamespaceContentRemaining",
                        "ContentRemoved",
                        "All content successfully removed",
                        "SomeResourcesRemain",
                        content.remaining()),
                new Condition(
                        "NamespaceFinalizersRemaining",
                        "ContentHasNoFinalizers",
                        "All content-preserving finalizers finished",
                        "SomeFinalizersRemain",
                        content.finalizers()));
    }

    private static ObjectNode json(Condition condition, JsonNode before, Instant now) {
        boolean fine = condition.problem.isEmpty();
        var status = fine ? "False" : "True";
        var since = now.truncatedTo(ChronoUnit.SECONDS).toString();
        for (var each : before) {
            if (each.path("type").asText().equals(condition.type)
                    && each.path("status").asText().equals(status)) {
                since = each.path("lastTransitionTime").asText(since);
            }
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", condition.type)
                .put("status", status)
                .put("lastTransitionTime", since)
                .put("reason", fine ? condition.fineReason : condition.badReason)
                .put("message", fine ? condition.fine : condition.problem);
    }
}
