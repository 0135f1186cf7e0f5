package dev.hanse.apiexports.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.status.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaAdmissionTest {
    private static final String GOOD =
            """
            group: zoo.dev
            names: {plural: zebras, singular: zebra, kind: Zebra, listKind: ZebraList}
            scope: Cluster
            versions:
            - {name: v1, served: true, storage: true, schema: {type: object}}
            """;

    private final SchemaAdmission admission = new SchemaAdmission(new SchemaCompiler());

    @Test
    void acceptsWhatCanBeServed() {
        assertThat(problems("today.zebras.zoo.dev", GOOD)).isEmpty();
    }

    @Test
    void nameEndsInResourceAndGroup() {
        assertThat(problems("today.lions.zoo.dev", GOOD))
                .containsExactly(
                        "metadata.name: Invalid value: \"today.lions.zoo.dev\": must end in"
                                + " .zebras.zoo.dev");
        assertThat(problems("2day.zebras.zoo.dev", GOOD))
                .singleElement()
                .asString()
                .endsWith("must match ^[a-z]([-a-z0-9]*[a-z0-9])?$ in front of .zebras.zoo.dev");
    }

    @Test
    void coreGroupIsTheEmptyString() {
        assertThat(problems("today.zebras.core", GOOD.replace("zoo.dev", "core")))
                .anyMatch(each -> each.endsWith("must be empty string for the core group"));
        assertThat(problems("today.zebras.core", GOOD.replace("zoo.dev", "''"))).isEmpty();
    }

    @Test
    void groupsOfKubernetesNeedAnApproval() {
        assertThat(problems("a.zebras.zoo.k8s.io", GOOD.replace("zoo.dev", "zoo.k8s.io")))
                .singleElement()
                .asString()
                .contains("api-approved.kubernetes.io");
    }

    @Test
    void exactlyOneVersionIsStored() {
        assertThat(
                        problems(
                                "today.zebras.zoo.dev",
                                GOOD.replace("storage: true", "storage: false")))
                .singleElement()
                .asString()
                .endsWith("must have exactly one version marked as storage version");
    }

    @Test
    void listKindIsRequired() {
        assertThat(problems("today.zebras.zoo.dev", GOOD.replace(", listKind: ZebraList", "")))
                .containsExactly("spec.names.listKind: Required value");
    }

    private List<String> problems(String name, String spec) {
        var object =
                new KubeObject((ObjectNode) Yaml.parse("metadata: {}\nspec:\n" + spec.indent(2)));
        return admission.problems(object, name).stream().map(FieldError::toString).toList();
    }
}
