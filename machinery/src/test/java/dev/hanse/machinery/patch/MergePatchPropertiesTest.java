package dev.hanse.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.JsonOrder;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// What RFC 7386 promises about any document. The repetition's number is the seed.
class MergePatchPropertiesTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] NAMES = {"a", "b", "c", "d"};

    @RepeatedTest(300)
    void aPatchThatIsTheDifferenceMakesOneDocumentTheOther(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var document = object(random, 3, false);
        var wanted = object(random, 3, false);

        var result = MergePatch.apply(document, difference(document, wanted));

        assertThat(JsonOrder.equal(result, wanted)).as(result + " and " + wanted).isTrue();
    }

    @RepeatedTest(300)
    void patchingTwiceIsPatchingOnce(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var document = object(random, 3, true);
        var before = document.deepCopy();
        var patch = value(random, 3, true);

        var once = MergePatch.apply(document, patch);

        assertThat(MergePatch.apply(once, patch)).isEqualTo(once);
        assertThat(document).as("the argument").isEqualTo(before);
    }

    @RepeatedTest(300)
    void whatAPatchDoesNotMentionStays(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var document = object(random, 3, true);
        var patch = object(random, 3, true);

        var result = MergePatch.apply(document, patch);

        for (var name : NAMES) {
            var said = patch.get(name);
            if (said == null) {
                assertThat(result.get(name)).isEqualTo(document.get(name));
            } else if (said.isNull()) {
                assertThat(result.has(name)).isFalse();
            } else if (!said.isObject()) {
                assertThat(result.get(name)).isEqualTo(said);
            }
        }
    }

    /// The smallest merge patch, for documents without nulls.
    private static JsonNode difference(ObjectNode from, ObjectNode to) {
        var patch = NODES.objectNode();
        from.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!to.has(name)) {
                                patch.putNull(name);
                            }
                        });
        for (var field : to.properties()) {
            var old = from.get(field.getKey());
            if (old instanceof ObjectNode before && field.getValue() instanceof ObjectNode after) {
                patch.set(field.getKey(), difference(before, after));
            } else if (!field.getValue().equals(old)) {
                patch.set(field.getKey(), field.getValue());
            }
        }
        return patch;
    }

    private static ObjectNode object(Random random, int depth, boolean nulls) {
        var object = NODES.objectNode();
        for (var name : NAMES) {
            if (random.nextBoolean()) {
                object.set(name, value(random, depth - 1, nulls));
            }
        }
        return object;
    }

    private static JsonNode value(Random random, int depth, boolean nulls) {
        return switch (random.nextInt(depth > 0 ? 7 : 4)) {
            case 0 -> NODES.numberNode(random.nextInt(3));
            case 1 -> NODES.textNode(NAMES[random.nextInt(NAMES.length)]);
            case 2 -> NODES.booleanNode(random.nextBoolean());
            case 3 -> nulls ? NODES.nullNode() : NODES.numberNode(1.5);
            case 4 -> NODES.arrayNode().add(value(random, depth - 1, nulls));
            default -> object(random, depth, nulls);
        };
    }
}
