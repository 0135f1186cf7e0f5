package dev.hanse.apiserver.crd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hanse.apiserver.catalog.Column;
import dev.hanse.machinery.object.HumanDuration;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.schema.JsonPath;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The printed columns of custom resources: the name, then `additionalPrinterColumns` or the age.
final class CustomColumns {

    private static final Column NAME =
            new Column(
                    "Name",
                    "string",
                    "name",
                    "The name, unique for the resource within its namespace.",
                    0,
                    object -> TextNode.valueOf(object.name()));

    private final Clock clock;

    CustomColumns(Clock clock) {
        this.clock = clock;
    }

    /// As in Kubernetes, columns of which one cannot be read are not shown at all.
    ///
    /// @param declared `additionalPrinterColumns`, or a missing node
    List<Column> of(JsonNode declared) {
        if (declared.isEmpty()) {
            return List.of(NAME, age());
        }
        var columns = new ArrayList<Column>();
        columns.add(NAME);
        try {
            declared.forEach(each -> columns.add(column(each)));
            return columns;
        } catch (IllegalArgumentException _) {
            return List.of(NAME, age());
        }
    }

    private Column age() {
        return new Column(
                "Age",
                "date",
                "",
                "How long ago the object was created.",
                0,
                cell(".metadata.creationTimestamp", "date"));
    }

    private Column column(JsonNode declared) {
        var path = declared.path("jsonPath").asText();
        var type = declared.path("type").asText();
        var description = declared.path("description").asText();
        return new Column(
                declared.path("name").asText(),
                type,
                declared.path("format").asText(),
                description.isEmpty()
                        ? "Custom resource definition column (in JSONPath format): " + path
                        : description,
                declared.path("priority").asInt(),
                cell(path, type));
    }

    private Function<KubeObject, JsonNode> cell(String path, String type) {
        var parsed = JsonPath.parse(path);
        return object -> {
            var found = parsed.find(object.json());
            return found.isEmpty() ? NullNode.instance : printed(found.getFirst(), type);
        };
    }

    /// The value as a cell of the column's type; what does not fit the type is not shown.
    private JsonNode printed(JsonNode value, String type) {
        if (value.isNull()) {
            return NullNode.instance;
        }
        return switch (type) {
            case "string" ->
                    TextNode.valueOf(value.isTextual() ? value.asText() : value.toString());
            case "integer" ->
                    value.isNumber() ? LongNode.valueOf(value.asLong()) : NullNode.instance;
            case "number" ->
                    value.isNumber() ? DoubleNode.valueOf(value.asDouble()) : NullNode.instance;
            case "boolean" ->
                    value.isBoolean()
                            ? BooleanNode.valueOf(value.booleanValue())
                            : NullNode.instance;
            case "date" ->
                    value.isTextual() ? TextNode.valueOf(age(value.asText())) : NullNode.instance;
            default -> NullNode.instance;
        };
    }

    private String age(String timestamp) {
        try {
            return HumanDuration.between(Instant.parse(timestamp), clock.instant());
        } catch (DateTimeParseException e) {
            return "<invalid>";
        }
    }
}
