package dev.hanse.machinery.schema;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// Which fields a schema has defaults for, as one number. An object that was given the defaults of
/// one schema lacks none of another's of the same number, whatever else the two say; what the
/// default values are does not matter, because what is there is never replaced.
final class DefaultedFields {

    private DefaultedFields() {}

    /// 0 when there are no defaults.
    static int of(SchemaNode root) {
        var text = below(root);
        if (text.isEmpty()) {
            return 0;
        }
        // Whoever makes two schemas collide on purpose hides defaults from nobody else.
        var checksum = new CRC32C();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        int number = (int) checksum.getValue();
        return number == 0 ? 1 : number;
    }

    /// Empty when there are no defaults at or below `node`.
    private static String at(SchemaNode node) {
        var standard = node.defaultValue();
        var own = standard == null || standard.isNull() ? "" : node.nullable() ? "?" : "=";
        return own + below(node);
    }

    private static String below(SchemaNode node) {
        var text = new StringBuilder();
        for (var each : new TreeMap<>(node.properties()).entrySet()) {
            append(text, quoted(each.getKey()), each.getValue());
        }
        if (node.items() != null) {
            append(text, "[]", node.items());
        }
        if (node.additionalProperties() != null) {
            append(text, "*", node.additionalProperties());
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String name, SchemaNode child) {
        var inside = at(child);
        if (!inside.isEmpty()) {
            text.append(name).append('{').append(inside).append('}');
        }
    }

    private static String quoted(String name) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(name)) + '"';
    }
}
