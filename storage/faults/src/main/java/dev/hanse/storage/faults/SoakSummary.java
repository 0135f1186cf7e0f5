package dev.hanse.storage.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a soak has done so far.
final class SoakSummary {

    private static final double NANOS_PER_SECOND = 1e9;

    private final String commit;
    private final String ground;
    private final long seed;
    private final int longestMillis;
    private final long begun = System.nanoTime();
    private final Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    private int cycles;
    private int restarts;
    private long startNanos;
    private long reads;
    private long committed;
    private long rejected;
    private long refused;
    private long unresolved;
    private long events;
    private long cursors;
    private @Nullable String failure;

    SoakSummary(String commit, String ground, long seed, int longestMillis) {
        this.commit = commit;
        this.ground = ground;
        this.seed = seed;
        this.longestMillis = longestMillis;
    }

    void add(Cycle cycle) {
        cycles++;
        faults.merge(cycle.fault(), 1, Integer::sum);
        if (!cycle.start().isZero()) {
            restarts++;
            startNanos += cycle.start().toNanos();
        }
        reads += cycle.reads();
        committed += cycle.committed();
        rejected += cycle.rejected();
        refused += cycle.refused();
        unresolved += cycle.unresolved();
        events += cycle.events();
        cursors += cycle.cursors();
    }

    void fail(String message) {
        failure = message;
    }

    int cycles() {
        return cycles;
    }

    String line() {
        return "%d cycles in %.0f s, %s; %d commits, %d of unknown outcome, %d reads, %d events"
                .formatted(cycles, seconds(), faults, committed, unresolved, reads, events);
    }

    String json() throws IOException {
        var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        var all = mapper.createObjectNode();
        all.set("conditions", conditions(mapper.createObjectNode()));
        all.put("cycles", cycles);
        var happened = all.putObject("faults");
        faults.forEach((fault, times) -> happened.put(fault.name(), times));
        all.put("restarts", restarts);
        all.put("meanStartSeconds", restarts == 0 ? 0 : startNanos / NANOS_PER_SECOND / restarts);
        all.put("seconds", seconds());
        all.put("reads", reads);
        all.put("committed", committed);
        all.put("rejected", rejected);
        all.put("refused", refused);
        all.put("unknownOutcome", unresolved);
        all.put("events", events);
        all.put("cursors", cursors);
        all.put("brokenPromise", failure);
        return mapper.writeValueAsString(all) + "\n";
    }

    private ObjectNode conditions(ObjectNode conditions) throws IOException {
        conditions.put("commit", commit);
        conditions.put("ground", ground);
        conditions.put("seed", seed);
        conditions.put("longestMillisBeforeFault", longestMillis);
        conditions.put("java", Runtime.version().toString());
        conditions.put("kernel", System.getProperty("os.version"));
        conditions.put("processors", Runtime.getRuntime().availableProcessors());
        var load = Path.of("/proc/loadavg");
        conditions.put("load", Files.exists(load) ? Files.readString(load).strip() : "unknown");
        return conditions;
    }

    private double seconds() {
        return (System.nanoTime() - begun) / NANOS_PER_SECOND;
    }
}
