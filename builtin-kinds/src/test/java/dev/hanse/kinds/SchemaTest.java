package dev.hanse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.schema.SchemaNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Spot checks of what the build derived and what the overlay added.
class SchemaTest {
    private static final List<BuiltinKind> KINDS = BuiltinKinds.profile(Profile.KUBERNETES);

    @ParameterizedTest
    @CsvSource({
        "configmaps, metadata.ownerReferences, uid",
        "serviceaccounts, secrets, name",
        "namespaces, status.conditions, type",
        "validatingwebhookconfigurations, webhooks, name",
        "pods, spec.containers, name",
        "pods, spec.containers.items.ports, containerPort",
        "pods, spec.volumes, name",
        "services, spec.ports, port",
        "deployments, spec.template.spec.containers.items.env, name",
    })
    void listsHaveTheMergeKeyOfKubernetes(String plural, String path, String key) {
        var list = SchemaNode.parse(field(plural, path));

        assertThat(list.patchMergeKey()).isEqualTo(key);
        assertThat(list.patchStrategy()).contains("merge");
        assertThat(list.listType()).isEqualTo("map");
        assertThat(list.listMapKeys()).contains(key);
    }

    @ParameterizedTest
    @CsvSource({
        "rolebindings, '', roleRef",
        "roles, rules.items, verbs",
        "events, '', involvedObject",
        "customresourcedefinitions, spec, group",
        "subjectaccessreviews, '', spec",
        "certificatesigningrequests, spec, signerName",
        "pods, spec, containers",
        "deployments, spec, selector",
    })
    void requiredFieldsAreThoseOfKubernetes(String plural, String path, String required) {
        assertThat(field(plural, path).path("required"))
                .extracting(JsonNode::textValue)
                .contains(required);
    }

    @Test
    void roleRulesAndOptionalFieldsAreNotRequired() {
        assertThat(field("roles", "").has("required")).isFalse();
        assertThat(field("configmaps", "").has("required")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "secrets, data.additionalProperties, string, byte",
        "leases, spec.leaseDurationSeconds, integer, int32",
        "leases, spec.renewTime, string, date-time",
        "configmaps, metadata.generation, integer, int64",
        "configmaps, data, object, ''",
        "roles, rules, array, ''",
    })
    void typesAndFormatsAreThoseOfKubernetes(
            String plural, String path, String type, String format) {
        var schema = field(plural, path);

        assertThat(schema.path("type").asText()).isEqualTo(type);
        assertThat(schema.path("format").asText()).isEqualTo(format);
    }

    @Test
    void quantitiesAndPortsMayBeNumbersOrStrings() {
        assertThat(
                        SchemaNode.parse(field("resourcequotas", "spec.hard.additionalProperties"))
                                .intOrString())
                .isTrue();
        assertThat(SchemaNode.parse(field("services", "spec.ports.items.targetPort")).intOrString())
                .isTrue();
    }

    @Test
    void theSchemaInsideADefinitionIsNotLookedInto() {
        var schema =
                field("customresourcedefinitions", "spec.versions.items.schema.openAPIV3Schema");

        assertThat(SchemaNode.parse(schema).preserveUnknownFields()).isTrue();
    }

    @Test
    void defaultsAndEnumsComeFromTheOverlay() {
        var failurePolicy =
                field("validatingwebhookconfigurations", "webhooks.items.failurePolicy");

        assertThat(failurePolicy.path("default").asText()).isEqualTo("Fail");
        assertThat(failurePolicy.path("enum")).hasSize(2);
        assertThat(field("secrets", "type").path("default").asText()).isEqualTo("Opaque");
        assertThat(field("rolebindings", "roleRef").path("x-kubernetes-map-type").asText())
                .isEqualTo("atomic");
    }

    private static JsonNode field(String plural, String path) {
        var schema =
                KINDS.stream()
                        .filter(each -> each.names().plural().equals(plural))
                        .findFirst()
                        .orElseThrow()
                        .schema();
        for (var step : path.isEmpty() ? new String[0] : path.split("\\.", -1)) {
            var properties = schema.path("properties");
            schema = properties.has(step) ? properties.get(step) : schema.required(step);
        }
        return schema;
    }
}
