package dev.hanse.syncer.transform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/// Compares what is wanted with what is there, so that nothing is written that changes nothing.
public final class Difference {

    private Difference() {}

    /// Whether everything `wanted` says is so in `live`, which may say more in objects (defaults,
    /// fields of others) and have conditions of other types, but no more items in other lists.
    public static boolean contains(JsonNode live, JsonNode wanted) {
        if (wanted.isObject()) {
            return wanted.properties().stream()
                    .allMatch(
                            field ->
                                    field.getKey().equals("conditions")
                                            ? containsConditions(
                                                    live.path("conditions"), field.getValue())
                                            : contains(
                                                    live.path(field.getKey()), field.getValue()));
        }
        if (wanted.isArray()) {
            return live.size() == wanted.size()
                    && IntStream.range(0, wanted.size())
                            .allMatch(i -> contains(live.path(i), wanted.path(i)));
        }
        return live.equals(wanted);
    }

    private static boolean containsConditions(JsonNode live, JsonNode wanted) {
        return StreamSupport.stream(wanted.spliterator(), false)
                .allMatch(
                        each ->
                                StreamSupport.stream(live.spliterator(), false)
                                        .anyMatch(
                                                other ->
                                                        other.path("type").equals(each.path("type"))
                                                                && contains(other, each)));
    }
}
