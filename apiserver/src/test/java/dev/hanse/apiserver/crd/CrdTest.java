package dev.hanse.apiserver.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.AdmissionRequest;
import dev.hanse.apiserver.admission.AdmissionRequest.Operation;
import dev.hanse.apiserver.catalog.Catalog;
import dev.hanse.apiserver.catalog.Column;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.ResourceNames;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.apiserver.catalog.TestingDefinitions;
import dev.hanse.apiserver.catalog.VersionDefinition;
import dev.hanse.apiserver.read.TestingObjects;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.apiserver.request.ClusterScope;
import dev.hanse.apiserver.request.Query;
import dev.hanse.apiserver.request.RequestContext;
import dev.hanse.apiserver.request.RequestInfo;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.machinery.tenancy.ClusterName;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CrdTest {

    private static final ClusterName HERE = new ClusterName("here");
    private static final ClusterName THERE = new ClusterName("there");

    private final TestingObjects objects = new TestingObjects();
    private final Catalog catalog =
            new Catalog(
                    List.of(new CrdSource(objects, TestingDefinitions.compiler())), objects, 10);
    private final CrdStrategy strategy = new CrdStrategy(new SchemaCompiler());
    private final CrdNaming naming = new CrdNaming(catalog::surface);

    @Nested
    class Serving {

        @Test
        void definitionIsEstablishedAndServedByTheWriteThatCreatesIt() {
            var crd = create(HERE, widgets());

            assertThat(Crd.isTrue(crd.json(), Crd.ESTABLISHED)).isTrue();
            assertThat(crd.json().at("/status/acceptedNames/plural").asText()).isEqualTo("widgets");
            assertThat(crd.json().at("/status/storedVersions")).hasToString("[\"v1\"]");
            assertThat(catalog.surface(HERE).find("example.org", "v1", "widgets")).isPresent();
            assertThat(catalog.surface(THERE).definitions()).isEmpty();
        }

        @Test
        void equalDefinitionsInTwoClustersAreOne() {
            create(HERE, widgets());
            create(THERE, widgets());

            assertThat(catalog.surface(HERE)).isSameAs(catalog.surface(THERE));
        }

        @Test
        void nothingNewIsCreatedWhileADefinitionGoes() {
            var crd = create(HERE, widgets());
            objects.put(
                    HERE,
                    crd.with(
                            json ->
                                    json.withObject("metadata")
                                            .put("deletionTimestamp", "2026-01-02T03:04:05Z")));

            assertThat(served().definition().verbs()).doesNotContain("create").contains("list");
        }

        @Test
        void versionsSayWhatTheySaid() {
            create(HERE, widgets());
            VersionDefinition v1 = served().version();
            var old =
                    catalog.surface(HERE)
                            .find("example.org", "v1alpha1", "widgets")
                            .orElseThrow()
                            .version();

            assertThat(v1.hasStatus()).isTrue();
            assertThat(v1.scale())
                    .isEqualTo(new VersionDefinition.Scale(".spec.size", ".status.size", ""));
            assertThat(old.deprecationWarning())
                    .isEqualTo("example.org/v1alpha1 Widget is deprecated");
            assertThat(served().definition().storageVersion()).isEqualTo("v1");
            assertThat(served().definition().segment())
                    .isEqualTo(ResourceDefinition.CUSTOM_RESOURCES);
        }

        @Test
        void columnsThatCannotBeReadAreNotShown() {
            var crd = widgets();
            ((ObjectNode) crd.at("/spec/versions/1"))
                    .withArray("additionalPrinterColumns")
                    .addObject()
                    .put("name", "X")
                    .put("type", "string")
                    .put("jsonPath", ".spec[");
            create(HERE, crd);

            assertThat(strategy.validate(crd)).isEmpty();
            assertThat(served().version().columns())
                    .extracting(Column::name)
                    .containsExactly("Name", "Age");
        }

        private ServedResource served() {
            return catalog.surface(HERE).find("example.org", "v1", "widgets").orElseThrow();
        }
    }

    @Nested
    class Naming {

        @Test
        void missingNamesAreDerivedFromTheKind() {
            var crd = widgets();
            ((ObjectNode) crd.at("/spec/names")).remove(List.of("singular", "listKind"));

            var created = create(HERE, crd);

            assertThat(created.json().at("/spec/names/singular").asText()).isEqualTo("widget");
            assertThat(created.json().at("/status/acceptedNames/listKind").asText())
                    .isEqualTo("WidgetList");
        }

        @Test
        void nameInUseIsNotAcceptedUntilItIsFree() {
            var first = create(HERE, widgets());

            var second = create(HERE, gadgetsOfKindWidget());

            assertThat(Crd.isTrue(second.json(), Crd.ESTABLISHED)).isFalse();
            assertThat(condition(second, Crd.NAMES_ACCEPTED))
                    .contains("ListKindConflict", "\\\"WidgetList\\\" is already in use");
            assertThat(second.json().at("/status/acceptedNames/plural").asText())
                    .isEqualTo("gadgets");

            objects.remove(HERE, first);
            var again = update(HERE, second.json().deepCopy(), second);

            assertThat(Crd.isTrue(again.json(), Crd.ESTABLISHED)).isTrue();
        }

        @Test
        void establishedDefinitionDoesNotConflictWithItself() {
            var crd = create(HERE, widgets());

            var updated = update(HERE, crd.json().deepCopy(), crd);

            assertThat(updated).isEqualTo(crd);
        }

        @Test
        void groupsDoNotShareNames() {
            create(HERE, widgets());

            var other = yaml(widgets().toString().replace("example.org", "example.net"));

            assertThat(Crd.isTrue(create(HERE, other).json(), Crd.ESTABLISHED)).isTrue();
        }

        private static String condition(KubeObject crd, String type) {
            for (var each : crd.status().path("conditions")) {
                if (each.path("type").asText().equals(type)) {
                    return each.toString();
                }
            }
            return "";
        }

        private static ObjectNode gadgetsOfKindWidget() {
            return yaml(
                    widgets()
                            .toString()
                            .replace("widgets", "gadgets")
                            .replace("\"widget\"", "\"gadget\"")
                            .replace("\"wd\"", "\"gd\""));
        }
    }

    @Nested
    class Validating {

        @Test
        void soundDefinitionPasses() {
            assertThat(strategy.validate(widgets())).isEmpty();
        }

        @Test
        void nameIsPluralAndGroup() {
            assertThat(errors("/metadata/name", "things.example.org"))
                    .containsExactly(
                            "metadata.name: Invalid value: \"things.example.org\": must be"
                                    + " spec.names.plural+\".\"+spec.group");
        }

        @Test
        void exactlyOneVersionIsStored() {
            var crd = widgets();
            ((ObjectNode) crd.at("/spec/versions/0")).put("storage", true);

            assertThat(messages(strategy.validate(crd)))
                    .singleElement()
                    .asString()
                    .endsWith("must have exactly one version marked as storage version");
        }

        @Test
        void everyVersionHasASchema() {
            var crd = widgets();
            ((ObjectNode) crd.at("/spec/versions/0")).remove("schema");

            assertThat(messages(strategy.validate(crd)))
                    .containsExactly("spec.versions[0].schema.openAPIV3Schema: Required value");
        }

        @Test
        void schemaIsStructural() {
            var crd = widgets();
            ((ObjectNode) crd.at("/spec/versions/1/schema/openAPIV3Schema/properties/spec"))
                    .remove("type");

            assertThat(strategy.validate(crd))
                    .extracting(FieldError::field)
                    .contains("spec.versions[1].schema.openAPIV3Schema.properties[spec].type");
        }

        @Test
        void kubernetesGroupsNeedApproval() {
            var crd = yaml(widgets().toString().replace("example.org", "x.k8s.io"));

            assertThat(strategy.validate(crd))
                    .extracting(FieldError::field)
                    .containsExactly("metadata.annotations[api-approved.kubernetes.io]");

            crd.withObject("metadata")
                    .withObject("annotations")
                    .put("api-approved.kubernetes.io", "unapproved, a test");
            assertThat(strategy.validate(crd)).isEmpty();
        }

        @Test
        void whatStorageDependsOnCannotChange() {
            var old = create(HERE, widgets()).json();
            var crd = old.deepCopy();
            ((ObjectNode) crd.at("/spec")).put("scope", "Cluster");
            ((ObjectNode) crd.at("/spec/names")).put("kind", "Other");

            assertThat(messages(strategy.validateUpdate(crd, old)))
                    .containsExactly(
                            "spec.scope: Invalid value: \"Cluster\": field is immutable",
                            "spec.names.kind: Invalid value: \"Other\": field is immutable");
        }

        @Test
        void storedVersionsStay() {
            var old = create(HERE, widgets()).json();
            var crd = old.deepCopy();
            crd.withObject("status").withArray("storedVersions").add("v0");

            assertThat(strategy.validateUpdate(crd, old))
                    .extracting(FieldError::field)
                    .containsExactly("status.storedVersions[1]");
        }

        @Test
        void columnsAndScalePathsAreChecked() {
            var crd = widgets();
            var version = (ObjectNode) crd.at("/spec/versions/1");
            version.withArray("additionalPrinterColumns")
                    .addObject()
                    .put("name", "X")
                    .put("type", "text")
                    .put("jsonPath", "[[");
            version.withObject("subresources")
                    .withObject("scale")
                    .put("specReplicasPath", ".status.size");

            assertThat(strategy.validate(crd))
                    .extracting(FieldError::field)
                    .containsExactly(
                            "spec.versions[1].subresources.scale.specReplicasPath",
                            "spec.versions[1].additionalPrinterColumns[3].type",
                            "spec.versions[1].additionalPrinterColumns[3].JSONPath");
        }

        private List<String> errors(String pointer, String value) {
            var crd = widgets();
            int slash = pointer.lastIndexOf('/');
            ((ObjectNode) crd.at(pointer.substring(0, slash)))
                    .put(pointer.substring(slash + 1), value);
            return messages(strategy.validate(crd));
        }

        private static List<String> messages(List<FieldError> errors) {
            return errors.stream().map(FieldError::toString).toList();
        }
    }

    @Test
    void finalizerComesBackUnlessTheDefinitionGoes() {
        var old = create(HERE, widgets()).json();
        var put = old.deepCopy();
        put.withObject("metadata").remove("finalizers");

        strategy.prepareForUpdate(context(), put, old);

        assertThat(put.at("/metadata/finalizers/0").asText()).isEqualTo(Crd.FINALIZER);
    }

    private KubeObject create(ClusterName cluster, ObjectNode crd) {
        strategy.prepareForCreate(context(), crd);
        return admit(cluster, crd, null);
    }

    private KubeObject update(ClusterName cluster, ObjectNode crd, KubeObject old) {
        strategy.prepareForUpdate(context(), crd, old.json());
        return admit(cluster, crd, old);
    }

    private KubeObject admit(ClusterName cluster, ObjectNode crd, @Nullable KubeObject old) {
        crd.withObject("metadata").putArray("finalizers").add(Crd.FINALIZER);
        naming.mutate(
                new AdmissionRequest(
                        context(),
                        old == null ? Operation.CREATE : Operation.UPDATE,
                        cluster,
                        crdDefinition(),
                        "",
                        "",
                        crd.path("metadata").path("name").asText(),
                        crd,
                        old,
                        false,
                        crd.objectNode()));
        var stored = new KubeObject(crd);
        objects.put(cluster, stored);
        return stored;
    }

    private static ResourceDefinition crdDefinition() {
        var widgets = TestingDefinitions.widgets();
        var names = widgets.names();
        return new ResourceDefinition(
                "crds",
                Crd.RESOURCE.group(),
                new ResourceNames(
                        Crd.RESOURCE.resource(),
                        names.singular(),
                        "CustomResourceDefinition",
                        names.listKind(),
                        List.of(),
                        List.of()),
                false,
                "",
                widgets.versions(),
                "v1",
                widgets.converter(),
                Strategy.CUSTOM_RESOURCE,
                Set.of());
    }

    private static RequestContext context() {
        return new RequestContext(
                User.of("jane"),
                ClusterScope.of(HERE),
                RequestInfo.parse(
                        "POST",
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        Query.EMPTY),
                null,
                TestingDefinitions.NOW,
                Duration.ofMinutes(1));
    }

    static ObjectNode widgets() {
        var crd =
                yaml(
                        """
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: widgets.example.org}
                        """);
        crd.set("spec", Yaml.parse(TestingDefinitions.WIDGETS));
        return crd;
    }

    private static ObjectNode yaml(String text) {
        return (ObjectNode) Yaml.parse(text);
    }
}
