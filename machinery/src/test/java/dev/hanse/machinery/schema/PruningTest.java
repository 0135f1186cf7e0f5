package dev.hanse.machinery.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PruningTest {

    private final SchemaCompiler compiler = new SchemaCompiler();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # unknown fields, at any level
                    {}                                          | {apiVersion: v1, kind: A, metadata: {x: 1}} | {apiVersion: v1, kind: A, metadata: {x: 1}} |
                    {a: {}}                                     | {a: 1, b: 2}          | {a: 1}                 | b
                    {s: {properties: {a: {}}}}                  | {s: {a: 1, b: {c: 1}}} | {s: {a: 1}}           | s.b
                    {l: {items: {properties: {a: {}}}}}         | {l: [{a: 1}, {b: 2}]} | {l: [{a: 1}, {}]}      | l[1].b
                    {m: {additionalProperties: {properties: {a: {}}}}} | {m: {k: {a: 1, b: 2}}} | {m: {k: {a: 1}}} | m.k.b
                    {m: {additionalProperties: {type: string}}} | {m: {k: v}}           | {m: {k: v}}            |
                    {s: {properties: {a: {}}}}                  | {s: {kind: A}}        | {s: {}}                | s.kind
                    {s: {type: object}}                         | {s: {a: 1}}           | {s: {}}                | s.a
                    {l: {}}                                     | {l: [{a: 1}]}         | {l: [{}]}              | l[0].a
                    # preserved
                    {s: {x-kubernetes-preserve-unknown-fields: true}} | {s: {a: {b: [1, {c: 1}]}}} | {s: {a: {b: [1, {c: 1}]}}} |
                    {s: {x-kubernetes-preserve-unknown-fields: true, properties: {a: {properties: {b: {}}}}}} | {s: {x: 1, a: {b: 1, c: 2}}} | {s: {x: 1, a: {b: 1}}} | s.a.c
                    # embedded resources
                    {s: {x-kubernetes-embedded-resource: true, properties: {spec: {}}}} | {s: {apiVersion: v1, kind: A, metadata: {name: n}, spec: 1, x: 2}} | {s: {apiVersion: v1, kind: A, metadata: {name: n}, spec: 1}} | s.x
                    """)
    void removesWhatTheSchemaDoesNotKnow(
            String properties, String before, String after, String removed) {
        var object = Yaml.object(before);

        var paths =
                compiler.compile(Yaml.node("{type: object, properties: " + properties + "}"))
                        .prune(object);

        assertThat(object).isEqualTo(Yaml.node(after));
        assertThat(paths).isEqualTo(removed == null ? List.of() : List.of(removed));
    }
}
