package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.hanse.machinery.object.GroupVersionKind;
import dev.hanse.machinery.object.GroupVersionResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a kind from the overlay as the build left it, filling in what the overlay may leave out.
final class KindReader {
    private static final List<String> ALL_VERBS =
            List.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "update",
                    "watch");

    /// Of the columns that mean the same everywhere.
    private static final Map<String, String> DESCRIPTIONS =
            Map.of(
                    "Name", "The name, unique for the kind within a namespace",
                    "Age", "How long ago the object was created",
                    "Created At", "When the object was created");

    /// What Kubernetes prints for kinds it has no printer for.
    private static final List<Column> DEFAULT_COLUMNS =
            List.of(
                    plain("Name", "string", "name", ".metadata.name"),
                    plain("Created At", "date", "", ".metadata.creationTimestamp"));

    private final SchemaFiles schemas;

    KindReader(SchemaFiles schemas) {
        this.schemas = schemas;
    }

    BuiltinKind read(JsonNode json) {
        var kind = kind(json);
        var names = names(json, kind.kind());
        var storedAs = json.path("storedAs");
        return new BuiltinKind(
                kind,
                names,
                json.path("namespaced").asBoolean(true),
                json.has("verbs") ? strings(json.get("verbs")) : ALL_VERBS,
                subresources(json, kind),
                NameRule.parse(json.path("name").asText("subdomain")),
                json.path("generation").asBoolean(),
                storedAs.isObject()
                        ? new GroupVersionResource(
                                storedAs.path("group").asText(),
                                storedAs.required("version").textValue(),
                                storedAs.required("resource").textValue())
                        : kind.groupVersion().withResource(names.plural()),
                selectableFields(json.path("selectableFields")),
                strings(json.path("immutable")),
                columns(json.path("columns")),
                schemas.source(
                        json.required("schemas").textValue(), json.required("model").textValue()));
    }

    private static GroupVersionKind kind(JsonNode json) {
        return new GroupVersionKind(
                json.path("group").asText(),
                json.required("version").textValue(),
                json.required("kind").textValue());
    }

    private static BuiltinKind.Names names(JsonNode json, String kind) {
        return new BuiltinKind.Names(
                json.required("plural").textValue(),
                json.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
                json.path("listKind").asText(kind + "List"),
                strings(json.path("shortNames")),
                strings(json.path("categories")));
    }

    private List<Subresource> subresources(JsonNode parent, GroupVersionKind parentKind) {
        var found = new ArrayList<Subresource>();
        for (var each : parent.path("subresources")) {
            var model = each.path("model").asText(parent.required("model").textValue());
            found.add(
                    new Subresource(
                            each.required("name").textValue(),
                            each.has("kind") ? kind(each.get("kind")) : parentKind,
                            strings(each.required("verbs")),
                            schemas.source(parent.required("schemas").textValue(), model)));
        }
        return found;
    }

    private static List<SelectableField> selectableFields(JsonNode json) {
        return json.properties().stream()
                .map(each -> selectableField(each.getKey(), each.getValue()))
                .toList();
    }

    /// A path, several of them, or a path and what a field that is not there counts as.
    private static SelectableField selectableField(String label, JsonNode json) {
        if (json.isObject()) {
            var path = json.required("path").textValue();
            return new SelectableField(label, List.of(path), json.required("missing").asText());
        }
        return new SelectableField(
                label, json.isArray() ? strings(json) : List.of(json.textValue()), "");
    }

    private static List<Column> columns(JsonNode json) {
        if (json instanceof MissingNode) {
            return DEFAULT_COLUMNS;
        }
        var found = new ArrayList<Column>();
        for (var each : json) {
            var name = each.required("name").textValue();
            found.add(
                    new Column(
                            name,
                            each.path("type").asText("string"),
                            each.path("format").asText(),
                            each.path("description").asText(DESCRIPTIONS.getOrDefault(name, "")),
                            each.path("priority").asInt(),
                            cell(each)));
        }
        return found;
    }

    private static Column plain(String name, String type, String format, String path) {
        var cell = new Column.Cell.Field(path, NullNode.instance);
        return new Column(name, type, format, DESCRIPTIONS.getOrDefault(name, ""), 0, cell);
    }

    private static Column.Cell cell(JsonNode column) {
        if (column.has("computed")) {
            return new Column.Cell.Computed(column.get("computed").textValue());
        }
        var missing = column.has("missing") ? column.get("missing") : NullNode.instance;
        return new Column.Cell.Field(column.required("path").textValue(), missing);
    }

    private static List<String> strings(JsonNode array) {
        var found = new ArrayList<String>();
        array.forEach(each -> found.add(each.textValue()));
        return found;
    }
}
