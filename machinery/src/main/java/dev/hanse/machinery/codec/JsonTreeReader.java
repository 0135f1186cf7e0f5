package dev.hanse.machinery.codec;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Builds a tree from a token stream. Written by hand because Jackson's own tree reader can either
/// accept repeated fields silently or stop at the first one; Kubernetes lists them all.
final class JsonTreeReader {

    /// As many as Kubernetes reports for one document.
    private static final int MAXIMUM_DUPLICATES = 100;

    private final JsonParser parser;
    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final List<String> duplicates = new ArrayList<>();

    JsonTreeReader(JsonParser parser) {
        this.parser = parser;
    }

    Json.Parsed readDocument() throws IOException {
        parser.nextToken();
        var tree = readValue();
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "there is more after the end of the document");
        }
        return new Json.Parsed(tree, duplicates);
    }

    private JsonNode readValue() throws IOException {
        var token = parser.currentToken();
        if (token == null) {
            throw new JsonParseException(parser, "unexpected end of JSON input");
        }
        return switch (token) {
            case START_OBJECT -> readObject();
            case START_ARRAY -> readArray();
            case VALUE_STRING -> nodes.textNode(Unicode.repaired(parser.getText()));
            case VALUE_NUMBER_INT -> readInteger();
            case VALUE_NUMBER_FLOAT -> DecimalNode.valueOf(parser.getDecimalValue());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
                    throw new JsonParseException(parser, "unexpected " + token);
        };
    }

    private JsonNode readObject() throws IOException {
        var object = nodes.objectNode();
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            var value = readValue();
            @Nullable JsonNode earlier = object.replace(name, value);
            if (earlier != null && duplicates.size() < MAXIMUM_DUPLICATES) {
                duplicates.add(path());
            }
        }
        return object;
    }

    private JsonNode readArray() throws IOException {
        var array = nodes.arrayNode();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(readValue());
        }
        return array;
    }

    private JsonNode readInteger() throws IOException {
        return switch (parser.getNumberType()) {
            case INT -> nodes.numberNode(parser.getIntValue());
            case LONG -> nodes.numberNode(parser.getLongValue());
            default -> nodes.numberNode(parser.getBigIntegerValue());
        };
    }

    /// Where the parser is, in the notation of Kubernetes' field validation.
    private String path() {
        var steps = new ArrayList<String>();
        for (@Nullable JsonStreamContext at = parser.getParsingContext();
                at != null && !at.inRoot();
                at = at.getParent()) {
            steps.add(at.inArray() ? "[" + at.getCurrentIndex() + "]" : "." + at.getCurrentName());
        }
        var path = String.join("", steps.reversed());
        return path.startsWith(".") ? path.substring(1) : path;
    }
}
