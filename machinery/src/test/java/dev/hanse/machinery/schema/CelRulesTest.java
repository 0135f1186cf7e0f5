package dev.hanse.machinery.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CelRulesTest {

    private final SchemaCompiler compiler = new SchemaCompiler();

    private List<String> errors(JsonNode schema, String object, @Nullable String old) {
        return compiler
                .compile(schema)
                .validate(Yaml.node(object), old == null ? null : Yaml.node(old))
                .stream()
                .map(FieldError::toString)
                .toList();
    }

    private List<String> errors(JsonNode schema, String object) {
        return errors(schema, object, null);
    }

    @Nested
    class Messages {

        @Test
        void aViolationShowsTheTypeOfAnObjectAndTheGivenMessage() {
            var schema =
                    Yaml.specSchema(
                            """
                            type: object
                            x-kubernetes-validations:
                            - rule: self.min <= self.max
                              message: min must not be above max
                            properties:
                              min: {type: integer}
                              max: {type: integer}
                            """);

            assertThat(errors(schema, "spec: {min: 1, max: 2}")).isEmpty();
            assertThat(errors(schema, "spec: {min: 3, max: 2}"))
                    .containsExactly("spec: Invalid value: \"object\": min must not be above max");
        }

        @Test
        void aViolationOfAScalarShowsItsValueAndTheRuleWhenThereIsNoMessage() {
            var schema =
                    Yaml.specSchema(
                            """
                            type: object
                            properties:
                              name: {type: string, x-kubernetes-validations: [{rule: self != 'root'}]}
                            """);

            assertThat(errors(schema, "spec: {name: root}"))
                    .containsExactly(
                            "spec.name: Invalid value: \"root\": failed rule: self != 'root'");
        }

        @Test
        void aRuleAtTheRootBlamesNoField() {
            var schema =
                    Yaml.node(
                            """
                            type: object
                            x-kubernetes-validations:
                            - {rule: "self.metadata.name != 'no' && self.kind == 'A'", message: bad}
                            """);

            assertThat(errors(schema, "{kind: A, metadata: {name: yes}}")).isEmpty();
            assertThat(errors(schema, "{kind: A, metadata: {name: 'no'}}"))
                    .containsExactly("<nil>: Invalid value: \"object\": bad");
        }

        @Test
        void messageExpressionReasonAndFieldPathShapeTheError() {
            var schema =
                    Yaml.specSchema(
                            """
                            type: object
                            x-kubernetes-validations:
                            - rule: self.replicas <= self.limits.max
                              messageExpression: "'at most ' + string(self.limits.max)"
                              reason: FieldValueForbidden
                              fieldPath: .limits.max
                            properties:
                              replicas: {type: integer}
                              limits: {type: object, properties: {max: {type: integer}}}
                            """);

            assertThat(errors(schema, "spec: {replicas: 3, limits: {max: 2}}"))
                    .containsExactly("spec.limits.max: Forbidden: at most 2");
        }

        @Test
        void aMissingFieldIsNoSuchKey() {
            var schema =
                    Yaml.specSchema(
                            """
                            type: object
                            x-kubernetes-validations: [{rule: self.a == 1}]
                            properties: {a: {type: integer}}
                            """);

            assertThat(errors(schema, "spec: {}"))
                    .containsExactly(
                            "spec: Invalid value: \"object\": no such key: a evaluating rule:"
                                    + " self.a == 1");
        }

        @Test
        void rulesWaitUntilTheObjectIsWellFormed() {
            var schema =
                    Yaml.specSchema(
                            """
                            type: object
                            x-kubernetes-validations: [{rule: self.a == 1}]
                            properties: {a: {type: integer}}
                            """);

            assertThat(errors(schema, "spec: {a: x}"))
                    .containsExactly(
                            "spec.a: Invalid value: \"string\": spec.a in body must be of type"
                                    + " integer: \"string\"",
                            "<nil>: Invalid value: \"null\": some validation rules were not checked"
                                    + " because the object was invalid; correct the existing errors"
                                    + " to complete validation");
        }
    }

    @Nested
    class Updates {

        private final JsonNode immutable =
                Yaml.specSchema(
                        """
                        type: object
                        properties:
                          size:
                            type: integer
                            x-kubernetes-validations:
                            - {rule: self == oldSelf, message: is immutable}
                        """);

        @Test
        void transitionRulesDoNotRunOnCreate() {
            assertThat(errors(immutable, "spec: {size: 1}")).isEmpty();
        }

        @Test
        void transitionRulesDoNotRunForAFieldThatIsNew() {
            assertThat(errors(immutable, "spec: {size: 1}", "spec: {}")).isEmpty();
        }

        @Test
        void transitionRulesCompareWithTheOldValue() {
            assertThat(errors(immutable, "spec: {size: 1}", "spec: {size: 1}")).isEmpty();
            assertThat(errors(immutable, "spec: {size: 2}", "spec: {size: 1}"))
                    .containsExactly("spec.size: Invalid value: 2: is immutable");
        }

        @Test
        void optionalOldSelfRunsOnCreateToo() {
            var schema =
                    Yaml.specSchema(
                            """
                            type: object
                            properties:
                              phase:
                                type: string
                                x-kubernetes-validations:
                                - rule: oldSelf.hasValue() || self == 'New'
                                  optionalOldSelf: true
                                  message: must start as New
                            """);

            assertThat(errors(schema, "spec: {phase: New}")).isEmpty();
            assertThat(errors(schema, "spec: {phase: Done}", "spec: {phase: New}")).isEmpty();
            assertThat(errors(schema, "spec: {phase: Done}"))
                    .containsExactly("spec.phase: Invalid value: \"Done\": must start as New");
        }

        @Test
        void itemsOfAMapListAreComparedByTheirKeys() {
            var schema =
                    Yaml.specSchema(
                            """
                            type: object
                            properties:
                              ports:
                                type: array
                                x-kubernetes-list-type: map
                                x-kubernetes-list-map-keys: [name]
                                items:
                                  type: object
                                  x-kubernetes-validations:
                                  - {rule: self.port == oldSelf.port, message: fixed}
                                  properties: {name: {type: string}, port: {type: integer}}
                            """);
            var old = "spec: {ports: [{name: a, port: 1}, {name: b, port: 2}]}";

            assertThat(
                            errors(
                                    schema,
                                    "spec: {ports: [{name: b, port: 2}, {name: c, port: 9}]}",
                                    old))
                    .isEmpty();
            assertThat(errors(schema, "spec: {ports: [{name: b, port: 3}]}", old))
                    .containsExactly("spec.ports[0]: Invalid value: \"object\": fixed");
        }

        @Test
        void aViolationThatWasThereBeforeIsForgivenUntilTheValueIsTouched() {
            var schema =
                    Yaml.specSchema(
                            """
                            type: object
                            properties:
                              a: {type: string, x-kubernetes-validations: [{rule: self != 'bad'}]}
                              b: {type: string}
                            """);

            assertThat(errors(schema, "spec: {a: bad, b: y}", "spec: {a: bad, b: x}")).isEmpty();
            assertThat(errors(schema, "spec: {a: bad}", "spec: {a: good}")).hasSize(1);
        }
    }

    @Nested
    class Language {

        @Test
        void aTextThatIsNotWhatItsFormatPromisesFailsTheRule() {
            var schema =
                    Yaml.specSchema(
                            """
                            type: object
                            x-kubernetes-validations: [{rule: self.every > duration('1s')}]
                            properties:
                              every: {type: string, format: duration}
                            """);

            assertThat(errors(schema, "spec: {every: 99999999999999h}"))
                    .singleElement()
                    .asString()
                    .startsWith("spec: Invalid value: \"object\": ")
                    .endsWith(" evaluating rule: self.every > duration('1s')");
        }

        private static final String SCHEMA =
                """
                type: object
                x-kubernetes-validations:
                - rule: "%s"
                properties:
                  int: {type: integer}
                  number: {type: number}
                  text: {type: string}
                  flag: {type: boolean}
                  none: {type: string, nullable: true}
                  a-b.c/d: {type: string}
                  namespace: {type: string}
                  port: {x-kubernetes-int-or-string: true}
                  when: {type: string, format: date-time}
                  every: {type: string, format: duration}
                  list: {type: array, items: {type: integer}}
                  set: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                  map: {type: object, additionalProperties: {type: string}}
                  items:
                    type: array
                    items: {type: object, properties: {name: {type: string}}}
                """;
        private static final String OBJECT =
                """
                spec:
                  int: 5
                  number: 2
                  text: hello
                  flag: true
                  none: null
                  a-b.c/d: escaped
                  namespace: ns
                  port: 80
                  when: "2026-01-02T03:04:05Z"
                  every: 1h30m
                  list: [3, 1, 2]
                  set: [x, y]
                  map: {k: v, l: w}
                  items: [{name: a}, {name: b}]
                  unknown: 1
                """;

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "self.int == 5 && self.int + 1 == 6",
                    "self.number == 2.0 && self.number < 3",
                    "self.text.startsWith('he') && self.text.matches('^h.*o$')",
                    "self.flag && has(self.text) && !has(self.every) == false",
                    "self.a__dash__b__dot__c__slash__d == 'escaped'",
                    "self.__namespace__ == 'ns'",
                    "self.port == 80 && type(self.port) == int",
                    "self.when < timestamp('2027-01-01T00:00:00Z') && self.when.getFullYear() =="
                            + " 2026",
                    "self.every == duration('90m')",
                    "self.list.all(x, x > 0) && self.list.exists_one(x, x == 3)",
                    "self.list.sum() == 6 && self.list.min() == 1 && self.list.max() == 3",
                    "!self.list.isSorted() && self.list.indexOf(1) == 1 && self.list.lastIndexOf(7)"
                            + " == -1",
                    "sets.contains(self.set, ['x']) && 'y' in self.set",
                    "self.map.k == 'v' && 'l' in self.map && self.map['l'] == 'w' && size(self.map)"
                            + " == 2",
                    "self.map.all(k, v, size(v) == 1)",
                    "self.map == {'k': 'v', 'l': 'w'}",
                    "self.items.map(i, i.name) == ['a', 'b']",
                    "self.items.filter(i, i.name == 'b').size() == 1",
                    "self.items[0] != self.items[1]",
                    "self.?text.orValue('none') == 'hello'",
                    "self.list.transformList(i, v, v * i) == [0, 1, 4]",
                    "[self.int, 9].max() == 9",
                    "'a-b'.split('-').join('+') == 'a+b' && 'abc'.upperAscii() == 'ABC'",
                    "'%s is %d'.format([self.text, self.int]) == 'hello is 5'",
                    "'a1b22'.find('[0-9]+') == '1' && 'a1b22'.findAll('[0-9]+') == ['1', '22']",
                    "isURL('https://a.example:8443/p?q=1') && !isURL('not a url')",
                    "url('https://a.example:8443/p?q=1').getHost() == 'a.example:8443'",
                    "url('https://a.example/p?q=1').getQuery()['q'] == ['1']",
                    "isIP('10.0.0.1') && !isIP('10.0.0.256') && ip('::1').family() == 6",
                    "ip.isCanonical('2001:db8::1') && !ip.isCanonical('2001:DB8::0:1')",
                    "cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').prefixLength()"
                            + " == 8",
                    "!cidr('10.0.0.0/8').containsCIDR(cidr('0.0.0.0/0')) && isCIDR('::/0')",
                    "string(ip('2001:db8:0:0::1')) == '2001:db8::1'",
                    "quantity('1Gi').isGreaterThan(quantity('1G')) && isQuantity('500m')",
                    "quantity('1500m').add(quantity('0.5')).asInteger() == 2",
                    "quantity('1k') == quantity('1000') && quantity('-1').sign() == -1",
                    "dyn(self.none) == null"
                })
        void evaluatesAsKubernetesDoes(String rule) {
            assertThat(errors(Yaml.specSchema(SCHEMA.formatted(rule)), OBJECT)).isEmpty();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"self.unknown == 1", "self.int == 'x'", "self.nope", "size(self) > 0"})
        void rejectsWhatTheTypesForbid(String rule) {
            assertThat(errors(Yaml.specSchema(SCHEMA.formatted(rule)), OBJECT))
                    .singleElement()
                    .asString()
                    .startsWith("spec: Invalid value: \"object\": rule compile error: compilation");
        }

        @Test
        void aComparisonThatOnlyFailsAtRuntimeIsExplained() {
            assertThat(errors(Yaml.specSchema(SCHEMA.formatted("self.port < 'x'")), OBJECT))
                    .containsExactly(
                            "spec: Invalid value: \"object\": 'no such overload': call arguments"
                                + " did not match a supported operator, function or macro signature"
                                + " for rule: self.port < 'x'");
        }
    }
}
