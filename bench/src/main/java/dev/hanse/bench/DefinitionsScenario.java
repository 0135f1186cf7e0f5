package dev.hanse.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Many definitions, all different, with one object each, some hundred of them in every workspace:
/// what one costs in memory, and how long it takes from the write of the definition until its
/// objects are served, for the first of them and for the last.
record DefinitionsScenario() implements Scenario {

    private static final int IN_ONE_WORKSPACE = 500;
    private static final int IN_ONE_GROUP = 10;
    private static final int CLIENTS = 4;
    private static final int FIELDS = 25;

    @Override
    public String name() {
        return "definitions";
    }

    @Override
    public void run(Plane plane) {
        var count = plane.settings().definitions();
        var workspaces = workspaces(plane, (count + IN_ONE_WORKSPACE - 1) / IN_ONE_WORKSPACE);
        var _ = define(plane, Bodies.WORKSPACE, new Histogram(3), 0, Math.min(count / 10, 100));
        var heap = plane.server().liveHeapMiB();
        var cpu = plane.server().cpuSeconds();
        var first = new ConcurrentHistogram(3);
        var last = new ConcurrentHistogram(3);
        for (int from = 0; from < count; from += IN_ONE_WORKSPACE) {
            var workspace = workspaces.get(from / IN_ONE_WORKSPACE);
            int here = Math.min(IN_ONE_WORKSPACE, count - from);
            define(plane, workspace, from == 0 ? first : last, from, here);
        }
        cpu = plane.server().cpuSeconds() - cpu;
        var figures = plane.figures();
        figures.put(Measure.DEFINITIONS, count);
        figures.put(Measure.DEFINITION_SERVED_FIRST, first.getValueAtPercentile(99) / 1_000.0);
        var end = last.getTotalCount() == 0 ? first : last;
        figures.put(Measure.DEFINITION_SERVED_P99, end.getValueAtPercentile(99) / 1_000.0);
        figures.put(Measure.DEFINITION_CPU, cpu * 1_000 / count);
        figures.put(Measure.DEFINITION_HEAP, (plane.server().liveHeapMiB() - heap) * 1024 / count);
        figures.put(Measure.DEFINITIONS_RESIDENT, plane.server().residentMiB());
    }

    private static List<String> workspaces(Plane plane, int count) {
        var paths = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var name = "definitions-" + i;
            var _ =
                    plane.api()
                            .post(
                                    "/clusters/root/apis/tenancy.kcp.io/v1alpha1/workspaces",
                                    Bodies.workspace(name))
                            .orFail("workspace " + name);
            var path = "/clusters/root:" + name;
            var defaults = path + "/api/v1/namespaces/default";
            for (int t = 0; t < 300 && !plane.api().get(defaults).isGood(); t++) {
                Pause.of(Duration.ofMillis(100));
            }
            paths.add(path);
        }
        return paths;
    }

    /// @param served microseconds from sending a definition to an answer about its objects
    private static Load.Outcome define(
            Plane plane, String workspace, Histogram served, int from, int count) {
        return plane.load().all(CLIENTS, count, i -> one(plane, workspace, served, from + i));
    }

    private static Answer one(Plane plane, String workspace, Histogram served, int number) {
        var kind =
                new GeneratedDefinition(
                        "g" + number / IN_ONE_GROUP + ".bench.hanse.dev",
                        "things" + number,
                        "Thing" + number);
        describe(kind, number);
        var start = System.nanoTime();
        var _ =
                plane.api()
                        .post(workspace + GeneratedDefinition.COLLECTION, kind.json())
                        .orFail("definition");
        while (!plane.api().get(workspace + kind.objects()).isGood()) {
            Pause.of(Duration.ofMillis(1));
        }
        served.recordValue((System.nanoTime() - start) / 1_000);
        return plane.api()
                .post(workspace + kind.objects(), kind.instance("one", "{\"field0\":\"a\"}"));
    }

    private static void describe(GeneratedDefinition kind, int number) {
        var fields = kind.spec().withObject("properties");
        for (int i = 0; i < FIELDS; i++) {
            fields.putObject("field" + i)
                    .put("type", i % 2 == 0 ? "string" : "integer")
                    .put(
                            "description",
                            "Field " + i + " of thing " + number + ", and what it is for.");
        }
    }
}
