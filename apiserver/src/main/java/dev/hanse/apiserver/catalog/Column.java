package dev.hanse.apiserver.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.object.KubeObject;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A column that the server prints, as in `meta/v1 TableColumnDefinition`.
///
/// @param cell the value of the column for an object: a string, number, boolean or null node
public record Column(
        String name,
        String type,
        String format,
        String description,
        int priority,
        Function<KubeObject, JsonNode> cell) {

    /// The same column of objects that are in another form.
    ///
    /// @param form makes of one what [#cell] takes
    public Column of(UnaryOperator<KubeObject> form) {
        return new Column(
                name, type, format, description, priority, each -> cell.apply(form.apply(each)));
    }
}
