package dev.hanse.machinery.selector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.status.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// What holds for any selector. The repetition's number is the seed.
class SelectorPropertiesTest {

    private static final List<String> KEYS =
            List.of("app", "example.com/tier", "in", "notin", "a.b-c_d", "X");
    private static final List<String> VALUES = List.of("web", "", "3", "12", "in", "v1.2-b_C");

    /// A requirement as people write it, and what they mean by it.
    private record Said(String text, Predicate<Map<String, String>> meaning) {}

    @RepeatedTest(400)
    void labelsMatchWhatIsMeantHoweverItIsSpaced(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var said = IntStream.range(0, 1 + random.nextInt(4)).mapToObj(_ -> said(random)).toList();
        var text = said.stream().map(Said::text).collect(Collectors.joining(","));

        var selector = LabelSelector.parse(text);

        assertThat(LabelSelector.parse(selector.toString())).as(text).isEqualTo(selector);
        for (int i = 0; i < 20; i++) {
            var labels = labels(random);
            boolean meant = said.stream().allMatch(each -> each.meaning().test(labels));
            assertThat(selector.matches(labels)).as(text + " of " + labels).isEqualTo(meant);
        }
    }

    private static Said said(Random random) {
        var key = pick(random, KEYS);
        var value = pick(random, VALUES);
        var values = IntStream.range(0, 1 + random.nextInt(3)).mapToObj(_ -> pick(random, VALUES));
        var list = values.toList();
        var set = "(" + String.join(spaced(random, ","), list) + ")";
        int number = random.nextInt(20);
        return switch (random.nextInt(8)) {
            case 0 -> new Said(key, labels -> labels.containsKey(key));
            case 1 -> new Said(spaced(random, "!") + key, labels -> !labels.containsKey(key));
            case 2 -> new Said(key + spaced(random, "=") + value, has(key, List.of(value)));
            case 3 -> new Said(key + spaced(random, "==") + value, has(key, List.of(value)));
            case 4 ->
                    new Said(key + spaced(random, "!=") + value, has(key, List.of(value)).negate());
            case 5 -> new Said(key + " in " + set, has(key, list));
            case 6 -> new Said(key + " notin " + set, has(key, list).negate());
            default ->
                    new Said(
                            key + spaced(random, ">") + number,
                            labels -> above(labels.getOrDefault(key, ""), number));
        };
    }

    private static Predicate<Map<String, String>> has(String key, List<String> values) {
        return labels -> labels.containsKey(key) && values.contains(labels.get(key));
    }

    private static boolean above(String value, int number) {
        return value.matches("\\d+") && Integer.parseInt(value) > number;
    }

    private static Map<String, String> labels(Random random) {
        var labels = new TreeMap<String, String>();
        for (var key : KEYS) {
            if (random.nextBoolean()) {
                labels.put(key, pick(random, VALUES));
            }
        }
        return labels;
    }

    @RepeatedTest(200)
    void fieldsMatchWhatIsMeantWhateverTheirValues(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var said = new ArrayList<FieldSelector.Requirement>();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            said.add(
                    new FieldSelector.Requirement(
                            pick(random, List.of("metadata.name", "spec.host", "status.phase")),
                            garbage(random, "ab,=!\\ ", 5),
                            random.nextBoolean()));
        }
        var selector = new FieldSelector(said);

        var read = FieldSelector.parse(selector.toString());

        assertThat(read).as(selector.toString()).isEqualTo(selector);
        for (var each : said) {
            assertThat(read.matches(_ -> each.value()))
                    .isEqualTo(
                            said.stream()
                                    .allMatch(
                                            other ->
                                                    other.value().equals(each.value())
                                                            != other.negated()));
        }
    }

    @RepeatedTest(400)
    void garbageIsRefusedAndNothingWorse(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var garbage = garbage(random, "ab, =!()<>\\\"inot\u00e9\u0000/.", 12);

        for (var parser : List.<Predicate<String>>of(this::readsLabels, this::readsFields)) {
            try {
                assertThat(parser.test(garbage)).as(garbage).isTrue();
            } catch (ApiException e) {
                assertThat(e.code()).as(garbage).isEqualTo(400);
            }
        }
    }

    private boolean readsLabels(String text) {
        var read = LabelSelector.parse(text);
        return LabelSelector.parse(read.toString()).equals(read);
    }

    private boolean readsFields(String text) {
        var read = FieldSelector.parse(text);
        return FieldSelector.parse(read.toString()).equals(read);
    }

    private static String garbage(Random random, String letters, int longest) {
        return random.ints(random.nextInt(longest), 0, letters.length())
                .mapToObj(each -> letters.substring(each, each + 1))
                .collect(Collectors.joining());
    }

    private static String spaced(Random random, String operator) {
        return " ".repeat(random.nextInt(2)) + operator + " ".repeat(random.nextInt(2));
    }

    private static String pick(Random random, List<String> list) {
        return list.get(random.nextInt(list.size()));
    }
}
