package dev.hanse.machinery.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.schema.SchemaNode;
import dev.hanse.machinery.status.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrategicMergePatchTest {

    private static final SchemaNode SCHEMA =
            SchemaNode.parse(
                    Yaml.parse(
                            """
                            type: object
                            properties:
                              items: &items
                                type: array
                                x-kubernetes-patch-strategy: merge
                                x-kubernetes-patch-merge-key: name
                                items:
                                  type: object
                                  properties:
                                    name: {type: string}
                                    v: {type: integer}
                                    ports:
                                      type: array
                                      x-kubernetes-patch-strategy: merge
                                      x-kubernetes-patch-merge-key: port
                                      items: {type: object, properties: {port: {type: integer}}}
                              set: {type: array, x-kubernetes-patch-strategy: merge,
                                items: {type: string}}
                              list: {type: array, items: {type: string}}
                              strategy: {type: object, x-kubernetes-patch-strategy: retainKeys,
                                properties: {type: {type: string}, rolling: {type: object}}}
                              whole: {type: object, x-kubernetes-patch-strategy: replace}
                            """));

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {a: {b: 1, c: 2}}                       | {a: {b: null, d: 3}}                           | {a: {c: 2, d: 3}}
                    {}                                      | {a: {b: null, c: 1}}                           | {a: {c: 1}}
                    {list: [x, y]}                          | {list: [z]}                                    | {list: [z]}
                    {whole: {a: 1}}                         | {whole: {b: 2}}                                | {whole: {b: 2}}
                    {items: [{name: a, v: 1}]}              | {items: [{name: a, v: 2}]}                     | {items: [{name: a, v: 2}]}
                    {items: [{name: a, v: 1}]}              | {items: [{name: b}]}                           | {items: [{name: b}, {name: a, v: 1}]}
                    {items: [{name: a}, {name: b}]}         | {items: [{name: a, $patch: delete}]}           | {items: [{name: b}]}
                    {items: [{name: a}]}                    | {items: [{$patch: replace}, {name: c}]}        | {items: [{name: c}]}
                    {items: [{name: a, v: 1}]}              | {items: [{name: a, v: null}]}                  | {items: [{name: a}]}
                    {items: [{name: a, ports: [{port: 1, n: x}]}]} | {items: [{name: a, ports: [{port: 1, n: y}, {port: 2}]}]} | {items: [{name: a, ports: [{port: 1, n: y}, {port: 2}]}]}
                    {items: [{name: a}]}                    | {items: null}                                  | {}
                    {}                                      | {items: [{name: a, $patch: delete}, {name: b}]} | {items: [{name: b}]}
                    {set: [a, b]}                           | {set: [b, c]}                                  | {set: [a, b, c]}
                    {set: [a, b, c]}                        | {$deleteFromPrimitiveList/set: [b]}            | {set: [a, c]}
                    {}                                      | {$deleteFromPrimitiveList/set: [b]}            | {}
                    {set: [a, b, c]}                        | {$setElementOrder/set: [c, a, b]}              | {set: [c, a, b]}
                    {items: [{name: a}, {name: b}]}         | {$setElementOrder/items: [{name: b}, {name: a}]} | {items: [{name: b}, {name: a}]}
                    {items: [{name: a}, {name: s}, {name: b}]} | {$setElementOrder/items: [{name: b}, {name: c}, {name: a}], items: [{name: c}]} | {items: [{name: s}, {name: b}, {name: c}, {name: a}]}
                    {strategy: {type: r, rolling: {}}}      | {strategy: {type: x, $retainKeys: [type]}}     | {strategy: {type: x}}
                    {a: {b: 1}}                             | {a: {c: 2, $patch: replace}}                   | {a: {c: 2}}
                    {a: {b: 1}}                             | {a: {$patch: delete}}                          | {a: {}}
                    {a: {b: 1}}                             | {a: {c: 2, $patch: merge}}                     | {a: {b: 1, c: 2}}
                    {a: 1}                                  | {a: {b: 1}}                                    | {a: {b: 1}}
                    {a: 1}                                  | {$patch: replace, b: 2}                        | {b: 2}
                    {a: 1}                                  | {$patch: delete}                               | {}
                    {items: [{name: a, v: 1}, {name: b}]}   | {$setElementOrder/items: [{name: b}, {name: a}], items: [{name: a, v: 3}]} | {items: [{name: b}, {name: a, v: 3}]}
                    {items: [{name: a}, {name: b}]}         | {$setElementOrder/items: [{name: b}], items: [{name: a, $patch: delete}]} | {items: [{name: b}]}
                    {items: [{name: a}]}                    | {items: [{name: z, $patch: delete}]}           | {items: [{name: a}]}
                    {items: [{name: a, ports: [{port: 1}, {port: 2}]}]} | {items: [{name: a, ports: [{port: 1, $patch: delete}]}]} | {items: [{name: a, ports: [{port: 2}]}]}
                    {items: [{name: a, ports: [{port: 1}]}]} | {items: [{name: a, ports: [{$patch: replace}, {port: 3}]}]} | {items: [{name: a, ports: [{port: 3}]}]}
                    {items: [{name: a, v: 1}]}              | {items: []}                                    | {items: [{name: a, v: 1}]}
                    {set: [a, b]}                           | {$deleteFromPrimitiveList/set: [a], $setElementOrder/set: [c, b], set: [c]} | {set: [c, b]}
                    {set: [a, b, a]}                        | {$deleteFromPrimitiveList/set: [a]}            | {set: [b]}
                    {strategy: {type: r, rolling: {x: 1}}}  | {strategy: {$retainKeys: [type, rolling], rolling: {y: 2}}} | {strategy: {type: r, rolling: {x: 1, y: 2}}}
                    {strategy: {type: r, rolling: {x: 1}}}  | {strategy: {$retainKeys: [rolling], rolling: {y: 2}}} | {strategy: {rolling: {x: 1, y: 2}}}
                    {}                                      | {strategy: {type: x, $retainKeys: [type]}}     | {strategy: {type: x}}
                    {metadata: {finalizers: [a]}}           | {metadata: {finalizers: [b]}}                  | {metadata: {finalizers: [b, a]}}
                    {metadata: {finalizers: [a, b]}}        | {metadata: {$deleteFromPrimitiveList/finalizers: [a]}} | {metadata: {finalizers: [b]}}
                    {metadata: {ownerReferences: [{uid: a}]}} | {metadata: {ownerReferences: [{uid: a, $patch: delete}]}} | {metadata: {ownerReferences: []}}
                    """)
    void aPatchIsMergedByTheSchema(String document, String patch, String result) {
        assertThat(StrategicMergePatch.apply(Yaml.parse(document), Yaml.parse(patch), SCHEMA))
                .isEqualTo(Yaml.parse(result));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {items: [{name: a}]}  | {items: [{v: 1}]}                           | 400 | map: {"v":1} does not contain declared merge key: name
                    {items: [{name: a}]}  | {items: [{$patch: delete}]}                 | 400 | map: {"$patch":"delete"} does not contain declared merge key: name
                    {a: {b: 1}}           | {a: {$patch: swap}}                         | 400 | unknown patch type: swap in map: {}
                    {strategy: {type: r}} | {strategy: {type: x, $retainKeys: [y]}}     | 400 | invalid patch format of retainKeys
                    {strategy: {type: r}} | {strategy: {type: x, $retainKeys: y}}       | 400 | invalid patch format of retainKeys
                    {set: [a]}            | {$deleteFromPrimitiveList/set: b}           | 400 | invalid patch format of primitive list
                    {set: [a]}            | {$setElementOrder/set: b}                   | 400 | invalid patch format of setElementOrder list
                    {set: [a]}            | [1]                                         | 400 | invalid JSON document
                    {set: [[a]]}          | {set: [[b]]}                                | 422 | the server rejected our request due to an error in our request
                    """)
    void aPatchThatMakesNoSenseIsRefused(String document, String patch, int code, String why) {
        var refused =
                catchThrowableOfType(
                        ApiException.class,
                        () ->
                                StrategicMergePatch.apply(
                                        Yaml.parse(document), Yaml.parse(patch), SCHEMA));

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.status().message()).isEqualTo(why);
    }

    @Test
    void itemsThatAreNotInTheOrderListAreRefused() {
        var patch = Yaml.parse("{$setElementOrder/set: [a], set: [b]}");

        var refused =
                catchThrowableOfType(
                        ApiException.class,
                        () -> StrategicMergePatch.apply(Yaml.parse("{set: [a]}"), patch, SCHEMA));

        assertThat(refused.status().message()).contains("doesn't match $setElementOrder list");
    }

    @Test
    void withoutASchemaListsAreReplaced() {
        assertThat(
                        StrategicMergePatch.apply(
                                Yaml.parse("{items: [{name: a}], m: {x: 1}}"),
                                Yaml.parse("{items: [{name: b}], m: {y: 1}}"),
                                null))
                .isEqualTo(Yaml.parse("{items: [{name: b}], m: {x: 1, y: 1}}"));
    }
}
