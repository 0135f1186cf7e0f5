package dev.hanse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.schema.CompiledSchema;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What people really send, through the same compiled schemas as custom resources.
class ManifestsTest {
    private static final List<BuiltinKind> KINDS = BuiltinKinds.profile(Profile.KUBERNETES);
    private final SchemaCompiler compiler = new SchemaCompiler();

    @Test
    void aSecretMayHaveEmptyAndWrappedValuesButOnlyBase64() throws JsonProcessingException {
        var secrets = schema("v1/secrets");

        assertThat(secrets.validate(object("{'data': {'a': '', 'b': 'AAAA\\nAAAA\\n'}}"), null))
                .isEmpty();
        assertThat(secrets.validate(object("{'data': {'a': 'not base64'}}"), null))
                .extracting(FieldError::field)
                .containsExactly("data.a");
    }

    @Test
    void aSecretIsOpaqueUnlessItSaysOtherwise() throws JsonProcessingException {
        var secret = object("{'metadata': {'name': 's'}}");

        schema("v1/secrets").applyDefaults(secret);

        assertThat(secret.path("type").asText()).isEqualTo("Opaque");
    }

    @Test
    void quantitiesMayBeFractionsAndNothingElse() throws JsonProcessingException {
        var quotas = schema("v1/resourcequotas");

        assertThat(
                        quotas.validate(
                                object(
                                        "{'spec': {'hard': {'cpu': 0.5, 'pods': 3, 'memory':"
                                                + " '1Gi'}}}"),
                                null))
                .isEmpty();
        assertThat(quotas.validate(object("{'spec': {'hard': {'cpu': true}}}"), null)).isNotEmpty();
    }

    @Test
    void unknownFieldsArePrunedAtEveryDepth() throws JsonProcessingException {
        var binding =
                object(
                        """
                        {'metadata': {'name': 'b'}, 'extra': 1,
                         'roleRef': {'apiGroup': 'rbac.authorization.k8s.io', 'kind': 'Role', 'name': 'r'},
                         'subjects': [{'kind': 'User', 'name': 'ann', 'shoes': 43}]}
                        """);

        assertThat(schema("rbac.authorization.k8s.io/v1/rolebindings").prune(binding))
                .containsExactlyInAnyOrder("extra", "subjects[0].shoes");
    }

    @Test
    void aWebhookGetsTheDefaultsOfKubernetes() throws JsonProcessingException {
        var webhooks =
                object(
                        """
                        {'metadata': {'name': 'w'}, 'webhooks': [{
                          'name': 'a.example.com', 'sideEffects': 'None', 'admissionReviewVersions': ['v1'],
                          'clientConfig': {'service': {'namespace': 'n', 'name': 's'}},
                          'rules': [{'apiGroups': ['*'], 'apiVersions': ['*'], 'operations': ['CREATE'],
                                     'resources': ['pods']}]}]}
                        """);
        var schema = schema("admissionregistration.k8s.io/v1/validatingwebhookconfigurations");

        schema.applyDefaults(webhooks);

        var webhook = webhooks.path("webhooks").path(0);
        assertThat(webhook.path("failurePolicy").asText()).isEqualTo("Fail");
        assertThat(webhook.path("matchPolicy").asText()).isEqualTo("Equivalent");
        assertThat(webhook.path("timeoutSeconds").asInt()).isEqualTo(10);
        assertThat(webhook.path("namespaceSelector").isObject()).isTrue();
        assertThat(webhook.at("/clientConfig/service/port").asInt()).isEqualTo(443);
        assertThat(webhook.at("/rules/0/scope").asText()).isEqualTo("*");
        assertThat(schema.validate(webhooks, null)).isEmpty();
    }

    /// Generators write null status fields and a null creationTimestamp.
    @Test
    void aDefinitionKeepsItsSchemaAndLosesItsNulls() throws JsonProcessingException {
        var definition =
                object(
                        """
                        {'metadata': {'name': 'foos.example.com', 'creationTimestamp': null},
                         'spec': {'group': 'example.com', 'scope': 'Namespaced',
                           'names': {'plural': 'foos', 'kind': 'Foo'},
                           'versions': [{'name': 'v1', 'served': true, 'storage': true,
                             'subresources': {'status': {}},
                             'schema': {'openAPIV3Schema': {'type': 'object', 'properties': {
                               'spec': {'type': 'object', 'x-kubernetes-preserve-unknown-fields': true,
                                        'properties': {'a': {'type': 'string', 'default': null}}}}}}}]},
                         'status': {'acceptedNames': {'kind': '', 'plural': ''}, 'conditions': null,
                                    'storedVersions': null}}
                        """);
        var kept = definition.at("/spec/versions/0/schema").deepCopy();
        var schema = schema("apiextensions.k8s.io/v1/customresourcedefinitions");

        schema.applyDefaults(definition);

        assertThat(schema.prune(definition)).isEmpty();
        assertThat(definition.at("/spec/versions/0/schema")).isEqualTo(kept);
        assertThat(definition.at("/spec/versions/0/subresources/status").isObject()).isTrue();
        assertThat(definition.at("/spec/conversion/strategy").asText()).isEqualTo("None");
        assertThat(definition.path("metadata").has("creationTimestamp")).isFalse();
        assertThat(schema.validate(definition, null)).isEmpty();
    }

    @Test
    void aDeploymentFromTheCommandLineIsCompleted() throws JsonProcessingException {
        var deployment =
                object(
                        """
                        {'metadata': {'name': 'web', 'creationTimestamp': null},
                         'spec': {'selector': {'matchLabels': {'app': 'web'}}, 'strategy': {},
                           'template': {'metadata': {'labels': {'app': 'web'}, 'creationTimestamp': null},
                             'spec': {'containers': [{'name': 'web', 'image': 'web:1', 'resources': {},
                               'ports': [{'containerPort': 80}],
                               'readinessProbe': {'httpGet': {'port': 'http'}}}]}}},
                         'status': {}}
                        """);
        var schema = schema("apps/v1/deployments");

        schema.applyDefaults(deployment);

        var container = deployment.at("/spec/template/spec/containers/0");
        assertThat(deployment.at("/spec/replicas").asInt()).isEqualTo(1);
        assertThat(deployment.at("/spec/template/spec/restartPolicy").asText()).isEqualTo("Always");
        assertThat(container.at("/ports/0/protocol").asText()).isEqualTo("TCP");
        assertThat(container.at("/readinessProbe/periodSeconds").asInt()).isEqualTo(10);
        assertThat(schema.validate(deployment, null)).isEmpty();
    }

    @Test
    void wrongTypesAndUnknownWordsAreRefused() throws JsonProcessingException {
        assertThat(schema("v1/configmaps").validate(object("{'data': {'a': 1}}"), null))
                .extracting(FieldError::field)
                .containsExactly("data.a");
        assertThat(
                        schema("rbac.authorization.k8s.io/v1/clusterrolebindings")
                                .validate(
                                        object(
                                                """
                                                {'roleRef': {'apiGroup': '', 'kind': 'ClusterRole', 'name': 'r'},
                                                 'subjects': [{'kind': 'Robot', 'name': 'x'}]}
                                                """),
                                        null))
                .extracting(FieldError::field)
                .containsExactly("subjects[0].kind");
    }

    private CompiledSchema schema(String resource) {
        return compiler.compile(
                KINDS.stream()
                        .filter(each -> each.resource().toString().equals(resource))
                        .findFirst()
                        .orElseThrow()
                        .schema());
    }

    private static ObjectNode object(String json) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    }
}
