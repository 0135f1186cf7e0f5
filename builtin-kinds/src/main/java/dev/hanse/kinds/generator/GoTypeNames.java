package dev.hanse.kinds.generator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The names of the Go types of fields, from `go-types.yaml`. One of a field that does not exist
/// fails the build, as everything of the overlay does.
final class GoTypeNames {

    /// What the decoder has to know and nobody else.
    static final String KEYWORD = "x-hanse-go-type";

    /// The Go type that is embedded where the field is, which the decoder mentions.
    static final String EMBEDDED = "x-hanse-go-embedded";

    private static final String ELEMENT = "[]";

    private final Map<String, String> names;
    private final Set<String> used = new HashSet<>();

    private GoTypeNames(Map<String, String> names) {
        this.names = names;
    }

    static GoTypeNames read(Path file) throws IOException {
        var names = new TreeMap<String, String>();
        for (var group : OverlayYaml.read(file).properties()) {
            for (var message : group.getValue().properties()) {
                for (var field : message.getValue().properties()) {
                    names.put(
                            group.getKey() + "." + message.getKey() + "." + field.getKey(),
                            field.getValue().textValue());
                }
            }
        }
        return new GoTypeNames(names);
    }

    /// Adds the names to the schema of a field.
    ///
    /// @param path of the field, with its message
    void apply(String path, ObjectNode schema) {
        name(path, schema);
        for (var inner : List.of("items", "additionalProperties")) {
            if (schema.get(inner) instanceof ObjectNode element) {
                name(path + ELEMENT, element);
            }
        }
    }

    private void name(String path, ObjectNode schema) {
        var name = names.get(path);
        if (name != null) {
            used.add(path);
            schema.put(KEYWORD, name);
        }
    }

    void requireAllUsed() {
        var unused = new TreeSet<>(names.keySet());
        unused.removeAll(used);
        if (!unused.isEmpty()) {
            throw new IllegalStateException("no kind has the fields " + unused);
        }
    }
}
