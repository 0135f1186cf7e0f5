package dev.hanse.it.failure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Definitions that are made to exhaust a server with a small heap. It ends at once when it runs
/// out of memory.
class HostileDefinitionsTest {

    private static final String DEFINITIONS =
            "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    /// What is wrong with a schema, and the answer that it gets: empty when it is taken.
    private static Map<String, String> schemas() {
        var all = new LinkedHashMap<String, String>();
        all.put(
                field("\"type\": \"string\", \"pattern\": \"((a{1,1000}){1,1000}){1,1000}\""),
                "error parsing regexp: invalid repeat count: `{1,1000}`");
        all.put(
                field("\"type\": \"string\", \"pattern\": \"" + "(a|b)?".repeat(40_000) + "\""),
                "error parsing regexp: expression too large");
        all.put(
                field("\"type\": \"string\", \"pattern\": \"" + "(".repeat(40_000) + "\""),
                "error parsing regexp: expression nests too deeply");
        all.put(fields(20_000, _ -> "{\"type\": \"string\", \"pattern\": \"^.{1,900}$\"}"), "");
        all.put(fields(20_000, _ -> "{}"), "must not be empty for specified object fields");
        all.put(
                "{\"type\": \"object\", \"properties\": {\"a\": ".repeat(450)
                        + "{\"type\": \"string\"}"
                        + "}}".repeat(450),
                "");
        all.put(
                "{\"type\": \"object\", \"properties\": {\"a\": ".repeat(2_000)
                        + "{\"type\": \"string\"}"
                        + "}}".repeat(2_000),
                "exceeded max depth");
        all.put(
                field("\"type\": \"string\", \"enum\": " + list(100_000, i -> "\"e" + i + "\"")),
                "");
        all.put(
                field(
                        """
                        "type": "array", "items": {"type": "object"},
                        "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys":
                        """
                                + list(20_000, i -> "\"k" + i + "\"")),
                "entries must all be names of item properties");
        all.put(
                "{\"type\": \"object\", \"x-kubernetes-validations\": [{\"rule\": \""
                        + "1 == 1 && ".repeat(20_000)
                        + "true\"}]}",
                "x-kubernetes-validations[0].rule");
        return all;
    }

    private static String field(String schema) {
        return "{\"type\": \"object\", \"properties\": {\"a\": {" + schema + "}}}";
    }

    private static String fields(int count, IntFunction<String> schema) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"p" + i + "\": " + schema.apply(i))
                .collect(
                        Collectors.joining(", ", "{\"type\": \"object\", \"properties\": {", "}}"));
    }

    private static String list(int count, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(", ", "[", "]"));
    }

    private static Answer define(Api api, int number, String schema) {
        return api.post(
                DEFINITIONS,
                """
                {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
                 "metadata": {"name": "things.h%1$d.example.com"},
                 "spec": {"group": "h%1$d.example.com", "scope": "Cluster",
                  "names": {"plural": "things", "kind": "Thing"},
                  "versions": [{"name": "v1", "served": true, "storage": true,
                   "schema": {"openAPIV3Schema": %2$s}}]}}
                """
                        .formatted(number, schema));
    }

    @Test
    void areRefusedOrServedAndHurtNobody(@TempDir Path directory) {
        try (var child = ChildControlPlane.start(directory, "-Xmx256m");
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var api = child.admin().in("root");
            var answers = new LinkedHashMap<String, CompletableFuture<Answer>>();
            int number = 0;
            for (var each : schemas().keySet()) {
                int unique = number++;
                answers.put(
                        each,
                        CompletableFuture.supplyAsync(() -> define(api, unique, each), threads));
            }

            schemas()
                    .forEach(
                            (schema, problem) -> {
                                var answer = requireNonNull(answers.get(schema)).join();
                                if (problem.isEmpty()) {
                                    answer.expect(201);
                                } else {
                                    assertThat(answer.status()).isIn(400, 422);
                                    assertThat(answer.text("/message")).contains(problem);
                                    assertThat(answer.text().length()).isLessThan(8 << 20);
                                }
                            });
            assertThat(child.isAlive()).isTrue();
            api.get("/apis/h3.example.com/v1/things").expect(200);
            api.get("/openapi/v3/apis/h3.example.com/v1").expect(200);
        }
    }
}
