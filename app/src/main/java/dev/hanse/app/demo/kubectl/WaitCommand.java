package dev.hanse.app.demo.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `wait --for=EXPECTATION --timeout=DURATION TYPE/NAME`, or `TYPE --all`
@Command(name = "wait")
final class WaitCommand implements Callable<Integer> {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KubectlCommand kubectl;
    private final PrintWriter out;

    @Parameters(arity = "1..2")
    List<String> target = List.of();

    @Option(names = "--for", required = true)
    String expected = "";

    @Option(names = "--all")
    boolean all;

    @Option(names = "--timeout", defaultValue = "30s")
    String timeout = "";

    WaitCommand(KubectlCommand kubectl, PrintWriter out) {
        this.kubectl = kubectl;
        this.out = out;
    }

    @Override
    public Integer call() throws InterruptedException {
        var expectation = Expectation.parse(expected);
        // Go writes 1m30s where ISO 8601 writes PT1M30S.
        var end = Instant.now().plus(Duration.parse("PT" + timeout.toUpperCase(Locale.ROOT)));
        try (var session = kubectl.open()) {
            var found = Target.of(target, session.types());
            for (var name : names(session, found)) {
                await(session, new Target(found.type(), name), expectation, end);
                out.println(found.type().qualifiedName(name) + " condition met");
            }
        }
        return 0;
    }

    private List<String> names(Session session, Target found) {
        if (found.name() != null) {
            return List.of(found.name());
        }
        var names = new ArrayList<String>();
        if (all) {
            for (var each : session.get(found.path(kubectl.namespace)).path("items")) {
                names.add(each.at("/metadata/name").asText());
            }
        }
        if (names.isEmpty()) {
            throw new CommandFailedException("error: no matching resources found");
        }
        return names;
    }

    private void await(Session session, Target one, Expectation expectation, Instant end)
            throws InterruptedException {
        JsonNode object = session.get(one.path(kubectl.namespace));
        while (!expectation.isMetBy(object)) {
            if (Instant.now().isAfter(end)) {
                throw new CommandFailedException(
                        "error: timed out waiting for the condition on "
                                + one.type().plural()
                                + "/"
                                + one.name());
            }
            Thread.sleep(POLL);
            object = session.get(one.path(kubectl.namespace));
        }
    }
}
