package dev.hanse.machinery.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefaultingTest {

    private final SchemaCompiler compiler = new SchemaCompiler();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # a missing field, at any level
                    {a: {type: integer, default: 1}}                       | {}               | {a: 1}
                    {a: {type: integer, default: 1}}                       | {a: 2}           | {a: 2}
                    {o: {type: object, properties: {a: {default: 1}}}}     | {}               | {}
                    {o: {type: object, properties: {a: {default: 1}}}}     | {o: {}}          | {o: {a: 1}}
                    {o: {default: {}, properties: {a: {default: 1}}}}      | {}               | {o: {a: 1}}
                    {l: {items: {properties: {a: {default: 1}}}}}          | {l: [{}, {a: 2}]} | {l: [{a: 1}, {a: 2}]}
                    {m: {additionalProperties: {properties: {a: {default: 1}}}}} | {m: {k: {}}} | {m: {k: {a: 1}}}
                    # null
                    {a: {type: integer, default: 1}}                       | {a: null}        | {a: 1}
                    {a: {type: integer, default: 1, nullable: true}}       | {a: null}        | {a: null}
                    {a: {type: integer}}                                   | {a: null}        | {}
                    {a: {type: integer, nullable: true}}                   | {a: null}        | {a: null}
                    {m: {additionalProperties: {type: integer}}}           | {m: {k: null}}   | {m: {}}
                    {m: {additionalProperties: {type: integer, default: 3}}} | {m: {k: null}} | {m: {k: 3}}
                    {m: {additionalProperties: true}}                      | {m: {k: null}}   | {m: {k: null}}
                    {l: {items: {type: integer, default: 3}}}              | {l: [null]}      | {l: [3]}
                    {l: {items: {type: integer}}}                          | {l: [null]}      | {l: [null]}
                    {a: {default: 1}}                                      | {unknown: null}  | {unknown: null, a: 1}
                    """)
    void fillsWhatIsMissing(String properties, String before, String after) {
        var object = Yaml.object(before);

        compiler.compile(Yaml.node("{type: object, properties: " + properties + "}"))
                .applyDefaults(object);

        assertThat(object).isEqualTo(Yaml.node(after));
    }

    @Test
    void aDefaultIsCopiedSoThatObjectsDoNotShareIt() {
        var schema =
                compiler.compile(
                        Yaml.node(
                                "{type: object, properties: {o: {type: object, default: {a:"
                                        + " 1}}}}"));
        var first = Yaml.object("{}");
        schema.applyDefaults(first);
        first.withObject("o").put("a", 2);

        var second = Yaml.object("{}");
        schema.applyDefaults(second);

        assertThat(second).isEqualTo(Yaml.node("{o: {a: 1}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {a: {default: 1}}                            | {a: {default: 2}, b: {}}                     | true
                    {a: {default: 1}, b: {default: 1}}           | {b: {default: 1}, a: {default: 1}}           | true
                    {a: {default: null}}                         | {}                                           | true
                    {a: {default: 1}}                            | {}                                           | false
                    {a: {default: 1}}                            | {b: {default: 1}}                            | false
                    {a: {default: 1}}                            | {a: {default: 1, nullable: true}}            | false
                    {o: {properties: {a: {default: 1}}}}         | {a: {default: 1}}                            | false
                    {o: {properties: {a: {default: 1}}}}         | {o: {default: {}, properties: {a: {default: 1}}}} | false
                    {o: {items: {properties: {a: {default: 1}}}}} | {o: {additionalProperties: {properties: {a: {default: 1}}}}} | false
                    """)
    void whatWasCompletedByOneSchemaIsCompleteForAnother(
            String one, String other, boolean complete) {
        assertThat(defaults(one) == defaults(other)).isEqualTo(complete);
    }

    @Test
    void aSchemaWithoutDefaultsCompletesNothing() {
        assertThat(defaults("{a: {items: {}}, b: {additionalProperties: true}}")).isZero();
    }

    private int defaults(String properties) {
        return compiler.compile(Yaml.node("{type: object, properties: " + properties + "}"))
                .defaults();
    }
}
