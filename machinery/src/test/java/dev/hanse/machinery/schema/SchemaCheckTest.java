package dev.hanse.machinery.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {

    private final SchemaCompiler compiler = new SchemaCompiler();

    private List<String> problems(String schema) {
        return compiler.check(Yaml.node(schema), "s").stream().map(FieldError::toString).toList();
    }

    @Test
    void aSoundSchemaHasNoProblems() {
        assertThat(
                        problems(
                                """
                                type: object
                                description: a database
                                properties:
                                  apiVersion: {type: string}
                                  kind: {type: string}
                                  metadata:
                                    type: object
                                    properties: {name: {type: string, maxLength: 10}}
                                  spec:
                                    type: object
                                    required: [size]
                                    x-kubernetes-validations:
                                    - {rule: self.size >= 1, message: too small, fieldPath: .size}
                                    properties:
                                      size: {type: integer, default: 3}
                                      port:
                                        x-kubernetes-int-or-string: true
                                        anyOf: [{type: integer}, {type: string}]
                                      users:
                                        type: array
                                        x-kubernetes-list-type: map
                                        x-kubernetes-list-map-keys: [name]
                                        items:
                                          type: object
                                          required: [name]
                                          properties: {name: {type: string}}
                                      template:
                                        type: object
                                        x-kubernetes-embedded-resource: true
                                        x-kubernetes-preserve-unknown-fields: true
                                    oneOf:
                                    - {required: [port]}
                                    - {properties: {size: {minimum: 2}}}
                                """))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # structure
                    {}                                                   | s.type: Required value: must not be empty at the root
                    {type: array, items: {type: string}}                 | s.type: Invalid value: "array": must be object at the root
                    {type: object, additionalProperties: true}           | s.additionalProperties: Forbidden: must not be used at the root
                    {type: object, properties: {a: {}}}                  | s.properties[a].type: Required value: must not be empty for specified object fields
                    {type: object, properties: {a: {type: array, items: {}}}} | s.properties[a].items.type: Required value: must not be empty for specified array items
                    {type: object, properties: {a: {type: array}}}       | s.properties[a].items: Required value: must be specified
                    {type: object, properties: {a: {type: text}}}        | s.properties[a].type: Unsupported value: "text": supported values: "array", "boolean", "integer", "number", "object", "string"
                    {type: object, properties: {a: {type: string, pattern: "("}}} | s.properties[a].pattern: Invalid value: "(": must be a valid regular expression, but isn't: error parsing regexp: missing closing ): `(`
                    {type: object, properties: {a: {type: string, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}}} | s.properties[a].type: Invalid value: "string": must be object if x-kubernetes-embedded-resource is true
                    {type: object, properties: {kind: {type: integer}}}  | s.properties[kind].type: Invalid value: "integer": must be string
                    {type: object, properties: {metadata: {type: object, properties: {labels: {type: object}}}}} | s.properties[metadata]: Forbidden: must not specify anything other than name and generateName, but metadata is implicitly specified
                    # junctors
                    {type: object, properties: {a: {type: string, anyOf: [{type: string}]}}} | s.properties[a].anyOf[0].type: Forbidden: must be empty to be structural
                    {type: object, properties: {a: {type: string, not: {nullable: true}}}} | s.properties[a].not.nullable: Forbidden: must be false to be structural
                    {type: object, allOf: [{properties: {b: {minimum: 1}}}]} | s.properties[b]: Required value: because it is defined in s.allOf[0].properties[b]
                    # constructs
                    {type: object, patternProperties: {a: {}}}           | s.patternProperties: Forbidden: patternProperties is not supported
                    {type: object, $ref: x}                              | s.$ref: Forbidden: $ref is not supported
                    {type: object, properties: {a: {type: array, uniqueItems: true, items: {type: string}}}} | s.properties[a].uniqueItems: Forbidden: uniqueItems cannot be set to true since the runtime complexity becomes quadratic
                    {type: object, properties: {a: {type: object, properties: {b: {type: string}}, additionalProperties: {type: string}}}} | s.properties[a].additionalProperties: Forbidden: additionalProperties and properties are mutual exclusive
                    {type: object, x-kubernetes-preserve-unknown-fields: false} | s.x-kubernetes-preserve-unknown-fields: Invalid value: false: must be true or undefined
                    {type: object, properties: {kind: {type: string, default: A}}} | s.properties[kind].default: Forbidden: must not be set in top-level kind
                    {type: object, properties: {a: {type: object, x-kubernetes-embedded-resource: true, properties: {metadata: {type: object, properties: {b: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}}}}}}} | s.properties[a].properties[metadata].properties[b].x-kubernetes-embedded-resource: Forbidden: must not be used inside of resource meta
                    {type: object, properties: {a: {type: object, x-kubernetes-embedded-resource: true, properties: {metadata: {type: object, properties: {labels: {type: object, additionalProperties: {type: string, default: x}}}}}}}} | s.properties[a].properties[metadata].properties[labels].additionalProperties.default: Forbidden: must not be set inside additionalProperties applying to object metadata
                    # lists and maps
                    {type: object, properties: {a: {type: string, x-kubernetes-list-type: set}}} | s.properties[a].type: Invalid value: "string": must be array if x-kubernetes-list-type is specified
                    {type: object, properties: {a: {type: array, x-kubernetes-list-type: bag, items: {type: string}}}} | s.properties[a].x-kubernetes-list-type: Unsupported value: "bag": supported values: "atomic", "set", "map"
                    {type: object, properties: {a: {type: array, x-kubernetes-list-type: set, items: {type: object}}}} | s.properties[a].items.x-kubernetes-map-type: Invalid value: "granular": must be atomic as item of a list with x-kubernetes-list-type=set
                    {type: object, properties: {a: {type: array, x-kubernetes-list-type: map, items: {type: object}}}} | s.properties[a].x-kubernetes-list-map-keys: Required value: must not be empty if x-kubernetes-list-type is map
                    {type: object, properties: {a: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [k], items: {type: object, properties: {k: {type: string}}}}}} | s.properties[a].items.properties[k].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property
                    {type: object, properties: {a: {type: array, x-kubernetes-list-map-keys: [k], items: {type: object}}}} | s.properties[a].x-kubernetes-list-type: Required value: must be map if x-kubernetes-list-map-keys is non-empty
                    {type: object, properties: {a: {type: object, x-kubernetes-map-type: loose}}} | s.properties[a].x-kubernetes-map-type: Unsupported value: "loose": supported values: "atomic", "granular"
                    # defaults
                    {type: object, properties: {a: {type: integer, default: x}}} | s.properties[a].default: Invalid value: "string": s.properties[a].default in body must be of type integer: "string"
                    {type: object, properties: {a: {type: object, default: {b: 1}}}} | s.properties[a].default: Invalid value: {"b":1}: must not have unknown fields
                    # rules
                    {type: object, x-kubernetes-validations: [{rule: ""}]} | s.x-kubernetes-validations[0].rule: Required value: rule is not specified
                    {type: object, x-kubernetes-validations: [{rule: "true", message: " "}]} | s.x-kubernetes-validations[0].message: Invalid value: " ": must be non-empty if specified
                    {type: object, x-kubernetes-validations: [{rule: "true", reason: No}]} | s.x-kubernetes-validations[0].reason: Unsupported value: "No": supported values: "FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"
                    {type: object, x-kubernetes-validations: [{rule: "true", fieldPath: .x}]} | s.x-kubernetes-validations[0].fieldPath: Invalid value: ".x": must be a valid path
                    {type: object, x-kubernetes-validations: [{rule: "true", fieldPath: "['x"}]} | s.x-kubernetes-validations[0].fieldPath: Invalid value: "['x": must be a valid path
                    {type: object, x-kubernetes-validations: [{rule: "'a'"}]} | s.x-kubernetes-validations[0].rule: Invalid value: "'a'": cel expression must evaluate to a bool
                    {type: object, x-kubernetes-validations: [{rule: "true", messageExpression: "1"}]} | s.x-kubernetes-validations[0].messageExpression: Invalid value: "1": messageExpression must evaluate to a string
                    {type: object, x-kubernetes-validations: [{rule: "true", optionalOldSelf: true}]} | s.x-kubernetes-validations[0].optionalOldSelf: Invalid value: true: may not be set if oldSelf is not used in rule
                    {type: object, properties: {a: {type: array, maxItems: 9, items: {type: string, maxLength: 9, x-kubernetes-validations: [{rule: self == oldSelf}]}}}} | s.properties[a].items.x-kubernetes-validations[0].rule: Invalid value: "self == oldSelf": oldSelf cannot be used on the uncorrelatable portion of the schema within s.properties[a]
                    """)
    void aProblemIsNamedWithItsPlace(String schema, String problem) {
        assertThat(problems(schema)).containsExactly(problem);
    }

    @Test
    void aRuleThatDoesNotCompileIsShownWithTheCompilersWords() {
        assertThat(problems("{type: object, x-kubernetes-validations: [{rule: self.nope == 1}]}"))
                .singleElement()
                .asString()
                .startsWith(
                        "s.x-kubernetes-validations[0].rule: Invalid value: \"self.nope == 1\":"
                                + " compilation failed: ERROR: <input>:1:5: undefined field"
                                + " 'nope'");
    }

    @Test
    void equalSchemasAreCompiledOnce() {
        assertThat(compiler.compile(Yaml.node("{type: object}")))
                .isSameAs(compiler.compile(Yaml.node("{type: object}")))
                .isNotSameAs(compiler.compile(Yaml.node("{type: object, description: other}")));
    }

    @Test
    void deepSchemasAndDocumentsDoNotOverflowTheStack() {
        var schema = Yaml.object("{type: string, default: x}");
        var object = Yaml.object("{unknown: 1}");
        for (int i = 0; i < 240; i++) {
            var around = Yaml.object("{type: object}");
            around.putObject("properties").set("a", schema);
            schema = around;
            if (i > 0) {
                var next = Yaml.object("{}");
                next.set("a", object);
                object = next;
            }
        }
        var compiled = compiler.compile(schema);

        compiled.applyDefaults(object);

        assertThat(compiled.prune(object)).hasSize(1);
        assertThat(compiled.validate(object, object.deepCopy())).isEmpty();
        assertThat(compiler.check(schema, "s")).isEmpty();
    }

    @Test
    void rulesAreNotCompiledForARequestWhoseTimeIsUp() {
        var schema = "{type: object, x-kubernetes-validations: [{rule: 'true'}]}";
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> problems(schema))
                    .isInstanceOf(ApiException.class)
                    .hasMessageContaining("took too long");
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}
