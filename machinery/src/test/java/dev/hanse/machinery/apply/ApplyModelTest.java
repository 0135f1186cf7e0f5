package dev.hanse.machinery.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.status.ApiException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// Sequences of writes by several managers against [ApplyModel], and what follows for those who
/// write about different things. The repetition's number is the seed.
class ApplyModelTest {

    private static final List<String> MANAGERS = List.of("a", "b", "c");
    private static final int WRITES = 15;

    private ObjectNode live = ApplyActor.thing("");
    private final ApplyModel model = new ApplyModel();

    /// An object nobody manages any field of is not tracked, which is no matter of these tests.
    @BeforeEach
    void create() {
        var kept = kept(ApplyActor.thing(""));
        model.update("creator", kept);
        FieldManagers.update(
                RandomThings.SCHEMA,
                null,
                kept,
                new UpdateOptions("creator", "v1", "", Instant.EPOCH));
        live = kept;
    }

    private static ObjectNode kept(ObjectNode object) {
        var copy = object.deepCopy();
        copy.withObject("/spec").put("kept", 1);
        return copy;
    }

    @RepeatedTest(400)
    void everyWriteDoesWhatTheModelSays(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < WRITES; i++) {
            var manager = MANAGERS.get(random.nextInt(MANAGERS.size()));
            var object = RandomThings.next(random);
            var before = live;
            var what = write(random, manager, object, i);
            var story = what + " " + object + " to " + before;

            assertThat(ApplyModel.values(live)).as(story).isEqualTo(model.values());
            assertThat(ApplyModel.owners(live)).as(story).isEqualTo(model.owners());
        }
    }

    private String write(Random random, String manager, ObjectNode object, int second) {
        var now = Instant.EPOCH.plusSeconds(second);
        if (random.nextInt(3) == 0) {
            var updated = kept(object);
            model.update(manager, updated);
            FieldManagers.update(
                    RandomThings.SCHEMA, live, updated, new UpdateOptions(manager, "v1", "", now));
            live = updated;
            return "update by " + manager;
        }
        boolean force = random.nextBoolean();
        var options = new ApplyOptions(manager, force, "v1", "", now);
        boolean applied = apply(object, options);
        var what = (force ? "forced apply by " : "apply by ") + manager;
        assertThat(applied)
                .as(what + " " + object + " to " + live)
                .isEqualTo(model.apply(manager, object, force));
        return what;
    }

    private boolean apply(ObjectNode configuration, ApplyOptions options) {
        try {
            live = FieldManagers.apply(RandomThings.SCHEMA, live, configuration, options);
            return true;
        } catch (ApiException e) {
            assertThat(e.code()).isEqualTo(409);
            return false;
        }
    }

    @RepeatedTest(150)
    void whoWritesAboutDifferentThingsMayDoSoInAnyOrder(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 4; i++) {
            write(random, "c", RandomThings.next(random), i);
        }
        var start = live;
        var first = half(RandomThings.next(random), 0);
        var second = half(RandomThings.next(random), 1);

        live = start;
        apply(first, options("a"));
        apply(second, options("b"));
        var oneWay = live;
        live = start;
        apply(second, options("b"));
        apply(first, options("a"));

        assertThat(ApplyModel.values(live)).isEqualTo(ApplyModel.values(oneWay));
        assertThat(ApplyModel.owners(live)).isEqualTo(ApplyModel.owners(oneWay));
    }

    private static ApplyOptions options(String manager) {
        return new ApplyOptions(manager, true, "v1", "", Instant.EPOCH);
    }

    /// What only one of two says: even keys and `a`, or odd ones, `b` and `atom`.
    private static ObjectNode half(ObjectNode object, int which) {
        if (object.get("spec") instanceof ObjectNode spec) {
            spec.remove(which == 0 ? List.of("b", "atom") : List.of("a"));
            if (spec.get("keys") instanceof ObjectNode keys) {
                keys.remove(which == 0 ? List.of("k1", "k3") : List.of("k0", "k2"));
            }
            if (spec.get("set") instanceof ArrayNode set) {
                set.removeIf(each -> each.asInt() % 2 != which);
            }
            if (spec.get("map") instanceof ArrayNode map) {
                map.removeIf(each -> each.path("k").asInt() % 2 != which);
            }
        }
        return object;
    }
}
