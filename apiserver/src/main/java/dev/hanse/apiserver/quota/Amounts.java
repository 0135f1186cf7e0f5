package dev.hanse.apiserver.quota;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.Quantity;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/// How much of what: Kubernetes' ResourceList, in the order in which it is shown.
public record Amounts(SortedMap<String, Quantity> byName) {

    static final Amounts NONE = new Amounts(new TreeMap<>());

    /// @param list as in `status.used`; what is no quantity is left out
    static Amounts of(JsonNode list) {
        var amounts = new TreeMap<String, Quantity>();
        list.properties()
                .forEach(
                        each ->
                                Quantity.parse(each.getValue().asText())
                                        .ifPresent(value -> amounts.put(each.getKey(), value)));
        return new Amounts(amounts);
    }

    Amounts plus(Amounts other) {
        return merged(other, Quantity::plus);
    }

    Amounts max(Amounts other) {
        return merged(other, Quantity::max);
    }

    private Amounts merged(Amounts other, BinaryOperator<Quantity> merge) {
        var amounts = new TreeMap<>(byName);
        other.byName.forEach((name, value) -> amounts.merge(name, value, merge));
        return new Amounts(amounts);
    }

    Amounts minus(Amounts other) {
        var amounts = new TreeMap<>(byName);
        other.byName.forEach(
                (name, value) ->
                        amounts.put(name, amounts.getOrDefault(name, Quantity.ZERO).minus(value)));
        return new Amounts(amounts);
    }

    Amounts only(Collection<String> names) {
        var amounts = new TreeMap<>(byName);
        amounts.keySet().retainAll(names);
        return new Amounts(amounts);
    }

    Amounts withoutZeros() {
        var amounts = new TreeMap<>(byName);
        amounts.values().removeIf(each -> each.signum() == 0);
        return new Amounts(amounts);
    }

    Amounts notNegative() {
        var amounts = new TreeMap<>(byName);
        amounts.replaceAll((_, value) -> value.max(Quantity.ZERO));
        return new Amounts(amounts);
    }

    boolean isEmpty() {
        return byName.isEmpty();
    }

    Quantity get(String name) {
        return byName.getOrDefault(name, Quantity.ZERO);
    }

    public ObjectNode toJson() {
        var json = JsonNodeFactory.instance.objectNode();
        byName.forEach((name, value) -> json.put(name, value.toString()));
        return json;
    }

    /// As refusals show it.
    @Override
    public String toString() {
        return byName.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .collect(Collectors.joining(","));
    }
}
