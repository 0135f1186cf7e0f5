package dev.hanse.syncer.placement;

import static dev.hanse.syncer.placement.Sites.location;
import static dev.hanse.syncer.placement.Sites.placement;
import static dev.hanse.syncer.placement.Sites.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.object.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class CandidatesTest {

    private static final KubeObject EDGE = target("edge-1", "{site: edge, law: de}", "{}");
    private static final KubeObject CLOUD = target("cloud", "{site: cloud, law: us}", "{}");
    private static final KubeObject EVERYWHERE = location("default", "{}", "{}");

    @Test
    void withoutSelectorsEverySiteIsOne() {
        assertThat(names("{}", EVERYWHERE)).containsExactly("cloud", "edge-1");
    }

    @Test
    void labelsOfTheTargetCanBeSelected() {
        assertThat(names("{locationSelectors: [{matchLabels: {site: edge}}]}", EVERYWHERE))
                .containsExactly("edge-1");
    }

    @Test
    void labelsOfTheLocationComeFirst() {
        var germany = location("germany", "{law: eu}", "{matchLabels: {site: edge}}");

        assertThat(names("{locationSelectors: [{matchLabels: {law: eu}}]}", germany))
                .containsExactly("edge-1");
        assertThat(names("{locationSelectors: [{matchLabels: {law: de}}]}", germany)).isEmpty();
    }

    @Test
    void anyOfSeveralSelectorsWillDo() {
        var spec = "{locationSelectors: [{matchLabels: {site: mars}}, {matchLabels: {law: us}}]}";

        assertThat(names(spec, EVERYWHERE)).containsExactly("cloud");
        assertThat(Candidates.describe(placement("p", spec))).isEqualTo("site=mars or law=us");
    }

    @Test
    void siteInTwoLocationsIsOneSite() {
        assertThat(names("{}", EVERYWHERE, location("again", "{}", "{}")))
                .containsExactly("cloud", "edge-1");
    }

    private static List<String> names(String spec, KubeObject... locations) {
        return Candidates.of(placement("p", spec), List.of(locations), List.of(EDGE, CLOUD))
                .stream()
                .map(it -> it.target().name())
                .toList();
    }
}
