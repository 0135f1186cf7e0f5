package dev.hanse.apiexports.conversion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.Converter;
import dev.hanse.machinery.codec.Yaml;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConversionTest {
    private static final Converter EXPORTS = new ExportConverter();
    private static final Converter BINDINGS = new BindingConverter();

    @Test
    void schemaNamesBecomeResourcesInTheirOrder() {
        var converted =
                convert(
                        EXPORTS,
                        """
                        apiVersion: apis.kcp.io/v1alpha1
                        kind: APIExport
                        metadata: {name: e}
                        spec: {latestResourceSchemas: [v1.zebras.zoo.dev, v2.pods.core]}
                        """,
                        "v1alpha2");

        assertThat(converted)
                .isEqualTo(
                        parse(
                                """
                                apiVersion: apis.kcp.io/v1alpha2
                                kind: APIExport
                                metadata: {name: e}
                                spec:
                                  resources:
                                  - {name: zebras, group: zoo.dev, schema: v1.zebras.zoo.dev, storage: {crd: {}}}
                                  - {name: pods, group: "", schema: v2.pods.core, storage: {crd: {}}}
                                """));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{resources: [{name: a, group: b.c, schema: v1.a.b.c, storage: {crd: {}}}]}",
                "{resources: [{name: a, group: b.c, schema: v1.a.b.c, storage: {virtual:"
                        + " {identityHash: x, reference: {kind: K, name: n}}}}]}",
                "{permissionClaims: [{group: '', resource: secrets, verbs: ['*']}]}",
                "{permissionClaims: [{group: '', resource: secrets, verbs: [get], defaultSelector:"
                        + " {matchLabels: {a: b}}}]}",
                "{maximalPermissionPolicy: {local: {}}, identity: {secretRef: {name: s}}}"
            })
    void newerExportsSurviveTheOlderVersion(String spec) {
        var original =
                "{apiVersion: apis.kcp.io/v1alpha2, metadata: {name: e}, spec: " + spec + "}";

        var older = convert(EXPORTS, original, "v1alpha1");
        var back = EXPORTS.convert(older, "apis.kcp.io", "v1alpha2");

        assertThat(back).isEqualTo(parse(original));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{latestResourceSchemas: [v1.b.x.y, v1.a.x.y]}",
                "{permissionClaims: [{group: '', resource: secrets, all: true}]}",
                "{permissionClaims: [{resource: secrets, resourceSelector: [{name: n, namespace:"
                        + " m}]}]}"
            })
    void olderExportsSurviveTheNewerVersion(String spec) {
        var original =
                "{apiVersion: apis.kcp.io/v1alpha1, metadata: {name: e}, spec: " + spec + "}";

        var newer = convert(EXPORTS, original, "v1alpha2");
        var back = EXPORTS.convert(newer, "apis.kcp.io", "v1alpha1");

        assertThat(back).isEqualTo(parse(original));
    }

    @Test
    void simpleClaimsLeaveNoTraceInAnnotations() {
        var older =
                convert(
                        EXPORTS,
                        "{apiVersion: apis.kcp.io/v1alpha2, metadata: {name: e}, spec:"
                            + " {permissionClaims: [{group: '', resource: secrets, identityHash:"
                            + " '', verbs: ['*']}]}}",
                        "v1alpha1");

        assertThat(older)
                .isEqualTo(
                        parse(
                                "{apiVersion: apis.kcp.io/v1alpha1, metadata: {name: e}, spec:"
                                        + " {permissionClaims: [{group: '', resource: secrets, all:"
                                        + " true}]}}"));
    }

    @Test
    void acceptedClaimsOfOlderBindingsSelectEverything() {
        var newer =
                convert(
                        BINDINGS,
                        "{apiVersion: apis.kcp.io/v1alpha1, spec: {permissionClaims: [{resource:"
                                + " secrets, all: true, state: Accepted}]}}",
                        "v1alpha2");

        assertThat(newer.path("spec").path("permissionClaims").path(0))
                .isEqualTo(
                        parse(
                                "{resource: secrets, verbs: ['*'], selector: {matchAll: true},"
                                        + " state: Accepted}"));
    }

    @Test
    void newerBindingsSurviveTheOlderVersion() {
        var original =
                """
                apiVersion: apis.kcp.io/v1alpha2
                metadata: {name: b}
                spec:
                  reference: {export: {path: "root:p", name: e}}
                  permissionClaims:
                  - {group: "", resource: secrets, verbs: [get], selector: {matchLabels: {a: b}}, state: Rejected}
                status:
                  phase: Bound
                  exportPermissionClaims: [{group: "", resource: secrets, verbs: [get, list]}]
                  appliedPermissionClaims: [{group: "", resource: secrets, verbs: [get], selector: {matchAll: true}}]
                """;

        var older = convert(BINDINGS, original, "v1alpha1");
        assertThat(older.path("spec").path("permissionClaims").path(0).path("all").asBoolean())
                .isTrue();

        assertThat(BINDINGS.convert(older, "apis.kcp.io", "v1alpha2")).isEqualTo(parse(original));
    }

    private static ObjectNode convert(Converter converter, String yaml, String version) {
        return converter.convert(parse(yaml), "apis.kcp.io", version);
    }

    private static ObjectNode parse(String yaml) {
        return (ObjectNode) Yaml.parse(yaml);
    }
}
