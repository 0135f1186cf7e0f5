package dev.hanse.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.schema.SchemaNode;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltinKindsTest {
    private static final List<BuiltinKind> CONTROL_PLANE =
            BuiltinKinds.profile(Profile.CONTROL_PLANE);
    private static final List<BuiltinKind> KUBERNETES = BuiltinKinds.profile(Profile.KUBERNETES);

    /// kcp's list of built-in APIs in a workspace, without the system kind `logicalclusters`, and
    /// the reviews about oneself.
    @Test
    void aWorkspaceServesExactlyWhatKcpServes() {
        var served =
                CONTROL_PLANE.stream()
                        .map(each -> each.resource() + (each.namespaced() ? " N" : " C"))
                        .toList();

        assertThat(served)
                .containsExactlyInAnyOrder(
                        "v1/namespaces C",
                        "v1/configmaps N",
                        "v1/events N",
                        "v1/resourcequotas N",
                        "v1/secrets N",
                        "v1/serviceaccounts N",
                        "rbac.authorization.k8s.io/v1/clusterroles C",
                        "rbac.authorization.k8s.io/v1/clusterrolebindings C",
                        "rbac.authorization.k8s.io/v1/roles N",
                        "rbac.authorization.k8s.io/v1/rolebindings N",
                        "certificates.k8s.io/v1/certificatesigningrequests C",
                        "coordination.k8s.io/v1/leases N",
                        "admissionregistration.k8s.io/v1/mutatingwebhookconfigurations C",
                        "admissionregistration.k8s.io/v1/validatingwebhookconfigurations C",
                        "admissionregistration.k8s.io/v1/mutatingadmissionpolicies C",
                        "admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings C",
                        "admissionregistration.k8s.io/v1/validatingadmissionpolicies C",
                        "admissionregistration.k8s.io/v1/validatingadmissionpolicybindings C",
                        "events.k8s.io/v1/events N",
                        "apiextensions.k8s.io/v1/customresourcedefinitions C",
                        "authorization.k8s.io/v1/subjectaccessreviews C",
                        "authorization.k8s.io/v1/localsubjectaccessreviews N",
                        "authorization.k8s.io/v1/selfsubjectaccessreviews C",
                        "authorization.k8s.io/v1/selfsubjectrulesreviews C",
                        "authentication.k8s.io/v1/tokenreviews C",
                        "authentication.k8s.io/v1/selfsubjectreviews C");
    }

    @Test
    void onlyTheKindsKcpSaysHaveAStatusSubresource() {
        assertThat(CONTROL_PLANE)
                .filteredOn(each -> each.subresource("status").isPresent())
                .extracting(each -> each.names().plural())
                .containsExactlyInAnyOrder(
                        "namespaces",
                        "resourcequotas",
                        "certificatesigningrequests",
                        "validatingadmissionpolicies",
                        "customresourcedefinitions");
    }

    @Test
    void aClusterServesTheControlPlanesKindsAndWorkloads() {
        assertThat(KUBERNETES).extracting(BuiltinKind::resource).doesNotHaveDuplicates();
        assertThat(KUBERNETES)
                .extracting(BuiltinKind::kind)
                .containsAll(CONTROL_PLANE.stream().map(BuiltinKind::kind).toList());
        assertThat(KUBERNETES)
                .extracting(each -> each.names().plural())
                .contains("pods", "services", "nodes", "deployments", "jobs", "endpointslices");
    }

    @ParameterizedTest
    @MethodSource("kubernetes")
    void everySchemaIsStructuralAndWithoutReferences(BuiltinKind kind) {
        var schemas =
                Stream.concat(
                        Stream.of(kind.schema()),
                        kind.subresources().stream().map(Subresource::schema));

        schemas.forEach(
                schema -> {
                    var parsed = SchemaNode.parse(schema);
                    assertThat(parsed.type()).isEqualTo("object");
                    assertThat(parsed.properties()).containsKeys("apiVersion", "kind");
                    requireNoReference(schema);
                });
    }

    @ParameterizedTest
    @MethodSource("kubernetes")
    void everyKindIsDescribedAndPrintsColumns(BuiltinKind kind) {
        assertThat(kind.description()).isNotBlank();
        assertThat(kind.columns())
                .extracting(Column::name)
                .contains("Name")
                .doesNotHaveDuplicates();
        assertThat(kind.columns()).extracting(Column::format).contains("name");
    }

    @Test
    void columnsOfTheControlPlaneAreDescribed() {
        for (var kind : CONTROL_PLANE) {
            assertThat(kind.columns())
                    .filteredOn(each -> each.cell() instanceof Column.Cell.Computed)
                    .as(kind.names().plural())
                    .allSatisfy(each -> assertThat(each.description()).isNotEmpty());
        }
    }

    @ParameterizedTest
    @MethodSource("kubernetes")
    void everyPathInTheOverlayLeadsToAField(BuiltinKind kind) {
        var schemas =
                KUBERNETES.stream()
                        .filter(each -> each.equals(kind) || isStored(each, kind))
                        .map(each -> SchemaNode.parse(each.schema()))
                        .toList();
        var paths = new HashSet<>(kind.immutableFields());
        kind.selectableFields().forEach(each -> paths.addAll(each.jsonPaths()));
        for (var column : kind.columns()) {
            if (column.cell() instanceof Column.Cell.Field(var path, _)) {
                paths.add(path);
            }
        }

        assertThat(paths).allMatch(path -> schemas.stream().anyMatch(each -> leads(path, each)));
    }

    /// Fields are selected in the form that is stored, too.
    private static boolean isStored(BuiltinKind stored, BuiltinKind kind) {
        return stored.resource().equals(kind.storedAs());
    }

    private static boolean leads(String path, @Nullable SchemaNode schema) {
        var node = schema;
        for (var name : path.substring(1).split("\\.", -1)) {
            node = node == null ? null : node.property(name);
        }
        return node != null;
    }

    static List<BuiltinKind> kubernetes() {
        return KUBERNETES;
    }

    private static void requireNoReference(JsonNode schema) {
        assertThat(schema.has("$ref")).isFalse();
        schema.path("properties").forEach(BuiltinKindsTest::requireNoReference);
        requireNoReference(schema, "items");
        requireNoReference(schema, "additionalProperties");
    }

    private static void requireNoReference(JsonNode schema, String keyword) {
        if (schema.has(keyword)) {
            requireNoReference(schema.get(keyword));
        }
    }
}
