package dev.hanse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.GroupVersionKind;
import org.junit.jupiter.api.Test;

class OpenApiComponentsTest {

    private static final String SCHEMA_PROPS =
            "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps";

    private final OpenApiComponents all = OpenApiComponents.read();

    @Test
    void everyKindIsThereUnderTheNameOfItsGoType() {
        for (var kind : BuiltinKinds.profile(Profile.KUBERNETES)) {
            assertThat(all.contains(OpenApiComponents.name(kind.kind())))
                    .as(OpenApiComponents.name(kind.kind()))
                    .isTrue();
        }
        assertThat(OpenApiComponents.name(new GroupVersionKind("apps", "v1", "Deployment")))
                .isEqualTo("io.k8s.api.apps.v1.Deployment");
        assertThat(
                        OpenApiComponents.name(
                                new GroupVersionKind("rbac.authorization.k8s.io", "v1", "Role")))
                .isEqualTo("io.k8s.api.rbac.v1.Role");
    }

    @Test
    void fieldsReferToTypesAndSayWhatIsTheirOwn() {
        var spec =
                closure("io.k8s.api.apps.v1.Deployment").get("io.k8s.api.apps.v1.DeploymentSpec");

        assertThat(spec.at("/properties/template"))
                .hasToString(
                        "{\"default\":{},\"allOf\":[{\"$ref\":\"#/components/schemas/"
                                + "io.k8s.api.core.v1.PodTemplateSpec\"}]}");
        assertThat(spec.at("/properties/selector"))
                .hasToString(
                        "{\"$ref\":\"#/components/schemas/"
                                + "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector\"}");
        assertThat(spec.at("/properties/strategy/x-kubernetes-patch-strategy").asText())
                .isEqualTo("retainKeys");
    }

    @Test
    void itemsOfListsAndValuesOfMapsAreReferences() {
        var components = closure("io.k8s.api.core.v1.Pod");

        assertThat(components.at("/io.k8s.api.core.v1.PodSpec/properties/containers/items"))
                .hasToString(
                        "{\"default\":{},\"allOf\":[{\"$ref\":"
                                + "\"#/components/schemas/io.k8s.api.core.v1.Container\"}]}");
        assertThat(
                        components.at(
                                "/io.k8s.api.core.v1.ResourceRequirements/properties/limits"
                                        + "/additionalProperties/$ref"))
                .hasToString(
                        "\"#/components/schemas/io.k8s.apimachinery.pkg.api.resource.Quantity\"");
    }

    @Test
    void fieldsThatProtobufHasInAMessageOfTheirOwnAreReferences() {
        var handler = closure("io.k8s.api.core.v1.Pod").at("/io.k8s.api.core.v1.Probe/properties");

        assertThat(
                        handler.at("/httpGet/allOf/0/$ref").asText()
                                + handler.at("/httpGet/$ref").asText())
                .endsWith("io.k8s.api.core.v1.HTTPGetAction");
    }

    @Test
    void schemasOfSchemasAreRecursive() {
        var props = closure(SCHEMA_PROPS).get(SCHEMA_PROPS);

        assertThat(props.at("/properties/not/$ref").asText()).endsWith(SCHEMA_PROPS);
        assertThat(props.at("/properties/properties/additionalProperties/$ref").asText())
                .endsWith(SCHEMA_PROPS);
        assertThat(props.at("/properties/items/allOf/0/$ref").asText())
                .endsWith("JSONSchemaPropsOrArray");
    }

    @Test
    void whatOnlyTheServerNeedsIsNotPublished() {
        assertThat(closure("io.k8s.api.core.v1.Secret").toString()).doesNotContain("x-hanse");
    }

    private ObjectNode closure(String name) {
        var components = JsonNodeFactory.instance.objectNode();
        all.addTo(components, name);
        return components;
    }
}
