package dev.hanse.machinery.schema;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A path in Kubernetes' dialect of JSONPath, as printer columns, selectable fields and kubectl use
/// it: `.spec.a['b'].c[0]`, `[*]`, `[?(@.type=="Ready")].status`, `..name`, `[0,2]`, `[-1:]`.
///
/// Immutable. What the path names but the object lacks is simply not found.
///
/// <https://kubernetes.io/docs/reference/kubectl/jsonpath/>
public final class JsonPath {

    /// Nodes that one search looks at.
    private static final int MOST_SEEN = 1_000_000;

    private final String text;
    private final List<Step> steps;

    private JsonPath(String text, List<Step> steps) {
        this.text = text;
        this.steps = List.copyOf(steps);
    }

    /// Reads a path, with or without the braces that kubectl puts around it.
    ///
    /// @throws IllegalArgumentException if it is not a path; the message says where and why
    public static JsonPath parse(String text) {
        return new JsonPath(text, new JsonPathParser(text).parse());
    }

    /// The values at the path, in the order of the document.
    public List<JsonNode> find(JsonNode root) {
        return walk(steps, root, new Visit(root));
    }

    @Override
    public String toString() {
        return text;
    }

    /// One search through a document. It ends where it has seen enough: unions and descendants
    /// multiply, and a short path can ask for more values than any memory holds.
    private static final class Visit {
        private final JsonNode root;
        private int left = MOST_SEEN;

        Visit(JsonNode root) {
            this.root = root;
        }

        boolean goesOn() {
            return left-- > 0;
        }
    }

    private static List<JsonNode> walk(List<Step> steps, JsonNode start, Visit visit) {
        var current = new ArrayList<JsonNode>();
        current.add(start);
        for (var step : steps) {
            var next = new ArrayList<JsonNode>();
            select(step, current, visit, next);
            current = next;
        }
        return current;
    }

    private static void select(Step step, List<JsonNode> from, Visit visit, List<JsonNode> found) {
        for (var node : from) {
            if (!visit.goesOn()) {
                return;
            }
            switch (step) {
                case Step.Field(var name) -> addIfPresent(node.get(name), found);
                case Step.Wildcard _ -> addChildren(node, visit, found);
                case Step.Descendants _ -> addDescendants(node, visit, found);
                case Step.Slice slice -> slice(node, slice, visit, found);
                case Step.Union(var members) ->
                        members.forEach(each -> select(each, List.of(node), visit, found));
                case Step.Filter filter -> addMatching(filter, node, visit, found);
            }
        }
    }

    private static void addMatching(
            Step.Filter filter, JsonNode node, Visit visit, List<JsonNode> found) {
        for (var each : node) {
            if (!visit.goesOn()) {
                return;
            }
            if (holds(filter, each, visit)) {
                found.add(each);
            }
        }
    }

    private static void addChildren(JsonNode node, Visit visit, List<JsonNode> found) {
        for (var each : node) {
            if (!visit.goesOn()) {
                return;
            }
            found.add(each);
        }
    }

    private static void addIfPresent(@Nullable JsonNode node, List<JsonNode> found) {
        if (node != null) {
            found.add(node);
        }
    }

    /// The node and everything below it, parents first; without recursion, documents can be deep.
    private static void addDescendants(JsonNode top, Visit visit, List<JsonNode> found) {
        var waiting = new ArrayDeque<JsonNode>();
        waiting.push(top);
        while (!waiting.isEmpty() && visit.goesOn()) {
            var node = waiting.pop();
            found.add(node);
            var children = new ArrayList<JsonNode>(node.size());
            node.forEach(children::add);
            children.reversed().forEach(waiting::push);
        }
    }

    private static void slice(JsonNode node, Step.Slice slice, Visit visit, List<JsonNode> found) {
        if (!node.isArray()) {
            return;
        }
        var size = node.size();
        if (slice.single()) {
            var index = slice.start() < 0 ? slice.start() + size : slice.start();
            addIfPresent(node.get(index), found);
            return;
        }
        var start = Math.max(0, slice.start() < 0 ? slice.start() + size : slice.start());
        var end = slice.end() == null ? size : slice.end() < 0 ? slice.end() + size : slice.end();
        // Not an int: large steps must not come back from the other side.
        for (long i = start; i < Math.min(end, size) && visit.goesOn(); i += slice.step()) {
            found.add(node.get((int) i));
        }
    }

    private static boolean holds(Step.Filter filter, JsonNode node, Visit visit) {
        var left = operand(filter.left(), node, visit);
        if (filter.operator().isEmpty()) {
            return left != null;
        }
        var right = operand(filter.right(), node, visit);
        if (left == null || right == null) {
            return false;
        }
        return switch (filter.operator()) {
            case "==" -> equal(left, right);
            case "!=" -> !equal(left, right);
            case "<" -> compare(left, right) < 0;
            case "<=" -> compare(left, right) <= 0;
            case ">" -> compare(left, right) > 0;
            default -> compare(left, right) >= 0;
        };
    }

    private static @Nullable JsonNode operand(
            Step.@Nullable Operand operand, JsonNode node, Visit visit) {
        return switch (operand) {
            case null -> null;
            case Step.Literal(var value) -> value;
            case Step.Path(var fromRoot, var steps) -> {
                var found = walk(steps, fromRoot ? visit.root : node, visit);
                yield found.isEmpty() ? null : found.getFirst();
            }
        };
    }

    private static boolean equal(JsonNode left, JsonNode right) {
        return (left.isNumber() && right.isNumber())
                ? compare(left, right) == 0
                : left.equals(right);
    }

    private static int compare(JsonNode left, JsonNode right) {
        return left.isNumber() && right.isNumber()
                ? Double.compare(left.doubleValue(), right.doubleValue())
                : left.asText().compareTo(right.asText());
    }

    /// One step from a set of nodes to the next.
    sealed interface Step {

        record Field(String name) implements Step {}

        record Wildcard() implements Step {}

        /// `..`
        record Descendants() implements Step {}

        /// `[3]`, `[1:4:2]`; negative numbers count from the end.
        ///
        /// @param single whether exactly the item at `start` is meant
        /// @param end exclusive; null for the end of the list
        record Slice(boolean single, int start, @Nullable Integer end, int step) implements Step {}

        record Union(List<Step> members) implements Step {}

        /// `[?(left operator right)]`
        ///
        /// @param operator empty when only the presence of `left` counts
        record Filter(Operand left, String operator, @Nullable Operand right) implements Step {}

        /// One side of a filter.
        sealed interface Operand {}

        record Literal(JsonNode value) implements Operand {}

        /// @param fromRoot `$` rather than `@`
        record Path(boolean fromRoot, List<Step> steps) implements Operand {}
    }
}
