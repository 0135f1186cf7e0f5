package dev.hanse.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// What one definition with a schema of 1 MiB costs, beside one with a small schema.
record LargeSchemaScenario() implements Scenario {

    private static final int SECTIONS = 40;
    private static final int FIELDS = 75;
    private static final int RULES = 20;
    private static final String DESCRIPTION =
            "What this field is about, and what follows. ".repeat(5);

    @Override
    public String name() {
        return "large schema";
    }

    @Override
    public void run(Plane plane) {
        // Whatever is loaded and compiled once should not be charged to the first one.
        var _ = new Definition(plane, "warm", 4).costs();
        var small = new Definition(plane, "small", 1).costs();
        var large = new Definition(plane, "large", SECTIONS).costs();
        var figures = plane.figures();
        figures.put(Measure.SMALL_SCHEMA_CPU, small.definitionCpu() * 1_000);
        figures.put(Measure.LARGE_SCHEMA_SIZE, large.size() / 1024.0);
        figures.put(Measure.LARGE_SCHEMA_TIME, large.seconds() * 1_000);
        figures.put(Measure.LARGE_SCHEMA_CPU, large.definitionCpu() * 1_000);
        figures.put(Measure.LARGE_SCHEMA_HEAP, large.heapMiB() - small.heapMiB());
        figures.put(Measure.LARGE_SCHEMA_FIRST, large.firstObjectCpu() * 1_000);
    }

    /// @param seconds from sending the definition to its objects being served
    private record Costs(
            int size,
            double seconds,
            double definitionCpu,
            double firstObjectCpu,
            double heapMiB) {}

    private record Definition(Plane plane, String name, int sections) {

        Costs costs() {
            var kind = new GeneratedDefinition(name + "-schema.bench.hanse.dev", "things", "Thing");
            describe(kind.spec());
            var json = kind.json();
            var objects = Bodies.WORKSPACE + kind.objects();
            var server = plane.server();
            var heap = server.liveHeapMiB();
            var cpu = server.cpuSeconds();
            var start = System.nanoTime();
            var definitions = Bodies.WORKSPACE + GeneratedDefinition.COLLECTION;
            var _ = plane.api().post(definitions, json).orFail("definition " + name);
            var _ = plane.api().get(objects).orFail("objects of " + name);
            var seconds = (System.nanoTime() - start) / 1e9;
            var definitionCpu = server.cpuSeconds() - cpu;
            cpu = server.cpuSeconds();
            var _ = plane.api().post(objects, kind.instance("a", "{\"section0\":{\"field1\":1}}"));
            var firstObjectCpu = server.cpuSeconds() - cpu;
            return new Costs(
                    json.length(),
                    seconds,
                    definitionCpu,
                    firstObjectCpu,
                    server.liveHeapMiB() - heap);
        }

        private void describe(ObjectNode spec) {
            for (int i = 0; i < sections; i++) {
                var section = GeneratedDefinition.object(spec, "section" + i);
                for (int j = 0; j < FIELDS; j++) {
                    field(section.withObject("properties").putObject("field" + j), i, j);
                }
            }
            var rules = spec.putArray("x-kubernetes-validations");
            for (int i = 0; i < RULES; i++) {
                rules.addObject()
                        .put(
                                "rule",
                                "!has(self.section0) || !has(self.section0.field1) || "
                                        + "self.section0.field1 < "
                                        + (100 + i));
            }
        }

        private void field(ObjectNode field, int section, int number) {
            field.put("description", section + "." + number + " " + DESCRIPTION);
            switch (number % 5) {
                case 0 ->
                        field.put("type", "string")
                                .put("maxLength", 100)
                                .put("pattern", "^[a-z]*$");
                case 1 -> field.put("type", "integer").put("minimum", 0);
                case 2 -> {
                    var choice = field.put("type", "string").putArray("enum");
                    for (int i = 0; i < 6; i++) {
                        choice.add("choice-" + i);
                    }
                }
                case 3 -> field.put("type", "boolean").put("default", number % 2 == 0);
                default -> {
                    field.put("type", "array").put("maxItems", 10);
                    var item = field.putObject("items").put("type", "object");
                    var fields = item.putObject("properties");
                    fields.putObject("name").put("type", "string");
                    fields.putObject("value").put("x-kubernetes-int-or-string", true);
                }
            }
        }
    }
}
