package dev.hanse.kinds.protobuf;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.hanse.kinds.protobuf.MessagePlan.Leaf;
import dev.hanse.machinery.object.Quantity;
import java.util.ArrayList;

/// The form that an object of a built-in kind has after it went through Kubernetes' Go types: no
/// zeros where Go cannot tell them from nothing, and something wherever Go holds a struct or a
/// number by value and always writes it. Clients see it in every answer, and field ownership is
/// told in it.
///
/// The messages know which is which. Thread-safe.
public final class TypedForm {

    private static final String QUANTITY = "k8s.io.apimachinery.pkg.api.resource.Quantity";

    private TypedForm() {}

    /// Takes away what decoding loses; before defaults are filled in, for they replace zeros.
    public static void omitZeros(ObjectNode object) {
        BuiltTable.get()
                .message(object.path("apiVersion").asText(), object.path("kind").asText())
                .ifPresent(message -> omit(message, object));
    }

    private static void omit(String message, ObjectNode object) {
        var plan = plan(message);
        var zeros = new ArrayList<String>(0);
        for (var member : object.properties()) {
            var leaf = plan.leaf(member.getKey());
            if (leaf == null) {
                continue;
            }
            var value = member.getValue();
            if (!leaf.field().keepsZero() && (Scalars.isZero(value) || isEmpty(leaf, value))) {
                zeros.add(member.getKey());
            } else if (leaf.field().message().equals(QUANTITY)) {
                member.setValue(canonical(value));
            } else if (leaf.field().type() == MessageField.Type.MESSAGE) {
                values(leaf, value, (child) -> omit(leaf.field().message(), child));
            }
        }
        object.remove(zeros);
    }

    private static boolean isEmpty(Leaf leaf, JsonNode value) {
        return switch (leaf.field().shape()) {
            case LIST, MAP -> value.isContainerNode() && value.isEmpty();
            case ONE, INLINE -> false;
        };
    }

    /// A quantity, or a map or list of them, as Kubernetes writes it.
    private static JsonNode canonical(JsonNode value) {
        return switch (value) {
            case ObjectNode map -> {
                map.properties().forEach(each -> each.setValue(canonical(each.getValue())));
                yield map;
            }
            case ArrayNode list -> {
                for (int i = 0; i < list.size(); i++) {
                    list.set(i, canonical(list.get(i)));
                }
                yield list;
            }
            case JsonNode scalar when scalar.isTextual() || scalar.isNumber() ->
                    Quantity.parse(scalar.asText().strip())
                            .<JsonNode>map(each -> TextNode.valueOf(each.toString()))
                            .orElse(scalar);
            default -> value;
        };
    }

    /// Adds what encoding adds; after defaults are filled in.
    public static void addStructs(ObjectNode object) {
        var message =
                BuiltTable.get()
                        .message(object.path("apiVersion").asText(), object.path("kind").asText());
        if (message.isPresent()) {
            var metadata = object.remove("metadata");
            add(message.get(), object, Texts.MISSED);
            if (metadata != null) {
                object.set("metadata", metadata);
            }
        }
    }

    /// What becomes of texts that must be there and are not.
    private enum Texts {
        /// Validation is to miss them.
        MISSED,

        /// Nobody validates a status, and Go writes its texts even when they are empty.
        WRITTEN
    }

    private static void add(String message, ObjectNode object, Texts texts) {
        for (var leaf : plan(message).byName().values()) {
            var field = leaf.field();
            if (field.type() != MessageField.Type.MESSAGE) {
                addScalar(field, object, texts);
                continue;
            }
            if (field.isAlwaysWritten() && !object.has(field.name())) {
                addStruct(leaf, object);
            }
            var value = object.get(field.name());
            if (value != null && !field.message().equals(QUANTITY)) {
                var below = field.name().equals("status") ? Texts.WRITTEN : texts;
                values(leaf, value, child -> add(field.message(), child, below));
            }
        }
    }

    /// What is written whatever it is, such as the replicas of a status.
    private static void addScalar(MessageField field, ObjectNode object, Texts texts) {
        boolean written =
                switch (field.type()) {
                    case INT, DOUBLE, BOOL -> true;
                    case STRING -> texts == Texts.WRITTEN;
                    case BASE64, JSON, TIME, MICRO_TIME, INT_OR_STRING, MESSAGE -> false;
                };
        if (written
                && field.keepsZero()
                && field.isAlwaysWritten()
                && field.shape() == MessageField.Shape.ONE
                && !object.has(field.name())) {
            object.set(field.name(), Scalars.zero(field.type()));
        }
    }

    private static void addStruct(Leaf leaf, ObjectNode object) {
        if (leaf.field().message().equals(QUANTITY)) {
            object.put(leaf.field().name(), "0");
        } else if (!plan(leaf.field().message()).isTransparent()) {
            object.set(leaf.field().name(), JsonNodeFactory.instance.objectNode());
        }
    }

    private interface Step {
        void take(ObjectNode child);
    }

    /// The objects in a member: itself, its items, or the values of its entries.
    private static void values(Leaf leaf, JsonNode value, Step step) {
        if (plan(leaf.field().message()).isTransparent()) {
            return;
        }
        if (leaf.field().shape() == MessageField.Shape.ONE) {
            if (value instanceof ObjectNode child) {
                step.take(child);
            }
            return;
        }
        for (var each : value) {
            if (each instanceof ObjectNode child) {
                step.take(child);
            }
        }
    }

    private static MessagePlan plan(String message) {
        return BuiltTable.plans().plan(message);
    }
}
