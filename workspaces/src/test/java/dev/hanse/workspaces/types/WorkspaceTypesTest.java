package dev.hanse.workspaces.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.workspaces.path.LogicalClusters;
import dev.hanse.workspaces.path.PathIndex;
import dev.hanse.workspaces.path.TenancyStorage;
import dev.hanse.workspaces.path.TestingObjects;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkspaceTypesTest {
    private static final String LIKE_UNIVERSAL = "extend: {with: [{name: universal, path: root}]}";

    private final TestingObjects objects =
            new TestingObjects()
                    .cluster("root", "", "Ready")
                    .workspace("root", "org", "org1")
                    .cluster("org1", "root:org", "Ready")
                    .type("root", "universal", "{initializer: true}")
                    .type(
                            "root",
                            "organization",
                            "{"
                                    + LIKE_UNIVERSAL
                                    + ", limitAllowedChildren: {types: [{name: universal, path:"
                                    + " root}]}, limitAllowedParents: {types: [{name: root, path:"
                                    + " root}]}}")
                    .type(
                            "root",
                            "root",
                            "{" + LIKE_UNIVERSAL + ", limitAllowedParents: {none: true}}")
                    .type("root", "plain", "{}")
                    .type("org1", "own", "{" + LIKE_UNIVERSAL + "}");
    private final WorkspaceTypes types = types(objects);

    @Test
    void typesAreSearchedUpwards() {
        var org = new ClusterName("org1");

        assertThat(types.findUpwards(org, "own").orElseThrow().reference())
                .hasToString("root:org:own");
        assertThat(types.findUpwards(org, "universal").orElseThrow().reference())
                .hasToString("root:universal");
        assertThat(types.findUpwards(org, "nosuch")).isEmpty();
    }

    @Test
    void aliasesAreTheTypeAndWhatItExtends() {
        assertThat(aliases("root:organization"))
                .extracting(each -> each.reference().toString())
                .containsExactly("root:organization", "root:universal");
    }

    @Test
    void extendingInACircleIsAnError() {
        objects.type("root", "a", "{extend: {with: [{name: b, path: root}]}}");
        objects.type("root", "b", "{extend: {with: [{name: a, path: root}]}}");

        assertThatThrownBy(() -> aliases("root:a"))
                .hasMessage("circular reference detected in workspace type root:a");
    }

    @Test
    void extendingNothingIsAnError() {
        objects.type("root", "a", "{extend: {with: [{name: gone, path: root}]}}");

        assertThatThrownBy(() -> aliases("root:a"))
                .hasMessage("unable to find inherited workspace type root:gone");
    }

    @Test
    void childrenMayComeAsWhatTheyExtend() {
        assertThat(Nesting.problem(aliases("root:organization"), aliases("root:org:own")))
                .isEmpty();
    }

    @Test
    void childrenOutsideTheLimitAreRefused() {
        assertThat(Nesting.problem(aliases("root:organization"), aliases("root:plain")))
                .contains(
                        "workspace type root:organization only allows [root:universal] child"
                                + " workspaces, but child type root:plain only implements"
                                + " [root:plain]");
    }

    @Test
    void parentsOutsideTheLimitAreRefused() {
        assertThat(Nesting.problem(aliases("root:plain"), aliases("root:organization")))
                .contains(
                        "workspace type root:organization only allows [root:root] parent"
                                + " workspaces, but parent type root:plain only implements"
                                + " [root:plain]");
    }

    @Test
    void rootLiesInNothing() {
        assertThat(Nesting.problem(aliases("root:plain"), aliases("root:root")))
                .contains("workspace type root:root cannot have any parent");
    }

    private List<WorkspaceType> aliases(String reference) {
        return types.aliases(types.find(TypeReference.parse(reference)).orElseThrow());
    }

    private static WorkspaceTypes types(TestingObjects objects) {
        var storage = new TenancyStorage(objects);
        var clusters = new LogicalClusters(objects);
        return new WorkspaceTypes(
                objects, storage, clusters, new PathIndex(objects, storage, clusters));
    }
}
