package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.hanse.machinery.apply.FieldManager.Operation;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The content of `metadata.managedFields`. Not thread-safe.
final class ManagedFields {

    /// What one manager manages.
    ///
    /// @param apiVersion at which it was last written
    /// @param time when the manager last changed something, if known
    record Entry(String apiVersion, FieldSet fields, @Nullable Instant time) {

        Entry withFields(FieldSet replacement) {
            return new Entry(apiVersion, replacement, time);
        }

        private long seconds() {
            return time == null ? 0 : time.getEpochSecond();
        }
    }

    /// Updaters beyond this number are merged, the oldest first.
    private static final int MAXIMUM_UPDATERS = 10;

    private static final String MERGED_UPDATERS = "ancient-changes";

    private static final Comparator<Map.Entry<FieldManager, Entry>> BY_AGE =
            Comparator.<Map.Entry<FieldManager, Entry>>comparingLong(
                            each -> each.getValue().seconds())
                    .thenComparing(Map.Entry::getKey);

    private final SortedMap<FieldManager, Entry> entries = new TreeMap<>();

    /// Reads `metadata.managedFields`.
    ///
    /// @throws IllegalArgumentException if that is not valid
    static ManagedFields decode(JsonNode json) {
        var managed = new ManagedFields();
        for (int i = 0; i < json.size(); i++) {
            managed.decodeEntry(json.get(i), i);
        }
        return managed;
    }

    private void decodeEntry(JsonNode json, int index) {
        var operation = json.path("operation").asText();
        var apiVersion = json.path("apiVersion").asText();
        var fieldsType = json.path("fieldsType").asText();
        if (!operation.equals("Apply") && !operation.equals("Update")) {
            throw new IllegalArgumentException("operation must be `Apply` or `Update`");
        }
        if (apiVersion.isEmpty()) {
            throw new IllegalArgumentException("apiVersion must not be empty");
        }
        if (fieldsType.isEmpty()) {
            throw new IllegalArgumentException(
                    "missing fieldsType in managed fields entry " + index);
        }
        if (!fieldsType.equals("FieldsV1")) {
            throw new IllegalArgumentException(
                    "invalid fieldsType \"" + fieldsType + "\" in managed fields entry " + index);
        }
        var manager =
                new FieldManager(
                        Operation.valueOf(operation),
                        json.path("manager").asText(),
                        operation.equals("Apply") ? "" : apiVersion,
                        json.path("subresource").asText());
        var fields = FieldsV1.decode(json.path("fieldsV1"));
        entries.put(manager, new Entry(apiVersion, fields, time(json.path("time"))));
    }

    private static @Nullable Instant time(JsonNode json) {
        try {
            return json.isTextual() ? Instant.parse(json.textValue()) : null;
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("time must be RFC 3339", e);
        }
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    @Nullable Entry get(FieldManager manager) {
        return entries.get(manager);
    }

    SortedMap<FieldManager, Entry> entries() {
        return Collections.unmodifiableSortedMap(entries);
    }

    /// Sets an entry; one without fields is dropped.
    void put(FieldManager manager, Entry entry) {
        if (entry.fields().isEmpty()) {
            entries.remove(manager);
        } else {
            entries.put(manager, entry);
        }
    }

    void remove(FieldManager manager) {
        entries.remove(manager);
    }

    /// Changes the fields of every manager; those left without any are dropped.
    void changeAll(UnaryOperator<FieldSet> change) {
        entries.replaceAll((_, entry) -> entry.withFields(change.apply(entry.fields())));
        entries.values().removeIf(entry -> entry.fields().isEmpty());
    }

    /// Everything that anyone manages.
    FieldSet all() {
        return entries.values().stream()
                .map(Entry::fields)
                .reduce(FieldSet.empty(), FieldSet::union);
    }

    ManagedFields copy() {
        var copy = new ManagedFields();
        copy.entries.putAll(entries);
        return copy;
    }

    /// Merges the oldest updaters of each version until there are few enough.
    void capUpdaters() {
        var updaters =
                entries.entrySet().stream()
                        .filter(each -> each.getKey().operation() == Operation.Update)
                        .map(each -> Map.entry(each.getKey(), each.getValue()))
                        .sorted(BY_AGE)
                        .toList();
        int left = updaters.size();
        var firsts = new TreeMap<String, FieldManager>();
        for (var updater : updaters) {
            if (left <= MAXIMUM_UPDATERS) {
                return;
            }
            var version = updater.getKey().apiVersion();
            var first = firsts.putIfAbsent(version, updater.getKey());
            if (first == null) {
                continue;
            }
            var bucket = FieldManager.updater(MERGED_UPDATERS, version, "");
            var merged = entries.get(bucket);
            if (merged == null) {
                merged = entries.remove(first);
            }
            var old = updater.getValue();
            entries.remove(updater.getKey());
            var fields = merged == null ? old.fields() : old.fields().union(merged.fields());
            entries.put(bucket, new Entry(version, fields, old.time()));
            left--;
        }
    }

    /// The list as Kubernetes writes it: appliers first, then by time, name, version, subresource.
    ArrayNode encode() {
        var json = JsonNodeFactory.instance.arrayNode();
        entries.entrySet().stream()
                .sorted(
                        Comparator.<Map.Entry<FieldManager, Entry>, Operation>comparing(
                                        each -> each.getKey().operation())
                                .thenComparingLong(each -> each.getValue().seconds())
                                .thenComparing(each -> each.getKey().name())
                                .thenComparing(each -> each.getValue().apiVersion())
                                .thenComparing(each -> each.getKey().subresource()))
                .forEach(each -> encode(json, each.getKey(), each.getValue()));
        return json;
    }

    private static void encode(ArrayNode list, FieldManager manager, Entry entry) {
        var json = list.addObject();
        json.put("manager", manager.name());
        json.put("operation", manager.operation().name());
        json.put("apiVersion", entry.apiVersion());
        if (entry.time() != null) {
            json.put("time", entry.time().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        json.put("fieldsType", "FieldsV1");
        json.set("fieldsV1", FieldsV1.encode(entry.fields()));
        if (!manager.subresource().isEmpty()) {
            json.put("subresource", manager.subresource());
        }
    }
}
