package dev.hanse.bench;

import org.HdrHistogram.Histogram;

/// What a tenant does all day: small objects written, read and listed.
///
/// Each kind of request is repeated before it is measured, until most of what it runs is compiled:
/// the compiler takes as much of a young server as the requests do.
record ConfigMapScenario() implements Scenario {

    private static final String NAMESPACES = Bodies.WORKSPACE + "/api/v1/namespaces";
    private static final String COLLECTION = NAMESPACES + "/default/configmaps";
    private static final String HUNDRED = NAMESPACES + "/hundred/configmaps";
    private static final String TABLE =
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    private static final int LISTS = 7;
    private static final int PAGE = 500;

    /// Where the figures of one kind of request go.
    private record Figure(Measure rate, Measure perCore, Measure p99) {

        void put(Plane plane, Load.Outcome outcome) {
            plane.figures().put(rate, outcome.perSecond());
            plane.figures().put(perCore, outcome.perServerCore());
            plane.figures().put(p99, outcome.millis(99));
        }
    }

    /// Asks for the whole collection, in one way or another.
    private interface Listing {

        Answer run();
    }

    @Override
    public String name() {
        return "config maps";
    }

    @Override
    public void run(Plane plane) {
        int existing = create(plane);
        read(plane, existing);
        list(plane);
        change(plane, existing);
        delete(plane, existing);
    }

    /// @return how many objects called `cm-<number>` there are now
    private static int create(Plane plane) {
        var api = plane.api();
        var settings = plane.settings();
        var created =
                plane.load()
                        .warmed(
                                settings.clients(),
                                settings.objects(),
                                i -> api.post(COLLECTION, Bodies.configMap("cm-" + i, i)));
        plane.figures().put(Measure.CREATE_RATE, created.perSecond());
        plane.figures().put(Measure.CREATE_PER_CORE, created.perServerCore());
        var paced =
                plane.load()
                        .paced(
                                settings.clients() * 2,
                                created.perSecond() * 0.8,
                                settings.objects() / 2,
                                i -> api.post(COLLECTION, Bodies.configMap("paced-" + i, i)));
        plane.figures().put(Measure.CREATE_P50, paced.millis(50));
        plane.figures().put(Measure.CREATE_P99, paced.millis(99));
        return (int) created.latency().getTotalCount();
    }

    private static void read(Plane plane, int existing) {
        var settings = plane.settings();
        var got =
                plane.load()
                        .warmed(
                                settings.clients(),
                                settings.objects(),
                                i -> plane.api().get(COLLECTION + "/cm-" + i % existing));
        new Figure(Measure.GET_RATE, Measure.GET_PER_CORE, Measure.GET_P99).put(plane, got);

        var _ = plane.api().post(NAMESPACES, Bodies.namespace("hundred")).orFail("namespace");
        for (int i = 0; i < 100; i++) {
            var _ = plane.api().post(HUNDRED, Bodies.configMap("cm-" + i, i)).orFail("create");
        }
        var listed =
                plane.load()
                        .warmed(
                                settings.clients(),
                                settings.objects() / 10,
                                _ -> plane.api().get(HUNDRED));
        new Figure(Measure.LIST_100_RATE, Measure.LIST_100_PER_CORE, Measure.LIST_100_P99)
                .put(plane, listed);
    }

    private static void list(Plane plane) {
        var api = plane.api();
        var whole = api.get(COLLECTION).orFail("list").body();
        int count = whole.toString().split("\"uid\":", -1).length - 1;
        plane.figures().put(Measure.LIST_SIZE, (double) whole.size() / count);
        double tenThousands = count / 10_000.0;
        list(plane, tenThousands, Measure.LIST_TIME, Measure.LIST_CPU, () -> api.get(COLLECTION));
        list(
                plane,
                tenThousands,
                Measure.LIST_SELECTED_TIME,
                Measure.LIST_SELECTED_CPU,
                () -> api.get(COLLECTION + "?labelSelector=parity%3Deven"));
        list(
                plane,
                tenThousands,
                Measure.LIST_TABLE_TIME,
                Measure.LIST_TABLE_CPU,
                () -> api.get(COLLECTION, TABLE));
        list(
                plane,
                tenThousands,
                Measure.LIST_PAGED_TIME,
                Measure.LIST_PAGED_CPU,
                () -> pages(api));
    }

    private static void list(
            Plane plane, double tenThousands, Measure time, Measure cpu, Listing listing) {
        for (int i = 0; i < LISTS; i++) {
            var _ = listing.run().orFail("list");
        }
        var micros = new Histogram(3);
        var before = plane.server().cpuSeconds();
        for (int i = 0; i < LISTS; i++) {
            var start = System.nanoTime();
            var _ = listing.run().orFail("list");
            micros.recordValue((System.nanoTime() - start) / 1_000);
        }
        var used = plane.server().cpuSeconds() - before;
        plane.figures().put(time, micros.getValueAtPercentile(50) / 1_000.0 / tenThousands);
        plane.figures().put(cpu, used / LISTS * 1_000 / tenThousands);
    }

    private static Answer pages(ApiClient api) {
        var path = COLLECTION + "?limit=" + PAGE;
        var page = api.get(path).orFail("page");
        for (var next = Bodies.continueOf(page); !next.isEmpty(); next = Bodies.continueOf(page)) {
            page = api.get(path + "&continue=" + next).orFail("page");
        }
        return page;
    }

    private static void change(Plane plane, int existing) {
        var api = plane.api();
        change(
                plane,
                new Figure(Measure.UPDATE_RATE, Measure.UPDATE_PER_CORE, Measure.UPDATE_P99),
                i -> {
                    var name = "cm-" + i % existing;
                    return api.put(COLLECTION + "/" + name, Bodies.configMap(name, 1_000_000 + i));
                });
        change(
                plane,
                new Figure(Measure.PATCH_RATE, Measure.PATCH_PER_CORE, Measure.PATCH_P99),
                i ->
                        api.patch(
                                COLLECTION + "/cm-" + i % existing,
                                ApiClient.MERGE_PATCH,
                                "{\"data\":{\"patched\":\"" + i + "\"}}"));
        change(
                plane,
                new Figure(
                        Measure.STRATEGIC_PATCH_RATE,
                        Measure.STRATEGIC_PATCH_PER_CORE,
                        Measure.STRATEGIC_PATCH_P99),
                i ->
                        api.patch(
                                COLLECTION + "/cm-" + i % existing,
                                ApiClient.STRATEGIC_MERGE_PATCH,
                                "{\"data\":{\"merged\":\"" + i + "\"}}"));
        change(
                plane,
                new Figure(
                        Measure.JSON_PATCH_RATE,
                        Measure.JSON_PATCH_PER_CORE,
                        Measure.JSON_PATCH_P99),
                i ->
                        api.patch(
                                COLLECTION + "/cm-" + i % existing,
                                ApiClient.JSON_PATCH,
                                "[{\"op\":\"add\",\"path\":\"/data/added\",\"value\":\""
                                        + i
                                        + "\"}]"));
        change(
                plane,
                new Figure(Measure.APPLY_RATE, Measure.APPLY_PER_CORE, Measure.APPLY_P99),
                i -> {
                    var name = "cm-" + i % existing;
                    return api.patch(
                            COLLECTION + "/" + name + "?fieldManager=bench&force=true",
                            ApiClient.APPLY,
                            Bodies.configMap(name, 2_000_000 + i));
                });
    }

    private static void change(Plane plane, Figure figure, Load.Operation operation) {
        var settings = plane.settings();
        figure.put(
                plane, plane.load().warmed(settings.clients(), settings.objects() / 2, operation));
    }

    private static void delete(Plane plane, int existing) {
        var deleted =
                plane.load()
                        .closed(
                                plane.settings().clients(),
                                Math.min(existing, plane.settings().objects() / 2),
                                i -> plane.api().delete(COLLECTION + "/cm-" + i));
        new Figure(Measure.DELETE_RATE, Measure.DELETE_PER_CORE, Measure.DELETE_P99)
                .put(plane, deleted);
    }
}
