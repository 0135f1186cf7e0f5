package dev.hanse.machinery.codec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;

/// Builds JSON trees from YAML events. Works on events and not on the library's node graph, because
/// that is composed recursively without a limit and resolves aliases without counting the copies.
final class YamlTreeReader {

    /// How many nodes aliases may copy into one stream; stops the "billion laughs".
    private static final int MAXIMUM_COPIED_NODES = 100_000;

    private final Iterator<Event> events;
    private final ScalarResolver resolver;
    private final JsonNodeFactory nodes = JsonNodeFactory.instance;
    private final Map<Anchor, JsonNode> anchors = new HashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private final List<String> repeatedKeys = new ArrayList<>();
    private List<String> duplicates = new ArrayList<>();
    private int copied;
    private @Nullable Event current;

    YamlTreeReader(Iterator<Event> events, ScalarResolver resolver) {
        this.events = events;
        this.resolver = resolver;
    }

    boolean hasDocument() {
        do {
            current = events.next();
        } while (current.getEventId() == Event.ID.StreamStart
                || current.getEventId() == Event.ID.DocumentEnd);
        return current.getEventId() == Event.ID.DocumentStart;
    }

    Json.Parsed readDocument() {
        anchors.clear();
        duplicates = new ArrayList<>();
        var tree = readNode(events.next());
        return new Json.Parsed(tree, duplicates);
    }

    /// Keys that were in their mapping already, in the words of Go's YAML library.
    List<String> repeatedKeys() {
        return List.copyOf(repeatedKeys);
    }

    private JsonNode readNode(Event event) {
        return switch (event) {
            case ScalarEvent scalar -> anchored(scalar.getAnchor(), readScalar(scalar));
            case SequenceStartEvent sequence -> {
                requireTag(sequence, Tag.SEQ);
                yield anchored(sequence.getAnchor(), readSequence());
            }
            case MappingStartEvent mapping -> {
                requireTag(mapping, Tag.MAP);
                yield anchored(mapping.getAnchor(), readMapping());
            }
            case AliasEvent alias -> copyOf(alias.getAlias());
            default -> throw new YamlEngineException("unexpected " + event.getEventId());
        };
    }

    private static void requireTag(CollectionStartEvent start, Tag expected) {
        var tag = start.getTag().filter(name -> !name.equals("!"));
        if (tag.isPresent() && !tag.get().equals(expected.getValue())) {
            throw new YamlEngineException("unknown tag " + tag.get());
        }
    }

    private JsonNode anchored(Optional<Anchor> anchor, JsonNode node) {
        anchor.ifPresent(name -> anchors.put(name, node));
        return node;
    }

    private JsonNode copyOf(Anchor anchor) {
        var node = anchors.get(anchor);
        if (node == null) {
            throw new YamlEngineException("unknown anchor '" + anchor + "' referenced");
        }
        countCopied(node);
        return node.deepCopy();
    }

    private void countCopied(JsonNode node) {
        if (++copied > MAXIMUM_COPIED_NODES) {
            throw new YamlEngineException("document contains excessive aliasing");
        }
        node.forEach(this::countCopied);
    }

    private JsonNode readSequence() {
        var array = nodes.arrayNode();
        for (var next = events.next();
                next.getEventId() != Event.ID.SequenceEnd;
                next = events.next()) {
            descend("[" + array.size() + "]");
            array.add(readNode(next));
            path.removeLast();
        }
        return array;
    }

    private JsonNode readMapping() {
        var object = nodes.objectNode();
        for (var next = events.next();
                next.getEventId() != Event.ID.MappingEnd;
                next = events.next()) {
            readMember(object, next);
        }
        return object;
    }

    private void readMember(ObjectNode object, Event keyEvent) {
        var key = readNode(keyEvent);
        if (!key.isValueNode()) {
            throw new YamlEngineException("a key of a mapping must be a scalar");
        }
        // Keys such as 1 or true become strings, as in Kubernetes.
        var name = key.asText();
        descend("." + name);
        var valueEvent = events.next();
        @Nullable JsonNode earlier = object.replace(name, readNode(valueEvent));
        if (earlier != null) {
            int line = valueEvent.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
            repeatedKeys.add("line " + line + ": key " + key + " already set in map");
            var where = String.join("", path);
            duplicates.add(where.startsWith(".") ? where.substring(1) : where);
        }
        path.removeLast();
    }

    private void descend(String step) {
        if (path.size() >= Json.MAXIMUM_DEPTH) {
            throw new YamlEngineException("nested deeper than " + Json.MAXIMUM_DEPTH);
        }
        path.addLast(step);
    }

    private JsonNode readScalar(ScalarEvent scalar) {
        var value = scalar.getValue();
        if (!Unicode.isWhole(value)) {
            throw new YamlEngineException("invalid Unicode character escape code");
        }
        var tag =
                scalar.getTag()
                        .filter(name -> !name.equals("!"))
                        .map(Tag::new)
                        .orElseGet(() -> resolver.resolve(value, scalar.isPlain()));
        if (tag.equals(Tag.STR)) {
            return nodes.textNode(value);
        } else if (tag.equals(Tag.NULL)) {
            return nodes.nullNode();
        } else if (tag.equals(Tag.BOOL)) {
            return nodes.booleanNode(value.equalsIgnoreCase("true"));
        } else if (tag.equals(Tag.INT)) {
            return readInteger(value);
        } else if (tag.equals(Tag.FLOAT)) {
            return readDecimal(value);
        }
        throw new YamlEngineException("unknown tag " + tag);
    }

    private JsonNode readInteger(String value) {
        BigInteger number;
        try {
            number =
                    value.startsWith("0x")
                            ? new BigInteger(value.substring(2), 16)
                            : value.startsWith("0o")
                                    ? new BigInteger(value.substring(2), 8)
                                    : new BigInteger(value);
        } catch (NumberFormatException e) {
            throw new YamlEngineException("not an integer: " + value, e);
        }
        if (number.bitLength() < Integer.SIZE) {
            return nodes.numberNode(number.intValue());
        }
        return number.bitLength() < Long.SIZE
                ? nodes.numberNode(number.longValue())
                : nodes.numberNode(number);
    }

    private JsonNode readDecimal(String value) {
        try {
            return DecimalNode.valueOf(new BigDecimal(value));
        } catch (NumberFormatException e) {
            throw new YamlEngineException("JSON has no number " + value, e);
        }
    }
}
