package dev.hanse.app.demo.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.schema.JsonPath;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// `-o jsonpath=…`: text with expressions in braces, among them `{range …}…{end}` and quoted text.
///
/// <https://kubernetes.io/docs/reference/kubectl/jsonpath/>
record JsonPathTemplate(List<Part> parts) {

    private static final String RANGE = "range ";

    JsonPathTemplate {
        parts = List.copyOf(parts);
    }

    /// A piece of a template.
    sealed interface Part {

        record Text(String text) implements Part {}

        record Values(JsonPath path) implements Part {}

        record Each(JsonPath path, JsonPathTemplate body) implements Part {}
    }

    static JsonPathTemplate parse(String text) {
        return new Reader(text).template(false);
    }

    String render(JsonNode root) {
        var text = new StringBuilder();
        for (var part : parts) {
            switch (part) {
                case Part.Text(var words) -> text.append(words);
                case Part.Values(var path) ->
                        text.append(
                                path.find(root).stream()
                                        .map(JsonPathTemplate::text)
                                        .collect(Collectors.joining(" ")));
                case Part.Each(var path, var body) ->
                        path.find(root).forEach(each -> text.append(body.render(each)));
            }
        }
        return text.toString();
    }

    private static String text(JsonNode value) {
        return value.isContainerNode() ? value.toString() : value.asText();
    }

    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        JsonPathTemplate template(boolean inRange) {
            var parts = new ArrayList<Part>();
            while (at < text.length()) {
                if (text.charAt(at) != '{') {
                    parts.add(new Part.Text(plain()));
                    continue;
                }
                var expression = expression();
                if (expression.equals("end")) {
                    if (!inRange) {
                        throw problem("not in range, nothing to end");
                    }
                    return new JsonPathTemplate(parts);
                }
                parts.add(part(expression));
            }
            if (inRange) {
                throw problem("unclosed range");
            }
            return new JsonPathTemplate(parts);
        }

        private Part part(String expression) {
            if (expression.startsWith(RANGE)) {
                var path = path(expression.substring(RANGE.length()));
                return new Part.Each(path, template(true));
            }
            if (expression.startsWith("\"")) {
                return new Part.Text(
                        expression.substring(1, expression.length() - 1).translateEscapes());
            }
            return new Part.Values(path(expression));
        }

        private JsonPath path(String expression) {
            try {
                return JsonPath.parse("{" + expression + "}");
            } catch (IllegalArgumentException e) {
                throw problem(String.valueOf(e.getMessage()));
            }
        }

        private String plain() {
            int start = at;
            int brace = text.indexOf('{', at);
            at = brace < 0 ? text.length() : brace;
            return text.substring(start, at);
        }

        /// What is between the braces; a brace within quotes does not close.
        private String expression() {
            int start = at + 1;
            char quote = 0;
            for (int i = start; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '\\') {
                    i++;
                } else if (quote != 0) {
                    quote = c == quote ? 0 : quote;
                } else if (c == '"' || c == '\'') {
                    quote = c;
                } else if (c == '}') {
                    at = i + 1;
                    return text.substring(start, i).strip();
                }
            }
            throw problem("unclosed action");
        }

        private CommandFailedException problem(String why) {
            return new CommandFailedException("error: error parsing jsonpath " + text + ", " + why);
        }
    }
}
