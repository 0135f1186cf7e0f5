package dev.hanse.kinds.generator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// A list of fields from the overlay: a fact about Kubernetes' Go types that neither the client's
/// messages nor its models tell.
///
/// As with other facts, one about a field that does not exist fails the build.
final class FieldList {
    private final Set<String> fields;
    private final Set<String> used = new HashSet<>();

    private FieldList(Set<String> fields) {
        this.fields = fields;
    }

    static FieldList read(Path file) throws IOException {
        var fields = new TreeSet<String>();
        for (var group : OverlayYaml.read(file).properties()) {
            for (var message : group.getValue().properties()) {
                var prefix = group.getKey() + "." + message.getKey() + ".";
                message.getValue().forEach(field -> fields.add(prefix + field.textValue()));
            }
        }
        return new FieldList(fields);
    }

    /// @param message the full name of a message
    /// @param field its name in JSON
    boolean contains(String message, String field) {
        var path = message + "." + field;
        used.add(path);
        return fields.contains(path);
    }

    void requireAllUsed() {
        var unused = new TreeSet<>(fields);
        unused.removeAll(used);
        if (!unused.isEmpty()) {
            throw new IllegalStateException("no kind has the fields " + unused);
        }
    }
}
