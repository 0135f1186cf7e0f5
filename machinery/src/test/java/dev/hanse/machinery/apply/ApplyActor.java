package dev.hanse.machinery.apply;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.schema.SchemaNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One stored object and those who write it; every write happens a second after the one before.
final class ApplyActor {

    private final @Nullable SchemaNode schema;
    private @Nullable ObjectNode live;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    ApplyActor(@Nullable SchemaNode schema) {
        this.schema = schema;
    }

    static SchemaNode schema(String yaml) {
        return SchemaNode.parse(Yaml.parse(yaml));
    }

    /// Writes `v1 Thing` objects; only the rest is given.
    static ObjectNode thing(String yaml) {
        return (ObjectNode) Yaml.parse("apiVersion: v1\nkind: Thing\n" + yaml);
    }

    void apply(String manager, String yaml) {
        apply(manager, yaml, false, "");
    }

    void force(String manager, String yaml) {
        apply(manager, yaml, true, "");
    }

    void applyStatus(String manager, String yaml) {
        apply(manager, yaml, false, "status");
    }

    private void apply(String manager, String yaml, boolean force, String subresource) {
        tick();
        var ignored = subresource.isEmpty() ? Set.of("status") : Set.of("metadata", "spec");
        var options = new ApplyOptions(manager, force, "v1", subresource, now, ignored);
        live = FieldManagers.apply(schema, live, thing(yaml), options);
    }

    void update(String manager, String yaml) {
        tick();
        var updated = thing(yaml);
        FieldManagers.update(
                schema, live, updated, new UpdateOptions(manager, "v1", "", now, Set.of("status")));
        live = updated;
    }

    void updateStatus(String manager, String yaml) {
        tick();
        var updated = thing(yaml);
        FieldManagers.update(
                schema,
                live,
                updated,
                new UpdateOptions(manager, "v1", "status", now, Set.of("metadata", "spec")));
        live = updated;
    }

    ObjectNode object() {
        return live == null ? thing("{}") : live;
    }

    /// The object without managedFields.
    JsonNode content() {
        var copy = object().deepCopy();
        if (copy.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
            if (metadata.isEmpty()) {
                copy.remove("metadata");
            }
        }
        return copy;
    }

    /// The fields of a manager, one path a line; empty when it has none.
    String fields(String manager) {
        for (var entry : managedFields()) {
            if (entry.path("manager").asText().equals(manager)) {
                return FieldsV1.decode(entry.path("fieldsV1")).toString();
            }
        }
        return "";
    }

    String time(String manager) {
        for (var entry : managedFields()) {
            if (entry.path("manager").asText().equals(manager)) {
                return entry.path("time").asText();
            }
        }
        return "";
    }

    JsonNode managedFields() {
        return object().path("metadata").path("managedFields");
    }

    private void tick() {
        now = now.plus(Duration.ofSeconds(1));
    }
}
