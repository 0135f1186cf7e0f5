package dev.hanse.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What rules cost: objects of 10 KiB, of a kind with 30 CEL rules and of the same one without,
/// side by side.
record RulesScenario() implements Scenario {

    private static final int RULES = 30;
    private static final int POOLS = 40;
    private static final int ROUNDS = 4;
    private static final String NOTE = "what is said about it ".repeat(8);

    @Override
    public String name() {
        return "rules";
    }

    @Override
    public void run(Plane plane) {
        var plain = define(plane, "plain");
        var ruled = define(plane, "ruled");
        var spec = spec();
        var count = plane.settings().customResources() / ROUNDS;
        var _ = create(plane, plain, spec, "warm", count);
        var _ = create(plane, ruled, spec, "warm", count);
        var withoutRules = new Sum();
        var withRules = new Sum();
        for (int round = 0; round < ROUNDS; round++) {
            withoutRules.add(create(plane, plain, spec, "r" + round, count));
            withRules.add(create(plane, ruled, spec, "r" + round, count));
        }
        var figures = plane.figures();
        figures.put(Measure.LARGE_CREATE_RATE, withoutRules.perSecond());
        figures.put(Measure.LARGE_CREATE_PER_CORE, withoutRules.perServerCore());
        figures.put(Measure.RULED_CREATE_RATE, withRules.perSecond());
        figures.put(Measure.RULED_CREATE_PER_CORE, withRules.perServerCore());
        var micros = 1e6 / withRules.perServerCore() - 1e6 / withoutRules.perServerCore();
        figures.put(Measure.RULE_CPU, micros / RULES);
    }

    /// What several phases of one kind come to.
    private static final class Sum {

        private long operations;
        private double seconds;
        private double cpu;

        void add(Load.Outcome outcome) {
            operations += outcome.latency().getTotalCount();
            seconds += outcome.seconds();
            cpu += outcome.serverCpu();
        }

        double perSecond() {
            return operations / seconds;
        }

        double perServerCore() {
            return operations / cpu;
        }
    }

    private static Load.Outcome create(
            Plane plane, GeneratedDefinition kind, String spec, String prefix, int count) {
        return plane.load()
                .closed(
                        plane.settings().clients(),
                        count,
                        i ->
                                plane.api()
                                        .post(
                                                Bodies.WORKSPACE + kind.objects(),
                                                kind.instance(prefix + "-" + i, spec)));
    }

    private static GeneratedDefinition define(Plane plane, String name) {
        var kind = new GeneratedDefinition(name + ".bench.hanse.dev", "clusters", "Cluster");
        describe(kind.spec());
        if (name.equals("ruled")) {
            addRules(kind.spec());
        }
        var path = Bodies.WORKSPACE + GeneratedDefinition.COLLECTION;
        var _ = plane.api().post(path, kind.json()).orFail("definition " + name);
        var _ = plane.api().get(Bodies.WORKSPACE + kind.objects()).orFail("objects of " + name);
        return kind;
    }

    private static void describe(ObjectNode spec) {
        var fields = spec.withObject("properties");
        text(fields, "version", 32).put("pattern", "^[0-9]+\\.[0-9]+$");
        number(fields, "replicas");
        number(fields, "most");
        var parameters = GeneratedDefinition.object(spec, "parameters");
        parameters.put("maxProperties", 100);
        parameters.putObject("additionalProperties").put("type", "string").put("maxLength", 64);
        var pools = fields.putObject("pools").put("type", "array").put("maxItems", POOLS);
        pools.put("x-kubernetes-list-type", "map")
                .putArray("x-kubernetes-list-map-keys")
                .add("name");
        var pool = pools.putObject("items").put("type", "object");
        pool.putArray("required").add("name");
        var poolFields = pool.putObject("properties");
        text(poolFields, "name", 63);
        text(poolFields, "zone", 63);
        text(poolFields, "note", 256);
        number(poolFields, "replicas");
    }

    private static ObjectNode text(ObjectNode fields, String name, int maxLength) {
        return fields.putObject(name).put("type", "string").put("maxLength", maxLength);
    }

    private static void number(ObjectNode fields, String name) {
        fields.putObject(name).put("type", "integer").put("minimum", 0);
    }

    /// As people write them: most compare two fields, some look into a map or at a text, a few go
    /// through a list.
    private static void addRules(ObjectNode spec) {
        var rules = spec.putArray("x-kubernetes-validations");
        for (int i = 0; i < RULES; i++) {
            rules.addObject()
                    .put(
                            "rule",
                            switch (i % 6) {
                                case 0 -> "self.replicas <= self.most + " + i;
                                case 1 ->
                                        "!has(self.parameters) || !('x"
                                                + i
                                                + "' in self.parameters)";
                                case 2 ->
                                        "self.version.matches('^[1-9][0-9]*[.][0-9]+$') || "
                                                + i
                                                + " < 0";
                                case 3 -> "size(self.pools) < " + (POOLS + i);
                                case 4 ->
                                        "self.version.startsWith('1') ? self.most > "
                                                + i
                                                + " : true";
                                default -> "self.pools.all(p, p.replicas <= self.most + " + i + ")";
                            })
                    .put("message", "rule " + i);
        }
    }

    /// About 10 KiB.
    private static String spec() {
        var spec = JsonNodeFactory.instance.objectNode();
        spec.put("version", "17.4").put("replicas", 3).put("most", 100);
        var parameters = spec.putObject("parameters");
        for (int i = 0; i < 20; i++) {
            parameters.put("parameter" + i, "value " + i);
        }
        var pools = spec.putArray("pools");
        for (int i = 0; i < POOLS; i++) {
            pools.addObject()
                    .put("name", "pool-" + i)
                    .put("zone", "zone-" + i % 3)
                    .put("note", NOTE)
                    .put("replicas", i);
        }
        return spec.toString();
    }
}
