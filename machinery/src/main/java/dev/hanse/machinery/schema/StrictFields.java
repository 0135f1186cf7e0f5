package dev.hanse.machinery.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Unknown and repeated fields of a JSON text in the order in which they are written, as Go's
/// strict decoder lists them. What is in an unknown field is not looked at.
public final class StrictFields {

    /// As many as Kubernetes reports for one document.
    private static final int MAXIMUM = 100;

    private static final JsonFactory JSON = new JsonFactory();

    private final JsonParser parser;
    private final List<String> problems = new ArrayList<>();

    private StrictFields(JsonParser parser) {
        this.parser = parser;
    }

    /// @param json that has been parsed without a complaint before
    public static List<String> problems(byte[] json, SchemaNode schema) {
        try (var parser = JSON.createParser(json)) {
            var fields = new StrictFields(parser);
            parser.nextToken();
            fields.value(schema, FieldPath.ROOT);
            return List.copyOf(fields.problems);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void value(SchemaNode schema, FieldPath path) throws IOException {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            object(schema, path);
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            var items = schema.items();
            if (items == null) {
                parser.skipChildren();
                return;
            }
            for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
                value(items, path.index(i));
            }
        }
    }

    private void object(SchemaNode schema, FieldPath path) throws IOException {
        var seen = new HashSet<String>();
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            var child = schema.property(name);
            if (child == null && !schema.preserveUnknownFields()) {
                add("unknown", path.child(name));
            } else if (!seen.add(name)) {
                add("duplicate", path.child(name));
            }
            if (child == null) {
                parser.skipChildren();
            } else {
                value(child, path.child(name));
            }
        }
    }

    private void add(String what, FieldPath field) {
        if (problems.size() < MAXIMUM) {
            problems.add(what + " field \"" + field + "\"");
        }
    }
}
