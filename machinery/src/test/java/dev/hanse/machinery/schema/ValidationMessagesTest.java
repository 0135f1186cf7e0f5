package dev.hanse.machinery.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.format.Formats;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The texts are those that kube-apiserver answers for the same schema and object.
class ValidationMessagesTest {

    private final SchemaCompiler compiler = new SchemaCompiler();

    private List<String> errors(String specSchema, String object) {
        return compiler
                .compile(Yaml.specSchema(specSchema))
                .validate(Yaml.node(object), null)
                .stream()
                .map(FieldError::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # types
                    {type: integer}                 | x      | spec.f: Invalid value: "string": spec.f in body must be of type integer: "string"
                    {type: integer}                 | 1.5    | spec.f: Invalid value: "number": spec.f in body must be of type integer: "number"
                    {type: integer}                 | 1.0    |
                    {type: number}                  | 1      |
                    {type: number}                  | true   | spec.f: Invalid value: "boolean": spec.f in body must be of type number: "boolean"
                    {type: boolean}                 | 1      | spec.f: Invalid value: "integer": spec.f in body must be of type boolean: "integer"
                    {type: object}                  | []     | spec.f: Invalid value: "array": spec.f in body must be of type object: "array"
                    {type: array, items: {}}        | {}     | spec.f: Invalid value: "object": spec.f in body must be of type array: "object"
                    {type: string}                  | null   | spec.f: Invalid value: "null": spec.f in body must be of type string: "null"
                    {type: string, nullable: true}  | null   |
                    {x-kubernetes-int-or-string: true} | 80  |
                    {x-kubernetes-int-or-string: true} | http |
                    {x-kubernetes-int-or-string: true} | true | spec.f: Invalid value: "boolean": spec.f in body must be of type integer,string: "boolean"
                    # numbers
                    {type: integer, maximum: 10}    | 11     | spec.f: Invalid value: 11: spec.f in body should be less than or equal to 10
                    {type: integer, maximum: 10}    | 10     |
                    {type: integer, maximum: 10, exclusiveMaximum: true} | 10 | spec.f: Invalid value: 10: spec.f in body should be less than 10
                    {type: integer, minimum: 1}     | 0      | spec.f: Invalid value: 0: spec.f in body should be greater than or equal to 1
                    {type: number, minimum: 0.5, exclusiveMinimum: true} | 0.5 | spec.f: Invalid value: 0.5: spec.f in body should be greater than 0.5
                    {type: integer, multipleOf: 5}  | 7      | spec.f: Invalid value: 7: spec.f in body should be a multiple of 5
                    {type: number, multipleOf: 0.1} | 0.3    |
                    {type: number, maximum: 1}      | 1e999  | spec.f: Invalid value: "Infinity": spec.f in body should be less than or equal to 1
                    # strings
                    {type: string, maxLength: 3}    | abcd   | spec.f: Too long: may not be more than 3 bytes
                    {type: string, maxLength: 2}    | "😀😀" |
                    {type: string, minLength: 3}    | ab     | spec.f: Invalid value: "ab": spec.f in body should be at least 3 chars long
                    {type: string, pattern: "^[a-z]+$"} | A1 | spec.f: Invalid value: "A1": spec.f in body should match '^[a-z]+$'
                    {type: string, pattern: "b"}    | abc    |
                    {type: string, format: date-time} | soon | spec.f: Invalid value: "soon": spec.f in body must be of type date-time: "soon"
                    {type: string, format: unheard-of} | x   |
                    {type: integer, format: int32}  | 4294967296 |
                    # enums
                    {type: string, enum: [a, b]}    | c      | spec.f: Unsupported value: "c": supported values: "a", "b"
                    {type: integer, enum: [1, 2]}   | 3      | spec.f: Unsupported value: 3: supported values: "1", "2"
                    {type: integer, enum: [1, 2]}   | 2.0    |
                    # lists
                    {type: array, items: {type: string}, maxItems: 1} | [a, b] | spec.f: Too many: 2: must have at most 1 item
                    {type: array, items: {type: string}, minItems: 1} | []     | spec.f: Invalid value: 0: spec.f in body should have at least 1 items
                    {type: array, items: {type: integer}} | [1, x] | spec.f[1]: Invalid value: "string": spec.f[1] in body must be of type integer: "string"
                    {type: array, items: {type: string}, uniqueItems: true} | [a, a] | spec.f: Invalid value: "": spec.f in body shouldn't contain duplicates
                    {type: array, items: {type: string}, x-kubernetes-list-type: set} | [a, b, a] | spec.f[2]: Duplicate value: "a"
                    {type: array, items: {type: object}, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [n]} | [{n: a, v: 1}, {n: a, v: 2}] | spec.f[1]: Duplicate value: {"n":"a"}
                    # objects
                    {type: object, required: [a]}   | {}     | spec.f.a: Required value
                    {type: object, maxProperties: 1} | {a: 1, b: 2} | spec.f: Too many: 2: must have at most 1 item
                    {type: object, minProperties: 1} | {}    | spec.f: Invalid value: 0: spec.f in body should have at least 1 properties
                    {type: object, additionalProperties: {type: integer}} | {k.l: x} | spec.f.k.l: Invalid value: "string": spec.f.k.l in body must be of type integer: "string"
                    {type: object, additionalProperties: false} | {k: 1} | spec.f: Invalid value: "k": spec.f.k in body is a forbidden property
                    {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true} | {apiVersion: v1} | spec.f.kind: Required value: must not be empty
                    # junctors
                    {not: {enum: [a]}}              | a      | <nil>: Invalid value: "": "spec.f" must not validate the schema (not)
                    {anyOf: [{enum: [a]}, {enum: [b]}]} | b  |
                    {oneOf: [{required: [a]}, {required: [b]}]} | {a: 1, b: 2} | <nil>: Invalid value: "": "spec.f" must validate one and only one schema (oneOf). Found 2 valid alternatives
                    """)
    void areThoseOfKubernetes(String schema, String value, String expected) {
        var found = errors("type: object\nproperties:\n  f: " + schema, "spec: {f: " + value + "}");

        assertThat(found)
                .containsExactlyElementsOf(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void aFailedJunctorIsFollowedByTheErrorsOfTheClosestAlternative() {
        assertThat(
                        errors(
                                """
                                type: object
                                anyOf:
                                - {required: [a]}
                                - {required: [b]}
                                """,
                                "spec: {c: 1}"))
                .containsExactly(
                        "<nil>: Invalid value: \"\": \"spec\" must validate at least one schema"
                                + " (anyOf)",
                        "spec.a: Required value");
    }

    @Test
    void theRootIsRequiredAndTypedToo() {
        var schema = compiler.compile(Yaml.node("{type: object, required: [spec]}"));

        assertThat(schema.validate(Yaml.node("{}"), null).toString())
                .isEqualTo("[spec: Required value]");
        assertThat(schema.validate(Yaml.node("[]"), null).toString())
                .isEqualTo(
                        "[<nil>: Invalid value: \"array\":  in body must be of type object:"
                                + " \"array\"]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    date-time | 2026-01-02T03:04:05Z       | 2026-01-02 03:04:05Z
                    date-time | 2026-01-02t03:04:05.9+01:00 | 2026-02-30T00:00:00Z
                    date      | 2026-02-28                 | 2026-02-30
                    duration  | 1h30m                      | 1 parsec
                    duration  | 2 days                     | h
                    uri       | https://example.com/a?b=c  | example
                    email     | a@example.com              | a@
                    hostname  | a.example.com              | -a.example.com
                    ipv4      | 10.0.0.1                   | 10.0.0.01
                    ipv4      | 0.0.0.0                    | ::1
                    ipv6      | 2001:db8::1                | 2001:db8:::1
                    ipv6      | ::ffff:10.0.0.1            | 1:2:3:4:5:6:7
                    cidr      | 10.0.0.0/8                 | 10.0.0.0/33
                    mac       | 01:23:45:67:89:ab          | 01:23:45:67:89
                    uuid      | 123e4567-e89b-12d3-a456-426614174000 | 123e4567
                    uuid4     | 123e4567-e89b-42d3-a456-426614174000 | 123e4567-e89b-12d3-a456-426614174000
                    byte      | aGFuc2U=                   | aGFuc2U
                    isbn      | 978-3-16-148410-0          | 978-3-16-148410-1
                    isbn10    | 3-16-148410-X              | 3-16-148410-1
                    creditcard | 4111111111111111          | 4111111111111112
                    ssn       | 123-45-6789                | 123-45
                    hexcolor  | #fff                       | #ffg
                    rgbcolor  | rgb(0, 10, 255)            | rgb(0, 10, 256)
                    bsonobjectid | 507f1f77bcf86cd799439011 | 507f
                    k8s-short-name | my-name               | My-Name
                    k8s-long-name | my.long-name           | my..name
                    """)
    void formatsAreEnforced(String format, String good, String bad) {
        var valid = Formats.find(format).orElseThrow();

        assertThat(valid).accepts(good).rejects(bad);
    }

    @ParameterizedTest
    @ValueSource(strings = {"int32", "int64", "float", "double", "anything"})
    void otherFormatsAreDocumentation(String format) {
        assertThat(Formats.find(format)).isEmpty();
    }

    @Test
    void onUpdateOnlyWhatWasTouchedMustObeyATightenedSchema() {
        var schema =
                compiler.compile(
                        Yaml.specSchema(
                                """
                                type: object
                                properties:
                                  a: {type: string, maxLength: 1}
                                  b: {type: string}
                                  l: {type: array, items: {type: integer, maximum: 1}}
                                """));
        var old = Yaml.node("spec: {a: long, b: x, l: [5]}");

        assertThat(schema.validate(Yaml.node("spec: {a: long, b: y, l: [5]}"), old)).isEmpty();
        assertThat(schema.validate(Yaml.node("spec: {a: longer, b: x, l: [5]}"), old)).hasSize(1);
        assertThat(schema.validate(Yaml.node("spec: {a: long, b: x, l: [5, 6]}"), old)).hasSize(2);
    }
}
