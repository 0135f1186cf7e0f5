package dev.hanse.machinery.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.status.FieldError;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CelRuleCostsTest {

    private static final SchemaCompiler COMPILER = new SchemaCompiler();

    /// From here on all costs are as good as endless; only the largest numbers differ.
    private static final long ENDLESS = 100_000_000_000_000_000L;

    @ParameterizedTest
    @MethodSource("rules")
    void rulesCostWhatTheyDoInKubernetes(String rule, String cost, long worst) {
        if (cost.length() > 17) {
            assertThat(worst).as(rule).isGreaterThan(ENDLESS);
        } else {
            assertThat(worst).as(rule).isEqualTo(Long.parseLong(cost));
        }
    }

    @ParameterizedTest
    @MethodSource("budgets")
    void schemasMayCostWhatTheyMayInKubernetes(JsonNode example) {
        var errors = COMPILER.check(example.path("schema"), "s");

        assertThat(errors)
                .extracting(FieldError::toString)
                .containsExactlyInAnyOrderElementsOf(texts(example.path("errors")));
    }

    @Test
    void aSingleRuleIsNotHeldAgainstASchemaInUse() throws IOException {
        var example =
                budgets()
                        .filter(each -> each.path("name").asText().equals("a little too much"))
                        .findFirst()
                        .orElseThrow();

        assertThat(COMPILER.check(example.path("schema"), "s")).hasSize(1);
        assertThat(COMPILER.check(example.path("schema"), "s", true)).isEmpty();
    }

    private static Stream<Arguments> rules() throws IOException {
        var examples =
                text("rule-costs.txt")
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .map(line -> line.split(" \\| ", 2))
                        .toList();
        var schema = (ObjectNode) Yaml.node(text("rule-costs.yaml"));
        var validations = schema.putArray("x-kubernetes-validations");
        examples.forEach(each -> validations.addObject().put("rule", each[1]));
        var root = SchemaNode.parse(schema);
        var extent = requireNonNull(CelExtents.of(root, true));
        var compiled = CelRules.compile(root, COMPILER.environment()).rules();
        return IntStream.range(0, examples.size())
                .mapToObj(
                        i ->
                                Arguments.of(
                                        examples.get(i)[1],
                                        examples.get(i)[0],
                                        requireNonNull(compiled.get(i).program())
                                                .worstCost(extent)));
    }

    private static Stream<JsonNode> budgets() throws IOException {
        return Yaml.node(text("rule-budgets.yaml")).valueStream();
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }

    private static String text(String name) throws IOException {
        try (var stream = requireNonNull(CelRuleCostsTest.class.getResourceAsStream(name))) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }
}
