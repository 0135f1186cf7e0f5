package dev.hanse.kinds;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hanse.machinery.object.KubeObject;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/// Fills the cells of built-in kinds' tables. Immutable and thread-safe.
public final class Printers {
    private final Map<String, Function<JsonNode, JsonNode>> computed;

    /// @param clock what ages are measured against
    public Printers(InstantSource clock) {
        var ages = new Ages(clock);
        var all = new HashMap<String, Function<JsonNode, JsonNode>>();
        all.putAll(ControlPlanePrinters.all(ages));
        all.putAll(WorkloadPrinters.all(ages));
        all.putAll(NetworkPrinters.all());
        all.putAll(PodPrinters.all(ages));
        this.computed = Map.copyOf(all);
    }

    /// What fills the cells of a column: a string, number, boolean or null node per object.
    ///
    /// @throws IllegalStateException if the column names a printer that does not exist
    public Function<KubeObject, JsonNode> cell(Column column) {
        return switch (column.cell()) {
            case Column.Cell.Field field -> {
                var pointer = JsonPointer.compile(field.jsonPath().replace('.', '/'));
                // In Go an empty string and none are the same.
                var missing =
                        field.missing().isNull() && column.type().equals("string")
                                ? TextNode.valueOf("")
                                : field.missing();
                yield object -> {
                    var found = object.json().at(pointer);
                    boolean empty = found.isTextual() && found.textValue().isEmpty();
                    return found.isMissingNode() || found.isNull() || empty ? missing : found;
                };
            }
            case Column.Cell.Computed(var name) -> {
                var printer = computed.get(name);
                if (printer == null) {
                    throw new IllegalStateException("no printer " + name);
                }
                yield object -> printer.apply(object.json());
            }
        };
    }
}
