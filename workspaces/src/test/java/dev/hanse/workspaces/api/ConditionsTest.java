package dev.hanse.workspaces.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.workspaces.api.Conditions.Severity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Clock MORNING = at("2026-08-07T10:00:00.123Z");
    private static final Clock EVENING = at("2026-08-07T20:00:00Z");

    private final ObjectNode object = JsonNodeFactory.instance.objectNode();

    @Test
    void readyIsFirstAndOthersFollowByName() {
        var conditions = Conditions.of(object, MORNING);

        conditions.markTrue("Zoned");
        conditions.markTrue("Ready");
        conditions.markTrue("Bound");

        assertThat(object.path("status").path("conditions"))
                .extracting(each -> each.path("type").asText())
                .containsExactly("Ready", "Bound", "Zoned");
    }

    @Test
    void transitionTimeMovesWithTheMessageButNotWithoutAChange() {
        Conditions.of(object, MORNING).markFalse("Bound", "Waiting", Severity.INFO, "for a");

        Conditions.of(object, EVENING).markFalse("Bound", "Waiting", Severity.INFO, "for a");
        assertThat(time()).isEqualTo("2026-08-07T10:00:00Z");

        Conditions.of(object, EVENING).markFalse("Bound", "Waiting", Severity.INFO, "for b");
        assertThat(time()).isEqualTo("2026-08-07T20:00:00Z");
    }

    @Test
    void trueConditionsCarryNothingButTheirStatus() {
        var conditions = Conditions.of(object, MORNING);
        conditions.markFalse("Bound", "Waiting", Severity.INFO, "for a");

        conditions.markTrue("Bound");

        var condition = Conditions.find(object, "Bound").orElseThrow();
        assertThat(condition.has("reason") || condition.has("severity")).isFalse();
        assertThat(Conditions.isTrue(object, "Bound")).isTrue();
    }

    @Test
    void summaryIsTheWorstOfItsParts() {
        var conditions = Conditions.of(object, MORNING);
        conditions.markTrue("A");
        conditions.markFalse("B", "Slow", Severity.INFO, "b");
        conditions.markFalse("C", "Broken", Severity.ERROR, "c");

        conditions.summarize(List.of("A", "B", "C", "Missing"));

        var ready = Conditions.find(object, "Ready").orElseThrow();
        assertThat(ready.path("reason").asText()).isEqualTo("Broken");
        assertThat(ready.path("severity").asText()).isEqualTo("Error");
    }

    private String time() {
        return Conditions.find(object, "Bound").orElseThrow().path("lastTransitionTime").asText();
    }

    private static Clock at(String instant) {
        return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
    }
}
