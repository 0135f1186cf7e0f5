package dev.hanse.apiserver.discovery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// Query and path parameters of the operations. kubectl looks here to see whether a server knows
/// `dryRun` and `fieldValidation`.
final class OpenApiParameters {

    private record Parameter(String name, String type, String description) {}

    private static final Parameter DRY_RUN =
            new Parameter("dryRun", "string", "`All` goes through every stage but stores nothing.");
    private static final Parameter FIELD_MANAGER =
            new Parameter(
                    "fieldManager",
                    "string",
                    "The name under which the written fields are owned; required to apply.");
    private static final Parameter FIELD_VALIDATION =
            new Parameter(
                    "fieldValidation",
                    "string",
                    "What to do about unknown and duplicate fields: `Ignore`, `Warn` or `Strict`.");
    private static final Parameter FORCE =
            new Parameter("force", "boolean", "Takes over fields that others own; only to apply.");
    private static final Parameter PRETTY =
            new Parameter("pretty", "string", "Whether the answer is indented for people.");

    private static final List<Parameter> SELECT =
            List.of(
                    new Parameter("continue", "string", "Where the page before ended."),
                    new Parameter("fieldSelector", "string", "Only objects with these fields."),
                    new Parameter("labelSelector", "string", "Only objects with these labels."),
                    new Parameter("limit", "integer", "How many objects a page holds at most."),
                    new Parameter(
                            "resourceVersion", "string", "The state to read or to watch from."),
                    new Parameter(
                            "resourceVersionMatch",
                            "string",
                            "How resourceVersion is meant: `Exact` or `NotOlderThan`."),
                    new Parameter(
                            "sendInitialEvents",
                            "boolean",
                            "Whether a watch begins with the objects that exist."),
                    new Parameter("timeoutSeconds", "integer", "How long the call may last."));
    private static final List<Parameter> LIST =
            List.of(
                    new Parameter(
                            "allowWatchBookmarks", "boolean", "Whether a watch sends bookmarks."),
                    new Parameter("watch", "boolean", "Whether to go on with changes."));
    private static final List<Parameter> DELETE =
            List.of(
                    DRY_RUN,
                    new Parameter("gracePeriodSeconds", "integer", "How long the object may take."),
                    new Parameter(
                            "propagationPolicy",
                            "string",
                            "What becomes of dependents: `Orphan`, `Background`, `Foreground`."));

    private OpenApiParameters() {}

    /// Adds the query parameters of an operation.
    ///
    /// @param action as in `x-kubernetes-action`
    static void ofAction(String action, ArrayNode parameters) {
        switch (action) {
            case "list" -> {
                add(SELECT, parameters);
                add(LIST, parameters);
            }
            case "deletecollection" -> {
                add(SELECT, parameters);
                add(DELETE, parameters);
            }
            case "post", "put" ->
                    add(List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION), parameters);
            case "patch" ->
                    add(List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION, FORCE), parameters);
            case "delete" -> add(DELETE, parameters);
            default -> {}
        }
    }

    /// Adds the parameters that all operations of a path share.
    static void ofPath(String path, ArrayNode parameters) {
        for (var name : List.of("namespace", "name")) {
            if (path.contains("{" + name + "}")) {
                add(new Parameter(name, "string", "The object's " + name + "."), "path", parameters)
                        .put("required", true);
            }
        }
        add(PRETTY, "query", parameters);
    }

    private static void add(List<Parameter> which, ArrayNode parameters) {
        which.forEach(each -> add(each, "query", parameters));
    }

    private static ObjectNode add(Parameter parameter, String in, ArrayNode parameters) {
        var json = parameters.addObject();
        json.put("name", parameter.name())
                .put("in", in)
                .put("description", parameter.description())
                .putObject("schema")
                .put("type", parameter.type())
                .put("uniqueItems", true);
        return json;
    }
}
