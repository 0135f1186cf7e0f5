package dev.hanse.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.GZIPInputStream;

/// The schemas the build derived: one file per group version, each read at most once.
///
/// Thread-safe: a file's definitions are complete before anybody sees them.
final class SchemaFiles {
    private static final String METADATA = "metadata";

    private final ConcurrentMap<String, Map<String, JsonNode>> files = new ConcurrentHashMap<>();

    SchemaSource source(String file, String definition) {
        return () -> {
            var metadata = files.computeIfAbsent(METADATA, each -> read(each, Map.of()));
            var schema = files.computeIfAbsent(file, each -> read(each, metadata)).get(definition);
            if (schema == null) {
                throw new IllegalStateException("no " + definition + " in " + file);
            }
            return schema;
        };
    }

    private static Map<String, JsonNode> read(String file, Map<String, JsonNode> others) {
        var name = "schemas/" + file + ".json.gz";
        try (var packed = SchemaFiles.class.getResourceAsStream(name)) {
            if (packed == null) {
                throw new IllegalStateException("the build did not write " + name);
            }
            var definitions = (ObjectNode) new ObjectMapper().readTree(new GZIPInputStream(packed));
            return new References(definitions, others).resolveAll();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Puts definitions in the place of references. A definition that is used often is one tree
    /// with many parents.
    private static final class References {
        private final ObjectNode definitions;
        private final Map<String, JsonNode> resolved;

        References(ObjectNode definitions, Map<String, JsonNode> others) {
            this.definitions = definitions;
            this.resolved = new HashMap<>(others);
        }

        Map<String, JsonNode> resolveAll() {
            for (var name : definitions.properties()) {
                definition(name.getKey());
            }
            return Map.copyOf(resolved);
        }

        private JsonNode definition(String name) {
            var known = resolved.get(name);
            if (known == null) {
                known = resolve(definitions.required(name));
                resolved.put(name, known);
            }
            return known;
        }

        private JsonNode resolve(JsonNode schema) {
            if (!(schema instanceof ObjectNode node)) {
                return schema;
            }
            for (var keyword : new String[] {"items", "additionalProperties"}) {
                if (node.has(keyword)) {
                    node.set(keyword, resolve(node.get(keyword)));
                }
            }
            if (node.get("properties") instanceof ObjectNode properties) {
                new ArrayList<>(properties.properties())
                        .forEach(each -> properties.set(each.getKey(), resolve(each.getValue())));
            }
            return node.has("$ref") ? specialized(node) : node;
        }

        /// What is said beside a reference (a description, a default) wins over the definition.
        private JsonNode specialized(ObjectNode reference) {
            var target = (ObjectNode) definition(reference.remove("$ref").textValue());
            if (reference.isEmpty()) {
                return target;
            }
            var copy = target.objectNode();
            copy.setAll(target);
            copy.setAll(reference);
            return copy;
        }
    }
}
