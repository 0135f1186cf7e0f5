package dev.hanse.machinery.apply;

import static dev.hanse.machinery.apply.ApplyActor.thing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.schema.SchemaNode;
import dev.hanse.machinery.status.ApiException;
import java.util.StringJoiner;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FieldManagersTest {

    private static final SchemaNode SCHEMA =
            ApplyActor.schema(
                    """
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          replicas: {type: integer}
                          paused: {type: boolean}
                          image: {type: string}
                          selector: {type: object, x-kubernetes-map-type: atomic,
                            additionalProperties: {type: string}}
                          args: {type: array, items: {type: string}}
                          names: {type: array, x-kubernetes-list-type: set, items: {type: string}}
                          ports:
                            type: array
                            x-kubernetes-list-type: map
                            x-kubernetes-list-map-keys: [port, protocol]
                            items:
                              type: object
                              properties:
                                port: {type: integer}
                                protocol: {type: string, default: TCP}
                                name: {type: string}
                                target: {type: string}
                          free: {type: object, x-kubernetes-preserve-unknown-fields: true}
                      status:
                        type: object
                        properties:
                          phase: {type: string}
                    """);

    private final ApplyActor actor = new ApplyActor(SCHEMA);

    @Nested
    class Apply {

        @Test
        void createsTheObjectAndOwnsItsFields() {
            actor.apply("a", "metadata: {name: n, labels: {x: y}}\nspec: {replicas: 1}");

            assertThat(actor.object())
                    .isEqualTo(
                            thing(
                                    """
                                    metadata:
                                      name: n
                                      labels: {x: y}
                                      managedFields:
                                        - manager: a
                                          operation: Apply
                                          apiVersion: v1
                                          time: "2026-01-01T00:00:01Z"
                                          fieldsType: FieldsV1
                                          fieldsV1:
                                            f:metadata: {f:labels: {f:x: {}}}
                                            f:spec: {f:replicas: {}}
                                    spec: {replicas: 1}
                                    """));
        }

        @Test
        void twoManagersMayAgree() {
            actor.apply("a", "spec: {replicas: 1, image: i}");
            actor.apply("b", "spec: {replicas: 1}");

            actor.apply("a", "spec: {image: i}");

            assertThat(actor.content()).isEqualTo(thing("spec: {replicas: 1, image: i}"));
            assertThat(actor.fields("a")).isEqualTo(".spec.image");
            assertThat(actor.fields("b")).isEqualTo(".spec.replicas");
        }

        @Test
        void anotherValueConflictsWithItsOwner() {
            actor.apply("a", "spec: {replicas: 1}");

            var refused = refused(() -> actor.apply("b", "spec: {replicas: 2}"));

            assertThat(refused.code()).isEqualTo(409);
            assertThat(refused.status().message())
                    .isEqualTo("Apply failed with 1 conflict: conflict with \"a\": .spec.replicas");
            assertThat(refused.status().toJson().path("details"))
                    .isEqualTo(
                            Yaml.parse(
                                    """
                                    causes:
                                      - reason: FieldManagerConflict
                                        message: conflict with "a"
                                        field: .spec.replicas
                                    """));
            assertThat(actor.content()).isEqualTo(thing("spec: {replicas: 1}"));
        }

        @Test
        void severalConflictsAreListedByOwner() {
            actor.update("u", "spec: {replicas: 1, ports: [{port: 80, protocol: TCP, name: x}]}");
            actor.apply("a", "spec: {image: i}");

            var refused =
                    refused(
                            () ->
                                    actor.apply(
                                            "b",
                                            "spec: {replicas: 2, image: j,"
                                                    + " ports: [{port: 80, name: z}]}"));

            assertThat(refused.status().message())
                    .isEqualTo(
                            """
                            Apply failed with 3 conflicts: conflicts with "a":
                            - .spec.image
                            conflicts with "u" using v1:
                            - .spec.replicas
                            - .spec.ports[port=80,protocol="TCP"].name\
                            """);
        }

        @Test
        void forceTakesTheFieldFromItsOwner() {
            actor.apply("a", "spec: {replicas: 1, image: i}");

            actor.force("b", "spec: {replicas: 2}");

            assertThat(actor.content()).isEqualTo(thing("spec: {replicas: 2, image: i}"));
            assertThat(actor.fields("a")).isEqualTo(".spec.image");
            assertThat(actor.fields("b")).isEqualTo(".spec.replicas");
        }

        @Test
        void aManagerThatLostEverythingIsForgotten() {
            actor.apply("a", "spec: {replicas: 1}");

            actor.force("b", "spec: {replicas: 2}");

            assertThat(actor.managedFields()).hasSize(1);
        }

        @Test
        void fieldsThatAreAppliedNoLongerAreRemoved() {
            actor.apply("a", "metadata: {labels: {x: y, z: w}}\nspec: {replicas: 1, image: i}");

            actor.apply("a", "metadata: {labels: {x: y}}\nspec: {image: i}");

            assertThat(actor.content())
                    .isEqualTo(thing("metadata: {labels: {x: y}}\nspec: {image: i}"));
        }

        @Test
        void aParentThatIsEmptyAfterRemovalGoesToo() {
            actor.apply("a", "spec: {replicas: 1, ports: [{port: 1, name: x}]}");

            actor.apply("a", "metadata: {labels: {x: y}}");

            assertThat(actor.content()).isEqualTo(thing("metadata: {labels: {x: y}}"));
        }

        @Test
        void aFieldThatAnUpdaterOwnsStaysWhenTheApplierDropsIt() {
            actor.apply("a", "spec: {replicas: 1, image: i}");
            actor.update("hpa", "spec: {replicas: 5, image: i}");

            actor.apply("a", "spec: {image: i}");

            assertThat(actor.content()).isEqualTo(thing("spec: {replicas: 5, image: i}"));
            assertThat(actor.fields("hpa")).isEqualTo(".spec.replicas");
        }

        @Test
        void applyingTheSameAgainChangesNothingNotEvenTimes() {
            actor.apply("a", "spec: {replicas: 1, names: [x], ports: [{port: 1}]}");
            var before = actor.object();

            actor.apply("a", "spec: {replicas: 1, names: [x], ports: [{port: 1}]}");

            assertThat(actor.object()).isEqualTo(before);
        }

        @Test
        void anEmptyConfigurationGivesEverythingUp() {
            actor.apply("a", "metadata: {name: n}\nspec: {replicas: 1}");

            actor.apply("a", "metadata: {name: n}");

            assertThat(actor.content()).isEqualTo(thing("metadata: {name: n}"));
            assertThat(actor.managedFields()).isEmpty();
        }

        @Test
        void objectsFromBeforeTheFirstApplyBelongToAnUpdater() {
            actor.update("u", "metadata: {managedFields: []}\nspec: {replicas: 1}");
            actor.update("u", "metadata: {managedFields: [{}], uid: x}\nspec: {replicas: 1}");

            var refused = refused(() -> actor.apply("a", "spec: {replicas: 2}"));

            assertThat(refused.status().message())
                    .isEqualTo(
                            "Apply failed with 1 conflict: conflict with \"before-first-apply\""
                                    + " using v1: .spec.replicas");
        }

        @Test
        void managedFieldsCannotBeApplied() {
            var refused =
                    refused(() -> actor.apply("a", "metadata: {managedFields: [{manager: x}]}"));

            assertThat(refused.code()).isEqualTo(400);
            assertThat(refused.status().message()).isEqualTo("metadata.managedFields must be nil");
        }

        @Test
        void whatTheSchemaDoesNotKnowIsRefused() {
            var refused =
                    refused(
                            () ->
                                    actor.apply(
                                            "a",
                                            "metadata: {name: n, namespace: s}\n"
                                                    + "spec: {nope: 1, replicas: x}"));

            assertThat(refused.status().message())
                    .isEqualTo(
                            """
                            failed to create typed patch object (s/n; v1, Kind=Thing): errors:
                              .spec.nope: field not declared in schema
                              .spec.replicas: expected numeric (int or float), got string\
                            """);
        }
    }

    @Nested
    class Lists {

        @Test
        void itemsOfMapsAreOwnedByTheirKeysWithDefaults() {
            actor.apply("a", "spec: {ports: [{port: 80, name: x}]}");
            actor.apply("b", "spec: {ports: [{port: 80, protocol: UDP, name: y}]}");
            actor.apply("c", "spec: {ports: [{port: 80, protocol: TCP, target: t}]}");

            assertThat(actor.content())
                    .isEqualTo(
                            thing(
                                    """
                                    spec:
                                      ports:
                                      - {port: 80, name: x, protocol: TCP, target: t}
                                      - {port: 80, protocol: UDP, name: y}
                                    """));
            assertThat(actor.fields("a"))
                    .isEqualTo(
                            """
                            .spec.ports[port=80,protocol="TCP"]
                            .spec.ports[port=80,protocol="TCP"].name
                            .spec.ports[port=80,protocol="TCP"].port\
                            """);
        }

        @Test
        void anItemGoesWhenItsOnlyApplierDropsIt() {
            actor.apply("a", "spec: {ports: [{port: 1}, {port: 2}, {port: 3}]}");
            actor.apply("b", "spec: {ports: [{port: 2, target: t}]}");

            actor.apply("a", "spec: {ports: [{port: 3}]}");

            assertThat(actor.content())
                    .isEqualTo(thing("spec: {ports: [{port: 2, target: t}, {port: 3}]}"));
        }

        @Test
        void setsAreUnited() {
            actor.apply("a", "spec: {names: [x, y]}");
            actor.apply("b", "spec: {names: [y, z]}");

            actor.apply("a", "spec: {names: [x]}");

            assertThat(actor.content()).isEqualTo(thing("spec: {names: [x, y, z]}"));
            assertThat(actor.fields("b")).isEqualTo(".spec.names[=\"y\"]\n.spec.names[=\"z\"]");
        }

        @Test
        void atomicListsAndMapsHaveOneOwner() {
            actor.apply("a", "spec: {args: [x], selector: {k: v}}");

            var refused = refused(() -> actor.apply("b", "spec: {args: [y], selector: {l: w}}"));

            assertThat(refused.status().message())
                    .isEqualTo(
                            """
                            Apply failed with 2 conflicts: conflicts with "a":
                            - .spec.args
                            - .spec.selector\
                            """);
        }

        @Test
        void atomicValuesAreReplacedAsAWhole() {
            actor.apply("a", "spec: {args: [x, y], selector: {k: v}}");

            actor.apply("a", "spec: {args: [z], selector: {l: w}}");

            assertThat(actor.content()).isEqualTo(thing("spec: {args: [z], selector: {l: w}}"));
        }

        @Test
        void theAppliersOrderWins() {
            actor.update("u", "spec: {names: [l, a, b, m]}");

            actor.apply("a", "spec: {names: [x, b, a]}");

            assertThat(actor.content()).isEqualTo(thing("spec: {names: [l, x, b, m, a]}"));
        }

        @Test
        void anItemMustNotOccurTwice() {
            var refused = refused(() -> actor.apply("a", "spec: {ports: [{port: 1}, {port: 1}]}"));

            assertThat(refused.status().message())
                    .endsWith(".spec.ports: duplicate entries for key [port=1,protocol=\"TCP\"]");
        }

        @Test
        void anItemMustHaveItsKeys() {
            var refused = refused(() -> actor.apply("a", "spec: {ports: [{name: x}]}"));

            assertThat(refused.status().message())
                    .endsWith(
                            ".spec.ports: element 0: associative list with keys has an element that"
                                    + " omits key field \"port\" (and doesn't have default value)");
        }

        @Test
        void finalizersAreASetWhateverTheSchemaSays() {
            actor.apply("a", "metadata: {finalizers: [a/x]}");
            actor.apply("b", "metadata: {finalizers: [b/y]}");

            actor.apply("a", "metadata: {}");

            assertThat(actor.content()).isEqualTo(thing("metadata: {finalizers: [b/y]}"));
        }
    }

    @Nested
    class Deduced {

        @Test
        void unknownMapsAreGranularAndListsAtomic() {
            actor.apply("a", "spec: {free: {m: {x: 1}, l: [1]}}");
            actor.apply("b", "spec: {free: {m: {y: 2}}}");

            var refused = refused(() -> actor.apply("b", "spec: {free: {l: [2], m: {y: 2}}}"));

            assertThat(actor.content()).isEqualTo(thing("spec: {free: {m: {x: 1, y: 2}, l: [1]}}"));
            assertThat(refused.status().message())
                    .isEqualTo("Apply failed with 1 conflict: conflict with \"a\": .spec.free.l");
        }

        @Test
        void withoutASchemaEverythingIsDeduced() {
            var untyped = new ApplyActor(null);
            untyped.apply("a", "data: {x: {y: 1}}");

            untyped.apply("a", "data: {x: {z: [1]}}");

            assertThat(untyped.content()).isEqualTo(thing("data: {x: {z: [1]}}"));
        }

        @Test
        void aMapMayBecomeAScalar() {
            actor.apply("a", "spec: {free: {m: {x: 1}}}");

            actor.apply("a", "spec: {free: {m: text}}");

            assertThat(actor.content()).isEqualTo(thing("spec: {free: {m: text}}"));
            assertThat(actor.fields("a")).isEqualTo(".spec.free.m");
        }
    }

    @Nested
    class Update {

        @Test
        void ownsWhatItChangesAndTakesItFromOthers() {
            actor.apply("a", "metadata: {labels: {x: y}}\nspec: {replicas: 1, image: i}");

            actor.update("u", "metadata: {labels: {x: y}}\nspec: {replicas: 2, image: i}");

            assertThat(actor.fields("u")).isEqualTo(".spec.replicas");
            assertThat(actor.fields("a")).isEqualTo(".metadata.labels.x\n.spec.image");
        }

        @Test
        void aCreatedObjectBelongsToItsCreator() {
            actor.update("u", "metadata: {name: n, uid: u, labels: {a: b}}\nspec: {replicas: 1}");

            assertThat(actor.fields("u"))
                    .isEqualTo(
                            """
                            .spec
                            .metadata.labels
                            .metadata.labels.a
                            .spec.replicas\
                            """);
        }

        @Test
        void whatDisappearsBelongsToNobody() {
            actor.apply("a", "spec: {replicas: 1, image: i}");

            actor.update("u", "spec: {image: i}");

            assertThat(actor.fields("a")).isEqualTo(".spec.image");
            assertThat(actor.fields("u")).isEmpty();
        }

        @Test
        void keepsTheTimeWhenNothingChanges() {
            actor.update("u", "spec: {replicas: 1}");
            var before = actor.object();

            actor.update("u", "spec: {replicas: 1}");

            assertThat(actor.object()).isEqualTo(before);
        }

        @Test
        void theSameManagerCanApplyAndUpdate() {
            actor.apply("a", "spec: {replicas: 1}");
            actor.update("a", "spec: {replicas: 2}");

            var refused = refused(() -> actor.apply("a", "spec: {replicas: 1}"));

            assertThat(refused.status().message())
                    .isEqualTo(
                            "Apply failed with 1 conflict: conflict with \"a\" using v1:"
                                    + " .spec.replicas");
        }

        @Test
        void aSubresourceHasItsOwnEntry() {
            actor.update("c", "metadata: {uid: u}\nspec: {replicas: 1}");
            actor.updateStatus("c", "metadata: {uid: u}\nspec: {replicas: 1}\nstatus: {phase: up}");

            assertThat(actor.managedFields())
                    .extracting(each -> each.path("subresource").asText())
                    .containsExactly("", "status");
            var refused = refused(() -> actor.applyStatus("a", "status: {phase: down}"));
            assertThat(refused.status().message())
                    .isEqualTo(
                            "Apply failed with 1 conflict: conflict with \"c\" with subresource"
                                    + " \"status\" using v1: .status.phase");
        }

        @Test
        void ignoredFieldsChangeNoOwner() {
            actor.update("c", "spec: {replicas: 1}\nstatus: {phase: up}");

            assertThat(actor.fields("c")).doesNotContain("status");
        }

        @Test
        void theOldestOfManyUpdatersAreMerged() {
            var fields = new StringJoiner(", ");
            for (int i = 0; i < 13; i++) {
                fields.add("f" + i + ": 1");
                actor.update("u" + i, "spec: {free: {" + fields + "}}");
            }

            assertThat(actor.managedFields()).hasSize(10);
            assertThat(actor.fields("ancient-changes"))
                    .contains(".f0", ".f1", ".f2", ".f3")
                    .doesNotContain(".f4");
            assertThat(actor.fields("u4")).isEqualTo(".spec.free.f4");
        }

        @Test
        void anEmptyListResetsAndTrackingStartsAgainWithApply() {
            actor.update("u", "metadata: {uid: x}\nspec: {replicas: 1}");

            actor.update("u", "metadata: {uid: x, managedFields: []}\nspec: {replicas: 2}");

            assertThat(actor.managedFields()).isEmpty();
            actor.update("u", "metadata: {uid: x}\nspec: {replicas: 3}");
            assertThat(actor.managedFields()).isEmpty();
            actor.apply("a", "spec: {image: i}");
            assertThat(actor.fields("a")).isEqualTo(".spec.image");
            assertThat(actor.fields("before-first-apply")).contains(".spec.replicas");
        }

        @Test
        void invalidManagedFieldsAreReplacedByThoseOfTheLiveObject() {
            actor.update("u", "spec: {replicas: 1}");

            actor.update(
                    "u",
                    "metadata: {managedFields: [{manager: x, operation: Steal}]}\n"
                            + "spec: {replicas: 1}");

            assertThat(actor.fields("u")).contains(".spec.replicas");
            actor.update(
                    "u",
                    """
                    metadata:
                      managedFields:
                        - {manager: v, operation: Apply, apiVersion: v1, fieldsType: FieldsV1,
                           fieldsV1: {"k:{broken": {}}}
                    spec: {replicas: 1}
                    """);
            assertThat(actor.fields("u")).contains(".spec.replicas");
        }

        @Test
        void managedFieldsThatAreSentCount() {
            actor.update("u", "spec: {replicas: 1}");

            actor.update(
                    "u",
                    """
                    metadata:
                      managedFields:
                        - {manager: v, operation: Apply, apiVersion: v1, fieldsType: FieldsV1,
                           fieldsV1: {"f:spec": {"f:replicas": {}}}}
                    spec: {replicas: 1}
                    """);

            assertThat(actor.fields("u")).isEmpty();
            assertThat(actor.fields("v")).isEqualTo(".spec.replicas");
        }
    }

    @Nested
    class UpgradeFromClientSideApply {

        private static final String ANNOTATED =
                """
                metadata:
                  annotations:
                    kubectl.kubernetes.io/last-applied-configuration: |
                      {"apiVersion":"v1","kind":"Thing","spec":{"replicas":1,"image":"i"}}
                """;

        @Test
        void kubectlTakesOverWhatItAppliedItself() {
            actor.update("kubectl-client-side-apply", ANNOTATED + "spec: {replicas: 1, image: i}");

            actor.apply("kubectl", "spec: {replicas: 2, image: i}");

            assertThat(actor.content().path("spec"))
                    .isEqualTo(thing("spec: {replicas: 2, image: i}").path("spec"));
            assertThat(actor.object().findPath("annotations").elements().next().asText())
                    .isEqualTo(
                            "{\"apiVersion\":\"v1\",\"kind\":\"Thing\",\"spec\":{\"replicas\":2,"
                                    + "\"image\":\"i\"}}\n");
        }

        @Test
        void whatOthersChangedSinceIsStillAConflict() {
            actor.update("kubectl-client-side-apply", ANNOTATED + "spec: {replicas: 1, image: i}");
            actor.update("hpa", ANNOTATED + "spec: {replicas: 5, image: i}");

            var refused = refused(() -> actor.apply("kubectl", "spec: {replicas: 2, image: j}"));

            assertThat(refused.status().message())
                    .isEqualTo(
                            "Apply failed with 1 conflict: conflict with \"hpa\" using v1:"
                                    + " .spec.replicas");
        }

        @Test
        void otherManagersGetNoSuchHelp() {
            actor.update("kubectl-client-side-apply", ANNOTATED + "spec: {replicas: 1, image: i}");

            var refused = refused(() -> actor.apply("me", "spec: {replicas: 2}"));

            assertThat(refused.status().message())
                    .contains("\"kubectl-client-side-apply\" using v1");
        }
    }

    private static ApiException refused(Runnable action) {
        var thrown = catchThrowableOfType(ApiException.class, action::run);
        assertThat(thrown).as("the write is refused").isNotNull();
        return thrown;
    }
}
