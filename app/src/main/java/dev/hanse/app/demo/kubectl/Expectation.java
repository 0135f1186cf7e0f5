package dev.hanse.app.demo.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.schema.JsonPath;

/// What `wait --for` waits for: `condition=Ready` or `jsonpath={.status.phase}=Ready`.
record Expectation(JsonPath path, String value) {

    private static final String CONDITION = "condition=";
    private static final String JSONPATH = "jsonpath=";

    static Expectation parse(String text) {
        if (text.startsWith(CONDITION)) {
            var type = text.substring(CONDITION.length());
            return new Expectation(
                    JsonPath.parse("{.status.conditions[?(@.type==\"" + type + "\")].status}"),
                    "True");
        }
        int brace = text.lastIndexOf("}=");
        if (!text.startsWith(JSONPATH) || brace < 0) {
            throw new CommandFailedException("error: unrecognized condition: \"" + text + "\"");
        }
        return new Expectation(
                JsonPath.parse(text.substring(JSONPATH.length(), brace + 1)),
                text.substring(brace + 2));
    }

    boolean isMetBy(JsonNode object) {
        var found = path.find(object);
        return found.size() == 1 && found.getFirst().asText().equals(value);
    }
}
