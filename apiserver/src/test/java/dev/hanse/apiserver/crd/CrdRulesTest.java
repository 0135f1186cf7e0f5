package dev.hanse.apiserver.crd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What Kubernetes says about definitions that make no sense, word for word.
class CrdRulesTest {

    private static final String SOUND =
            """
            metadata: {name: ships.sea.dev}
            spec:
              group: sea.dev
              scope: Namespaced
              names: {plural: ships, singular: ship, kind: Ship, listKind: ShipList}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        properties:
                          port: {type: string}
                          sails: {type: integer}
                          crew: {type: array, items: {type: string}}
                          flags: {type: object, additionalProperties: {type: boolean}}
            """;

    private final CrdRules rules = new CrdRules(new SchemaCompiler());

    @Test
    void aSoundDefinitionIsNotComplainedAbout() {
        assertThat(problems(parse())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # of the definition
                    /spec | {scope: Galaxy} | spec.scope: Unsupported value: "Galaxy": supported values: "Cluster", "Namespaced"
                    /spec | {scope: ""} | spec.scope: Required value
                    /spec | {preserveUnknownFields: true} | spec.preserveUnknownFields: Invalid value: true: cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead
                    /spec | {conversion: {strategy: Magic}} | spec.conversion.strategy: Unsupported value: "Magic": supported values: "None", "Webhook"
                    /spec | {conversion: {strategy: Webhook, webhook: {conversionReviewVersions: [v1]}}} | spec.conversion.webhookClientConfig: Required value: required when strategy is set to Webhook
                    /spec | {conversion: {strategy: Webhook, webhook: {clientConfig: {}, conversionReviewVersions: [v1]}}} | spec.conversion.webhookClientConfig: Required value: exactly one of url or service is required
                    /spec | {conversion: {strategy: Webhook, webhook: {clientConfig: {url: 'https://a.b'}}}} | spec.conversion.conversionReviewVersions: Required value
                    /spec | {conversion: {strategy: Webhook, webhook: {clientConfig: {url: 'https://a.b'}, conversionReviewVersions: [v1, v1]}}} | spec.conversion.conversionReviewVersions[1]: Invalid value: "v1": duplicate version
                    /spec | {conversion: {strategy: None, webhook: {conversionReviewVersions: [v1]}}} | spec.conversion.conversionReviewVersions: Forbidden: should not be set when strategy is not set to Webhook
                    /spec/names | {shortNames: [S]} | spec.names.shortNames[0]: Invalid value: "S": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')
                    /spec/names | {listKind: Ship} | spec.names.listKind: Invalid value: "Ship": kind and listKind may not be the same
                    # of a version
                    /spec/versions/0 | {schema: {}} | spec.versions[0].schema.openAPIV3Schema: Required value
                    /spec/versions/0 | {deprecationWarning: gone} | spec.versions[0].deprecationWarning: Invalid value: "gone": can only be set for deprecated versions
                    /spec/versions/0 | {deprecated: true, deprecationWarning: ""} | spec.versions[0].deprecationWarning: Invalid value: "": must not be an empty string
                    /spec/versions/0 | {deprecated: true, deprecationWarning: "a\\u00fc\\tb"} | spec.versions[0].deprecationWarning: Invalid value: "aü\\x09b": must only contain printable UTF-8 characters; non-printable character found at index 3
                    # of what all versions have in common
                    /spec/versions/0/schema/openAPIV3Schema | {nullable: true} | spec.validation.openAPIV3Schema.nullable: Forbidden: nullable cannot be true at the root
                    /spec/versions/0/schema/openAPIV3Schema/properties | {status: {}} | spec.validation.openAPIV3Schema.properties[status].type: Required value: must not be empty for specified object fields
                    /spec/versions/0 | {subresources: {scale: {specReplicasPath: spec.sails, statusReplicasPath: .status.sails}}} | spec.subresources.scale.specReplicasPath: Invalid value: "spec.sails": must be a simple json path starting with .
                    /spec/versions/0 | {subresources: {scale: {specReplicasPath: .status.sails, statusReplicasPath: .status.sails}}} | spec.subresources.scale.specReplicasPath: Invalid value: ".status.sails": should be a json path under .spec
                    /spec/versions/0 | {subresources: {scale: {specReplicasPath: .spec.sails, statusReplicasPath: .status.sails, labelSelectorPath: .metadata.x}}} | spec.subresources.scale.labelSelectorPath: Invalid value: ".metadata.x": should be a json path under either .spec or .status
                    /spec/versions/0 | {additionalPrinterColumns: [{name: A, type: string}]} | spec.additionalPrinterColumns[0].JSONPath: Required value
                    /spec/versions/0 | {additionalPrinterColumns: [{name: A, type: text, jsonPath: .a}]} | spec.additionalPrinterColumns[0].type: Invalid value: "text": must be one of boolean,date,integer,number,string
                    /spec/versions/0 | {selectableFields: [{jsonPath: spec.port}]} | spec.selectableFields[0].jsonPath: Invalid value: "spec.port": is an invalid path: expected [ or . but got: spec
                    /spec/versions/0 | {selectableFields: [{jsonPath: .spec.nope}]} | spec.selectableFields[0].jsonPath: Invalid value: ".spec.nope": is an invalid path: does not refer to a valid field
                    /spec/versions/0 | {selectableFields: [{jsonPath: '.spec.flags[''a'']'}]} | spec.selectableFields[0].jsonPath: Invalid value: ".spec.flags['a']": is an invalid path: array notation is not allowed
                    /spec/versions/0 | {selectableFields: [{jsonPath: .spec.}]} | spec.selectableFields[0].jsonPath: Invalid value: ".spec.": is an invalid path: unexpected end of JSON path
                    /spec/versions/0 | {selectableFields: [{jsonPath: .spec.crew}]} | spec.selectableFields[0].jsonPath: Invalid value: ".spec.crew": must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.
                    /spec/versions/0 | {selectableFields: [{jsonPath: .spec.port}, {jsonPath: .spec.port}]} | spec.selectableFields[1].jsonPath: Duplicate value: ".spec.port"
                    /spec/versions/0 | {selectableFields: [{jsonPath: .spec.flags.a}, {jsonPath: .spec.flags.b}, {jsonPath: .spec.flags.c}, {jsonPath: .spec.flags.d}, {jsonPath: .spec.flags.e}, {jsonPath: .spec.flags.f}, {jsonPath: .spec.flags.g}, {jsonPath: .spec.flags.h}, {jsonPath: .spec.flags.i}]} | spec.selectableFields: Too many: 9: must have at most 8 items
                    """)
    void aProblemIsNamedAsInKubernetes(String pointer, String change, String problem) {
        var crd = parse();
        ((ObjectNode) crd.at(pointer)).setAll((ObjectNode) Yaml.parse(change));

        assertThat(problems(crd)).containsExactly(problem);
    }

    @Test
    void whatVersionsSayDifferentlyIsNamedWithTheVersion() {
        var crd = parse();
        var second = ((ObjectNode) crd.at("/spec/versions/0")).deepCopy();
        second.put("name", "v2").put("storage", false);
        ((ObjectNode) second.at("/schema/openAPIV3Schema/properties/spec")).remove("type");
        ((ObjectNode) crd.path("spec")).withArray("versions").add(second);

        assertThat(problems(crd))
                .containsExactly(
                        "spec.versions[1].schema.openAPIV3Schema.properties[spec].type: Required"
                                + " value: must not be empty for specified object fields");
    }

    @Test
    void aSchemaWithAStatusHasOnlyPropertiesAtItsRoot() {
        var crd = parse();
        ((ObjectNode) crd.at("/spec/versions/0")).withObject("subresources").putObject("status");
        ((ObjectNode) crd.at("/spec/versions/0/schema/openAPIV3Schema"))
                .putArray("oneOf")
                .addObject()
                .putArray("required")
                .add("spec");

        assertThat(problems(crd))
                .singleElement()
                .asString()
                .startsWith(
                        "spec.validation.openAPIV3Schema: Invalid value: \"oneOf\": only"
                                + " [Description Type Format Title ")
                .endsWith(
                        "XPreserveUnknownFields XValidations] fields are allowed at the root of the"
                                + " schema if the status subresource is enabled");
    }

    private List<String> problems(ObjectNode crd) {
        return rules.validate(crd, MissingNode.getInstance()).stream()
                .map(FieldError::toString)
                .toList();
    }

    private static ObjectNode parse() {
        return (ObjectNode) Yaml.parse(SOUND);
    }
}
