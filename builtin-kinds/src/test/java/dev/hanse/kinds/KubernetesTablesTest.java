package dev.hanse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The columns and cells of `kubernetes-tables.txt`, which a kube-apiserver made.
class KubernetesTablesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<BuiltinKind> KINDS = BuiltinKinds.profile(Profile.KUBERNETES);

    private final Printers printers =
            new Printers(InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")));

    /// @param resource `apps/v1/deployments`
    record Block(
            String resource, List<String> columns, List<JsonNode> objects, List<JsonNode> rows) {
        @Override
        public String toString() {
            return resource;
        }
    }

    static List<Block> blocks() throws IOException {
        try (var in = KubernetesTablesTest.class.getResourceAsStream("kubernetes-tables.txt")) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            var found = new ArrayList<Block>();
            for (var block : text.strip().split("\n\n+", -1)) {
                if (!block.startsWith("#")) {
                    found.add(parse(block.lines().toList()));
                }
            }
            return found;
        }
    }

    private static Block parse(List<String> lines) throws IOException {
        var columns = new ArrayList<String>();
        JSON.readTree(lines.get(1)).forEach(each -> columns.add(each.textValue()));
        var objects = new ArrayList<JsonNode>();
        var rows = new ArrayList<JsonNode>();
        for (int i = 2; i < lines.size(); i += 2) {
            objects.add(JSON.readTree(lines.get(i)));
            rows.add(JSON.readTree(lines.get(i + 1)));
        }
        return new Block(lines.getFirst(), columns, objects, rows);
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void objectsLookAsInKubernetes(Block block) {
        var kind =
                KINDS.stream()
                        .filter(each -> name(each).equals(block.resource()))
                        .findFirst()
                        .orElseThrow();

        assertThat(kind.columns().stream().map(KubernetesTablesTest::shown))
                .isEqualTo(block.columns());
        for (int i = 0; i < block.objects().size(); i++) {
            var object = new KubeObject((ObjectNode) block.objects().get(i));
            var cells = kind.columns().stream().map(each -> printers.cell(each).apply(object));
            assertThat(cells.map(JsonNode::toString).collect(Collectors.joining(",", "[", "]")))
                    .as(object.name())
                    .matches(pattern(block.rows().get(i)));
        }
    }

    private static String name(BuiltinKind kind) {
        return kind.groupVersion() + "/" + kind.names().plural();
    }

    private static String shown(Column column) {
        return String.join(
                "|",
                column.name(),
                column.type(),
                column.format(),
                Integer.toString(column.priority()));
    }

    private static Pattern pattern(JsonNode cells) {
        return Pattern.compile(
                Stream.of(cells.toString().split("<age>", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining("([0-9]+[smhdy])+")));
    }
}
