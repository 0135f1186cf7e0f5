package dev.hanse.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;

/// Objects of a kind with a schema as service owners write them: defaults, patterns and CEL rules.
record CustomResourceScenario() implements Scenario {

    private static final String DEFINITIONS =
            Bodies.WORKSPACE + "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private static final String COLLECTION =
            Bodies.WORKSPACE + "/apis/bench.hanse.dev/v1/namespaces/default/databaseinstances";
    private static final int TRIES = 100;

    @Override
    public String name() {
        return "custom resources";
    }

    @Override
    public void run(Plane plane) {
        var _ = plane.api().post(DEFINITIONS, definition()).orFail("definition");
        awaitServed(plane);
        var clients = plane.settings().clients();
        var count = plane.settings().customResources();
        var _ = create(plane, clients, count / 5, "warm-");
        var created = create(plane, clients, count, "db-");
        plane.figures().put(Measure.CUSTOM_CREATE_RATE, created.perSecond());
        plane.figures().put(Measure.CUSTOM_CREATE_PER_CORE, created.perServerCore());
        plane.figures().put(Measure.CUSTOM_CREATE_P99, created.millis(99));
    }

    private static Load.Outcome create(Plane plane, int clients, int count, String prefix) {
        return plane.load()
                .closed(
                        clients,
                        count,
                        i -> plane.api().post(COLLECTION, Bodies.databaseInstance(prefix + i)));
    }

    private static void awaitServed(Plane plane) {
        for (int i = 0; i < TRIES; i++) {
            if (plane.api().get(COLLECTION).isGood()) {
                return;
            }
            Pause.of(Duration.ofMillis(100));
        }
        throw new IllegalStateException("the custom resource is not served");
    }

    private static String definition() {
        try (var file =
                CustomResourceScenario.class.getResourceAsStream("databaseinstances.json")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), Body.CHARSET);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
