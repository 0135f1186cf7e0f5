package dev.hanse.apiexports.binding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.object.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class NameConflictsTest {
    private static final GroupResource ZEBRAS = new GroupResource("zoo.dev", "zebras");

    private final NameConflicts conflicts = new NameConflicts(() -> List.of(cows()));

    NameConflictsTest() {
        conflicts.take("APIBinding \"a\"", ZEBRAS, names("zebras", "Zebra", "zb"));
    }

    @Test
    void resourceHasOneHolder() {
        assertThat(conflicts.holderOf(ZEBRAS)).contains("APIBinding \"a\"");
        assertThat(conflicts.holderOf(new GroupResource("farm.dev", "zebras"))).isEmpty();
    }

    @Test
    void kindsAndShortNamesAreTakenToo() {
        var horses = new GroupResource("zoo.dev", "horses");

        assertThat(conflicts.problem(horses, names("horses", "Zebra", "h")))
                .contains(
                        "naming conflict with APIBinding \"a\": spec.names.kind=Zebra is"
                                + " forbidden");
        assertThat(conflicts.problem(horses, names("horses", "Horse", "zb")))
                .contains(
                        "naming conflict with APIBinding \"a\": spec.names.shortNames=zb is"
                                + " forbidden");
        assertThat(conflicts.problem(horses, names("ponies", "Pony", "p"))).isEmpty();
    }

    @Test
    void definitionsHaveNamesAsWell() {
        var cows = new GroupResource("zoo.dev", "cows");

        assertThat(conflicts.holderOf(cows)).contains("CustomResourceDefinition \"cows.zoo.dev\"");
        assertThat(conflicts.problem(ZEBRAS, names("zebras2", "Cow", "z2")))
                .contains(
                        "naming conflict with CustomResourceDefinition \"cows.zoo.dev\":"
                                + " spec.names.kind=Cow is forbidden");
    }

    private static KubeObject cows() {
        var crd =
                Yaml.parse(
                        """
                        metadata: {name: cows.zoo.dev}
                        spec: {group: zoo.dev, names: {plural: cows}}
                        """);
        ((ObjectNode) crd).putObject("status").set("acceptedNames", names("cows", "Cow", "c"));
        return new KubeObject((ObjectNode) crd);
    }

    @Test
    void groupsDoNotMeet() {
        assertThat(
                        conflicts.problem(
                                new GroupResource("farm.dev", "zebras"),
                                names("zebras", "Zebra", "zb")))
                .isEmpty();
    }

    private static JsonNode names(String plural, String kind, String shortName) {
        return Yaml.parse(
                "{plural: %s, singular: %s, kind: %s, listKind: %sList, shortNames: [%s]}"
                        .formatted(plural, plural.replaceAll("s$", ""), kind, kind, shortName));
    }
}
