package dev.hanse.apiserver.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.apiserver.catalog.ApiSurface;
import dev.hanse.apiserver.catalog.ResourceDefinition;
import dev.hanse.apiserver.catalog.TestingDefinitions;
import dev.hanse.apiserver.registry.Strategy;
import dev.hanse.kinds.Profile;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.schema.SchemaCompiler;
import dev.hanse.machinery.tenancy.ClusterName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BuiltinSourceTest {

    private static final ClusterName HERE = new ClusterName("here");
    private static final GroupResource NEW_EVENTS = new GroupResource("events.k8s.io", "events");

    @Test
    void everyKindOfBothProfilesCanBeServed() {
        for (var profile : Profile.values()) {
            var definitions = source(profile, BuiltinSource.Additions.NONE).resources(HERE);

            assertThat(definitions)
                    .extracting(ResourceDefinition::contentId)
                    .doesNotHaveDuplicates();
            assertThat(definitions).allSatisfy(each -> each.storageVersionDefinition());
        }
    }

    @Test
    void generationIsKeptOnlyWhereKubernetesKeepsIt() {
        assertThat(strategy("", "configmaps").hasGeneration()).isFalse();
        assertThat(strategy("", "namespaces").hasGeneration()).isFalse();
        assertThat(strategy("rbac.authorization.k8s.io", "roles").hasGeneration()).isFalse();
        assertThat(strategy("apiextensions.k8s.io", "customresourcedefinitions").hasGeneration())
                .isTrue();
    }

    @Test
    void namesFollowTheRuleOfTheKind() {
        assertThat(strategy("rbac.authorization.k8s.io", "roles").nameProblems("system:x:Y"))
                .isEmpty();
        assertThat(strategy("", "namespaces").nameProblems("a.b")).isNotEmpty();
        assertThat(strategy("", "configmaps").nameProblems("a.b")).isEmpty();
    }

    @Test
    void addressesAreNamedByThemselves() {
        var addresses = strategy(Profile.KUBERNETES, "networking.k8s.io", "ipaddresses");

        assertThat(addresses.nameProblems("10.0.0.1")).isEmpty();
        assertThat(addresses.nameProblems("fe80::42:1dff:fe84:f9e2")).isEmpty();
        assertThat(addresses.nameProblems("FE80::1"))
                .containsExactly("must be in canonical form (\"fe80::1\")");
        assertThat(addresses.nameProblems("::ffff:10.0.0.1"))
                .containsExactly("must not be an IPv4-mapped IPv6 address");
        assertThat(addresses.nameProblems("localhost")).isNotEmpty();
    }

    @Test
    void leasesMayOnlyBeReplacedByThoseWhoSawThem() {
        assertThat(strategy("coordination.k8s.io", "leases").allowsUnconditionalUpdate()).isFalse();
        assertThat(strategy("", "configmaps").allowsUnconditionalUpdate()).isTrue();
    }

    @Test
    void fieldsThatAreNotThereAreSelectedByGosZeroValue() {
        assertThat(selected("", "nodes", "spec.unschedulable", "{}")).isEqualTo("false");
        assertThat(selected("", "nodes", "spec.unschedulable", "spec: {unschedulable: true}"))
                .isEqualTo("true");
        assertThat(selected("batch", "jobs", "status.successful", "{}")).isEqualTo("0");
        assertThat(selected("batch", "jobs", "status.successful", "status: {succeeded: 2}"))
                .isEqualTo("2");
        assertThat(selected("", "pods", "spec.nodeName", "{}")).isEmpty();
    }

    @Test
    void theSourceOfAnEventIsWhoeverIsNamed() {
        assertThat(selected("", "events", "source", "reportingComponent: new")).isEqualTo("new");
        assertThat(
                        selected(
                                "",
                                "events",
                                "source",
                                "{source: {component: old}, reportingComponent: new}"))
                .isEqualTo("old");
    }

    private static String selected(String group, String resource, String label, String yaml) {
        return source(Profile.KUBERNETES, BuiltinSource.Additions.NONE)
                .acrossClusters(new GroupResource(group, resource), "")
                .orElseThrow()
                .storageVersionDefinition()
                .selectableField(label)
                .orElseThrow()
                .in(new KubeObject(TestingObject.of(yaml)));
    }

    @Test
    void additionsReplaceRulesAndAddSubresources() {
        var roles = new GroupResource("rbac.authorization.k8s.io", "roles");
        var rules =
                new Strategy() {
                    @Override
                    public List<String> initialFinalizers() {
                        return List.of("mine");
                    }
                };
        var source =
                source(
                        Profile.CONTROL_PLANE,
                        new BuiltinSource.Additions(Map.of(roles, rules), Map.of()));

        var definition = source.acrossClusters(roles, "").orElseThrow();

        assertThat(definition.strategy().initialFinalizers()).containsExactly("mine");
        assertThat(source.acrossClusters(roles, "identity")).isEmpty();
    }

    @Test
    void eventsOfBothGroupsAreOneStoredResource() {
        var source = source(Profile.CONTROL_PLANE, BuiltinSource.Additions.NONE);
        var events = source.acrossClusters(NEW_EVENTS, "").orElseThrow();
        var core = source.acrossClusters(new GroupResource("", "events"), "").orElseThrow();
        var surface = new ApiSurface(source.resources(HERE));

        assertThat(events.storedAs()).isEqualTo(core.storedAs());
        assertThat(surface.find("events.k8s.io", "v1", "events").orElseThrow().isStorageVersion())
                .isFalse();
        assertThat(surface.find("events.k8s.io", EventConverter.STORED, "events")).isEmpty();
    }

    @Test
    void eventsAreConvertedThereAndBack() {
        var converter = new EventConverter();
        var event =
                TestingObject.of(
                        """
                        apiVersion: events.k8s.io/v1
                        kind: Event
                        metadata: {name: e}
                        regarding: {kind: Pod, name: p}
                        note: it happened
                        reportingController: me
                        """);

        var stored = converter.convert(event.deepCopy(), "events.k8s.io", EventConverter.STORED);

        assertThat(stored)
                .isEqualTo(
                        Yaml.parse(
                                """
                                apiVersion: v1
                                kind: Event
                                metadata: {name: e}
                                involvedObject: {kind: Pod, name: p}
                                message: it happened
                                reportingComponent: me
                                """));
        assertThat(converter.convert(stored, "events.k8s.io", "v1")).isEqualTo(event);
    }

    private static Strategy strategy(String group, String resource) {
        return strategy(Profile.CONTROL_PLANE, group, resource);
    }

    private static Strategy strategy(Profile profile, String group, String resource) {
        return source(profile, BuiltinSource.Additions.NONE)
                .acrossClusters(new GroupResource(group, resource), "")
                .orElseThrow()
                .strategy();
    }

    private static BuiltinSource source(Profile profile, BuiltinSource.Additions additions) {
        return new BuiltinSource(
                profile, new SchemaCompiler(), TestingDefinitions.CLOCK, "test", additions);
    }
}
