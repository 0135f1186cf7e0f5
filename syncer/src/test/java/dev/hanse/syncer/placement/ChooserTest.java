package dev.hanse.syncer.placement;

import static dev.hanse.syncer.placement.Sites.connected;
import static dev.hanse.syncer.placement.Sites.target;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.machinery.object.KubeObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChooserTest {

    private static final KubeObject EDGE = connected(target("edge", "{}", "{}"));
    private static final KubeObject CLOUD = connected(target("cloud", "{}", "{}"));
    private static final KubeObject CORDONED =
            connected(target("cordoned", "{}", "{unschedulable: true}"));
    private static final KubeObject DRAINED =
            connected(target("drained", "{}", "{evictAfter: '2026-01-01T00:00:00Z'}"));

    private final Map<String, Integer> loads = new HashMap<>();

    @Test
    void newOrderGoesToTheSiteWithFewestOrders() {
        loads.put("cloud", 2);
        loads.put("edge", 1);

        assertThat(choose("", CLOUD, EDGE)).isEqualTo(go(EDGE));
    }

    @Test
    void tiesGoByName() {
        assertThat(choose("", EDGE, CLOUD)).isEqualTo(go(CLOUD));
    }

    @Test
    void orderStaysThoughAnotherSiteIsEmptier() {
        loads.put("edge", 100);

        assertThat(choose(key(EDGE), CLOUD, EDGE)).isEqualTo(new Choice.Stay());
    }

    @Test
    void cordonedSiteKeepsItsOrdersAndGetsNoNew() {
        assertThat(choose(key(CORDONED), CORDONED, EDGE)).isEqualTo(new Choice.Stay());
        assertThat(choose("", CORDONED, EDGE)).isEqualTo(go(EDGE));
        assertThat(choose("", CORDONED))
                .isEqualTo(impossible("every site that matches law=de is closed to new orders"));
    }

    @Test
    void drainedSiteIsLeftWhenThereIsAnother() {
        assertThat(choose(key(DRAINED), DRAINED, EDGE)).isEqualTo(new Choice.Leave());
        assertThat(choose(key(DRAINED), DRAINED)).isInstanceOf(Choice.Impossible.class);
    }

    @Test
    void siteThatIsDeletedIsLeft() {
        var deleted =
                EDGE.with(
                        it ->
                                it.withObject("/metadata")
                                        .put("deletionTimestamp", "2026-03-01T12:00:00Z"));

        assertThat(choose(key(EDGE), deleted, CLOUD)).isEqualTo(new Choice.Leave());
    }

    @Test
    void silentSiteIsOnlyBetterThanNone() {
        var silent = target("a-silent-one", "{}", "{}");

        assertThat(choose("", silent, EDGE)).isEqualTo(go(EDGE));
        assertThat(choose("", silent)).isEqualTo(go(silent));
    }

    @Test
    void refusalNamesTheConstraint() {
        assertThat(choose("")).isEqualTo(impossible("no site matches law=de"));
        assertThat(
                        new Chooser(_ -> false, _ -> 0, Instant.EPOCH)
                                .choose(List.of(candidate(EDGE)), "", "law=de", "dbs.example.io"))
                .isEqualTo(impossible("no site that matches law=de takes dbs.example.io"));
    }

    private Choice choose(String current, KubeObject... targets) {
        var now = Instant.parse("2026-03-01T12:00:00Z");
        var chooser = new Chooser(_ -> true, it -> loads.getOrDefault(it.target().name(), 0), now);
        var candidates = Stream.of(targets).map(ChooserTest::candidate).toList();
        return chooser.choose(candidates, current, "law=de", "dbs.example.io");
    }

    private static Choice go(KubeObject target) {
        return new Choice.Go(candidate(target));
    }

    private static Choice impossible(String message) {
        return new Choice.Impossible(Chooser.NO_VALID_TARGET, message);
    }

    private static Candidate candidate(KubeObject target) {
        return new Candidate("default", target);
    }

    private static String key(KubeObject target) {
        return candidate(target).key().value();
    }
}
