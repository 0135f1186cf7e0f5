package dev.hanse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What checks watches must notice when one lies.
class WatchLogTest {

    private static final String LIST =
            """
            {"metadata": {"resourceVersion": "10"}, "items": [
                {"metadata": {"name": "old", "uid": "u-old", "resourceVersion": "7"}}]}
            """;

    /// Events are written `TYPE name version`.
    private static WatchLog after(String events) {
        var log = new WatchLog(Answer.parse(LIST));
        Stream.of(events.split(", ", -1)).map(WatchLogTest::event).forEach(log::add);
        return log;
    }

    private static JsonNode event(String text) {
        var words = text.split(" ", -1);
        return Answer.parse(
                """
                {"type": "%1$s", "object": {"kind": "Thing", "metadata": {
                    "name": "%2$s", "uid": "u-%2$s", "resourceVersion": "%3$s"}}}
                """
                        .formatted(words[0], words[1], words[2]));
    }

    @Test
    void takesWhatCanBeTrue() {
        var log = after("ADDED new 11, BOOKMARK - 13, MODIFIED old 15, DELETED new 16");

        assertThat(log.version()).isEqualTo(16);
        assertThat(log.entries()).hasSize(3);
        assertThat(log.objects().keySet()).containsExactly("//old");
        assertThat(log.objects().get("//old")).hasToString(bare("old", 15));
    }

    private static String bare(String name, int version) {
        return "{\"metadata\":{\"name\":\"%1$s\",\"uid\":\"u-%1$s\",\"resourceVersion\":\"%2$d\"}}"
                .formatted(name, version);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ADDED new 10",
                "ADDED new 12, MODIFIED new 12",
                "ADDED new 12, MODIFIED new 11",
                "ADDED old 11",
                "MODIFIED new 11",
                "DELETED new 11",
                "DELETED old 11, DELETED old 12",
                "BOOKMARK - 15, ADDED new 15",
                "BOOKMARK - 15, ADDED new 12",
                "ADDED new 12, BOOKMARK - 11",
                "ERROR - 11"
            })
    void noticesWhatCannotBe(String events) {
        assertThatThrownBy(() -> after(events)).isInstanceOf(AssertionError.class);
    }

    @Test
    void noticesAnotherObjectInThePlaceOfOne() {
        var log = new WatchLog(Answer.parse(LIST));
        var other = event("MODIFIED old 11").toString().replace("u-old", "u-other");

        assertThatThrownBy(() -> log.add(Answer.parse(other))).isInstanceOf(AssertionError.class);
    }
}
