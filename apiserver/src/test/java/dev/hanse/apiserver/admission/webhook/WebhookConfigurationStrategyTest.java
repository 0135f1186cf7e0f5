package dev.hanse.apiserver.admission.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.admission.matching.AdmissionVariables;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookConfigurationStrategyTest {

    private static final Strategy STRATEGY =
            Objects.requireNonNull(
                    WebhookConfigurationStrategy.byResource(
                                    AdmissionVariables.language(new SchemaCompiler()))
                            .get(
                                    new GroupResource(
                                            "admissionregistration.k8s.io",
                                            "mutatingwebhookconfigurations")));

    private static final String RULE =
            "operations: [CREATE], apiGroups: [\"\"], apiVersions: [v1], resources: [pods]";

    /// The errors about one webhook that is fine but for `fields`.
    private static List<FieldError> check(String fields) {
        var good =
                (ObjectNode)
                        Yaml.parse(
                                """
                                name: a.example.org
                                clientConfig: {url: "https://hooks.example.org/a"}
                                admissionReviewVersions: [v1]
                                rules: [{%s}]
                                """
                                        .formatted(RULE));
        good.setAll((ObjectNode) Yaml.parse("{" + fields + "}"));
        var configuration = (ObjectNode) Yaml.parse("{webhooks: []}");
        configuration.withArray("webhooks").add(good);
        return STRATEGY.validate(configuration);
    }

    @Test
    void acceptsWhatIsInOrder() {
        assertThat(check("timeoutSeconds: 30")).isEmpty();
        assertThat(
                        check(
                                "matchConditions: [{name: a, expression: \"request.operation =="
                                        + " 'CREATE' && object.spec.x > 1\"}]"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: short | webhooks[0].name | domain with at least three segments",
                "name: '' | webhooks[0].name | Required value",
                "timeoutSeconds: 31 | webhooks[0].timeoutSeconds | between 1 and 30 seconds",
                "clientConfig: {} | webhooks[0].clientConfig | exactly one of url or service",
                "clientConfig: {url: 'http://a.b/c'} | webhooks[0].clientConfig.url"
                        + " | 'https' is the only allowed URL scheme",
                "clientConfig: {url: 'https://u@a.b/c'} | webhooks[0].clientConfig.url"
                        + " | user information is not permitted in the URL",
                "clientConfig: {url: 'https://a.b/c?d=e'} | webhooks[0].clientConfig.url"
                        + " | query parameters are not permitted in the URL",
                "clientConfig: {url: 'https://a.b/c#d'} | webhooks[0].clientConfig.url"
                        + " | fragments are not permitted in the URL",
                "clientConfig: {url: 'https:///c'} | webhooks[0].clientConfig.url"
                        + " | host must be provided",
                "clientConfig: {service: {name: a}} | webhooks[0].clientConfig.service.namespace"
                        + " | service namespace is required",
                "clientConfig: {service: {name: a, namespace: b, port: 0}}"
                        + " | webhooks[0].clientConfig.service.port | must be between 1 and 65535",
                "clientConfig: {service: {name: a, namespace: b, path: x}}"
                        + " | webhooks[0].clientConfig.service.path | must start with a '/'",
                "clientConfig: {service: {name: a, namespace: b, path: /x//y}}"
                        + " | webhooks[0].clientConfig.service.path | segment[1] may not be empty",
                "admissionReviewVersions: [] | webhooks[0].admissionReviewVersions"
                        + " | must specify one of v1, v1beta1",
                "admissionReviewVersions: [v2] | webhooks[0].admissionReviewVersions"
                        + " | must include at least one of v1, v1beta1",
                "admissionReviewVersions: [v1, v1] | webhooks[0].admissionReviewVersions[1]"
                        + " | duplicate version",
                "objectSelector: {matchExpressions: [{key: a, operator: Near}]}"
                        + " | webhooks[0].objectSelector | not a valid label selector operator",
                "matchConditions: [{name: a, expression: ' '}]"
                        + " | webhooks[0].matchConditions[0].expression | Required value",
                "matchConditions: [{name: a, expression: 'request.opration == 1'}]"
                        + " | webhooks[0].matchConditions[0].expression | undefined field",
                "matchConditions: [{name: a, expression: 'request.name'}]"
                        + " | webhooks[0].matchConditions[0].expression | must evaluate to bool",
                "matchConditions: [{name: 'a b', expression: 'true'}]"
                        + " | webhooks[0].matchConditions[0].name | must consist of alphanumeric",
                "matchConditions: [{name: a, expression: 'true'}, {name: a, expression: 'true'}]"
                        + " | webhooks[0].matchConditions[1].name | Duplicate value",
            })
    void namesTheFieldThatIsWrong(String fields, String field, String message) {
        var errors = check(fields);

        assertThat(errors).extracting(FieldError::field).containsOnly(field);
        assertThat(errors.getFirst().body()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "operations: [] | operations | Required value",
                "operations: ['*', CREATE] | operations | must not specify other operations",
                "operations: [CREAT] | operations[0] | Unsupported value",
                "apiGroups: [] | apiGroups | Required value",
                "apiGroups: ['*', apps] | apiGroups | must not specify other API groups",
                "apiVersions: ['*', v1] | apiVersions | must not specify other API versions",
                "apiVersions: [''] | apiVersions[0] | Required value",
                "resources: [] | resources | Required value",
                "resources: [''] | resources[0] | Required value",
                "resources: ['*/*', pods] | resources | must not specify other resources",
                "resources: ['*', pods] | resources"
                        + " | must not specify other resources without subresources",
                "resources: ['pods/*', pods/status] | resources[1]"
                        + " | if 'pods/*' is present, must not specify pods/status",
                "resources: ['*/status', pods/status] | resources[1]"
                        + " | if '*/status' is present, must not specify pods/status",
            })
    void namesThePartOfARuleThatIsWrong(String fields, String field, String message) {
        var rule = (ObjectNode) Yaml.parse("{" + RULE + "}");
        rule.setAll((ObjectNode) Yaml.parse("{" + fields + "}"));

        var errors = check("rules: [" + rule + "]");

        assertThat(errors)
                .extracting(FieldError::field)
                .containsOnly("webhooks[0].rules[0]." + field);
        assertThat(errors.getFirst().body()).contains(message);
    }

    @Test
    void refusesTwoWebhooksOfOneName() {
        var twice =
                (ObjectNode)
                        Yaml.parse(
                                """
                                webhooks:
                                - {name: a.b.c, clientConfig: {url: "https://x"},
                                   admissionReviewVersions: [v1]}
                                - {name: a.b.c, clientConfig: {url: "https://x"},
                                   admissionReviewVersions: [v1]}
                                """);

        assertThat(STRATEGY.validate(twice))
                .extracting(FieldError::field)
                .containsExactly("webhooks[1].name");
    }
}
