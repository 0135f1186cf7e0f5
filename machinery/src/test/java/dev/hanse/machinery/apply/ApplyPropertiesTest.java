package dev.hanse.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static final SchemaNode SCHEMA = RandomThings.SCHEMA;

    @RepeatedTest(150)
    void applyingTwiceIsApplyingOnce(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var live = history(random);
        var configuration = RandomThings.next(random);

        var once = apply(live, "a", configuration, 100);
        var twice = apply(once, "a", configuration, 200);

        assertThat(twice).isEqualTo(once);
    }

    @RepeatedTest(150)
    void whatIsAppliedIsThereAfterwards(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var live = history(random);
        var configuration = RandomThings.next(random);

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

        var result = apply(history(random), "a", RandomThings.next(random), 100);

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
        var live = apply(history(random), "other", RandomThings.next(random), 100);
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
                live = apply(live, manager, RandomThings.next(random), i);
            } else {
                var updated = RandomThings.next(random);
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

    private static ObjectNode thing() {
        return ApplyActor.thing("");
    }
}
