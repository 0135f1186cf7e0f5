package dev.hanse.bench;

import org.HdrHistogram.Histogram;

/// What a tenant does all day: small objects written, read and listed.
record ConfigMapScenario() implements Scenario {

    private static final String COLLECTION =
            Bodies.WORKSPACE + "/api/v1/namespaces/default/configmaps";
    private static final int LISTS = 7;

    @Override
    public String name() {
        return "config maps";
    }

    @Override
    public void run(Plane plane) {
        var existing = create(plane);
        read(plane, existing);
        list(plane);
        write(plane, existing);
    }

    /// @return how many objects called `warm-<number>` there are now
    private static int create(Plane plane) {
        var api = plane.api();
        var settings = plane.settings();
        var warm =
                plane.load()
                        .closed(
                                settings.clients(),
                                settings.warmUp(),
                                i -> api.post(COLLECTION, Bodies.configMap("warm-" + i, i)));
        var created =
                plane.load()
                        .closed(
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
        return (int) warm.latency().getTotalCount();
    }

    private static void read(Plane plane, int existing) {
        var got =
                plane.load()
                        .closed(
                                plane.settings().clients(),
                                plane.settings().objects(),
                                i -> plane.api().get(COLLECTION + "/warm-" + i % existing));
        plane.figures().put(Measure.GET_RATE, got.perSecond());
        plane.figures().put(Measure.GET_PER_CORE, got.perServerCore());
        plane.figures().put(Measure.GET_P99, got.millis(99));
    }

    private static void list(Plane plane) {
        var micros = new Histogram(3);
        var cpu = plane.server().cpuSeconds();
        var count = 0;
        var size = 0L;
        for (int i = 0; i < LISTS; i++) {
            var start = System.nanoTime();
            var answer = plane.api().get(COLLECTION).orFail("list");
            micros.recordValue((System.nanoTime() - start) / 1_000);
            size = answer.body().size();
            if (count == 0) {
                count = answer.body().toString().split("\"uid\":", -1).length - 1;
            }
        }
        var cores = plane.server().cpuSeconds() - cpu;
        var tenThousands = count / 10_000.0;
        plane.figures()
                .put(Measure.LIST_TIME, micros.getValueAtPercentile(50) / 1_000.0 / tenThousands);
        plane.figures().put(Measure.LIST_CPU, cores / LISTS * 1_000 / tenThousands);
        plane.figures().put(Measure.LIST_SIZE, (double) size / count);
    }

    private static void write(Plane plane, int existing) {
        var api = plane.api();
        var clients = plane.settings().clients();
        var operations = plane.settings().objects() / 2;
        var updated =
                plane.load()
                        .closed(
                                clients,
                                operations,
                                i -> {
                                    var name = "warm-" + i % existing;
                                    return api.put(
                                            COLLECTION + "/" + name,
                                            Bodies.configMap(name, 1_000_000 + i));
                                });
        plane.figures().put(Measure.UPDATE_RATE, updated.perSecond());
        plane.figures().put(Measure.UPDATE_PER_CORE, updated.perServerCore());
        plane.figures().put(Measure.UPDATE_P99, updated.millis(99));
        var patched =
                plane.load()
                        .closed(
                                clients,
                                operations,
                                i ->
                                        api.patch(
                                                COLLECTION + "/warm-" + i % existing,
                                                ApiClient.MERGE_PATCH,
                                                "{\"data\":{\"patched\":\"" + i + "\"}}"));
        plane.figures().put(Measure.PATCH_RATE, patched.perSecond());
        plane.figures().put(Measure.PATCH_PER_CORE, patched.perServerCore());
        plane.figures().put(Measure.PATCH_P99, patched.millis(99));
        var applied =
                plane.load()
                        .closed(
                                clients,
                                operations,
                                i -> {
                                    var name = "warm-" + i % existing;
                                    return api.patch(
                                            COLLECTION
                                                    + "/"
                                                    + name
                                                    + "?fieldManager=bench&force=true",
                                            ApiClient.APPLY,
                                            Bodies.configMap(name, 2_000_000 + i));
                                });
        plane.figures().put(Measure.APPLY_RATE, applied.perSecond());
        plane.figures().put(Measure.APPLY_PER_CORE, applied.perServerCore());
        plane.figures().put(Measure.APPLY_P99, applied.millis(99));
    }
}
