package dev.hanse.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.JsonOrder;
import dev.hanse.machinery.schema.SchemaNode;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// What holds for any sequence of writes. The repetition's number is the seed.
class ApplyPropertiesTest {

    private static final SchemaNode SCHEMA =
            ApplyActor.schema(
                    """
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          a: {type: integer}
                          b: {type: integer}
                          set: {type: array, x-kubernetes-list-type: set, items: {type: integer}}
                          map:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [k]
                            items:
                              type: object
                              properties: {k: {type: integer}, v: {type: integer}}
                          keys: {type: object, additionalProperties: {type: integer}}
                          atom: {type: object, x-kubernetes-map-type: atomic,
                            additionalProperties: {type: integer}}
                    """);

    @RepeatedTest(150)
    void applyingTwiceIsApplyingOnce(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var live = history(random);
        var configuration = configuration(random);

        var once = apply(live, "a", configuration, 100);
        var twice = apply(once, "a", configuration, 200);

        assertThat(twice).isEqualTo(once);
    }

    @RepeatedTest(150)
    void whatIsAppliedIsThereAfterwards(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var live = history(random);
        var configuration = configuration(random);

        var result = apply(live, "a", configuration, 100);

        var schema = MergeSchema.ofObject(SCHEMA);
        var comparison = Comparison.of(schema, configuration, result);
        var said = ValueFields.of(schema, configuration);
        assertThat(said.intersection(comparison.modified()).paths()).isEmpty();
        assertThat(said.intersection(comparison.removed()).paths()).isEmpty();
    }

    @RepeatedTest(150)
    void onlyFieldsThatAreThereHaveOwners(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());

        var result = apply(history(random), "a", configuration(random), 100);

        var schema = MergeSchema.ofObject(SCHEMA);
        var there = ValueFields.withNamedFields(schema, ValueFields.of(schema, result));
        for (var entry : result.path("metadata").path("managedFields")) {
            var owned = FieldsV1.decode(entry.path("fieldsV1"));
            assertThat(owned.difference(there).paths()).as(entry.toString()).isEmpty();
            assertThat(FieldsV1.encode(owned)).isEqualTo(entry.path("fieldsV1"));
        }
    }

    @RepeatedTest(150)
    void whatOthersOwnSurvivesAnApplyWithoutForce(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var live = apply(history(random), "other", configuration(random), 100);
        var kept = apply(live, "a", thing(), 200);

        var schema = MergeSchema.ofObject(SCHEMA);
        var others = FieldSet.empty();
        for (var entry : live.path("metadata").path("managedFields")) {
            if (!entry.path("manager").asText().equals("a")) {
                others = others.union(FieldsV1.decode(entry.path("fieldsV1")));
            }
        }
        var lost = Comparison.of(schema, live, kept);
        assertThat(lost.modified().intersection(others).paths()).isEmpty();
        // Who changes a field in an item does not own the item; it goes when its owner drops it.
        for (var path : lost.removed().intersection(others).paths()) {
            assertThat(isInItemOfOthers(path, others)).as(FieldSet.text(path)).isFalse();
        }
    }

    private static boolean isInItemOfOthers(List<PathElement> path, FieldSet others) {
        for (int i = 1; i < path.size(); i++) {
            boolean item = !(path.get(i - 1) instanceof PathElement.Field);
            if (item && !others.contains(path.subList(0, i))) {
                return false;
            }
        }
        return true;
    }

    private static ObjectNode history(Random random) {
        var live = thing();
        for (int i = 0; i < 1 + random.nextInt(6); i++) {
            var manager = random.nextBoolean() ? "a" : "b";
            if (random.nextBoolean()) {
                live = apply(live, manager, configuration(random), i);
            } else {
                var updated = configuration(random);
                FieldManagers.update(
                        SCHEMA, live, updated, new UpdateOptions(manager, "v1", "", time(i)));
                live = updated;
            }
        }
        return live;
    }

    private static ObjectNode apply(
            ObjectNode live, String manager, ObjectNode configuration, int seconds) {
        var untouched = live.deepCopy();
        var options = new ApplyOptions(manager, true, "v1", "", time(seconds));
        var result = FieldManagers.apply(SCHEMA, live, configuration, options);
        assertThat(JsonOrder.equal(live, untouched)).as("live is not changed").isTrue();
        return result;
    }

    private static Instant time(int seconds) {
        return Instant.EPOCH.plusSeconds(seconds);
    }

    private static ObjectNode configuration(Random random) {
        var object = thing();
        if (random.nextInt(8) == 0) {
            return object;
        }
        var spec = object.putObject("spec");
        for (var name : new String[] {"a", "b"}) {
            if (random.nextBoolean()) {
                spec.put(name, random.nextInt(3));
            }
        }
        for (var name : new String[] {"keys", "atom"}) {
            if (random.nextBoolean()) {
                var map = spec.putObject(name);
                random.ints(random.nextInt(4), 0, 4)
                        .forEach(each -> map.put("k" + each, random.nextInt(3)));
            }
        }
        if (random.nextBoolean()) {
            var set = spec.putArray("set");
            random.ints(random.nextInt(4), 0, 5).distinct().forEach(set::add);
        }
        if (random.nextBoolean()) {
            var map = spec.putArray("map");
            random.ints(random.nextInt(4), 0, 5)
                    .distinct()
                    .forEach(each -> map.add(item(each, random)));
        }
        return object;
    }

    private static JsonNode item(int key, Random random) {
        var item = JsonNodeFactory.instance.objectNode().put("k", key);
        return random.nextBoolean() ? item : item.put("v", random.nextInt(3));
    }

    private static ObjectNode thing() {
        return ApplyActor.thing("");
    }
}
