package dev.hanse.app.demo.kubectl;

import dev.hanse.machinery.codec.Json;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `patch TYPE NAME --type merge -p JSON`
@Command(name = "patch")
final class PatchCommand implements Callable<Integer> {

    private final KubectlCommand kubectl;
    private final PrintWriter out;

    @Parameters(arity = "1..2")
    List<String> target = List.of();

    @Option(names = "--type", required = true)
    String type = "";

    @Option(names = "-p", required = true)
    String patch = "";

    PatchCommand(KubectlCommand kubectl, PrintWriter out) {
        this.kubectl = kubectl;
        this.out = out;
    }

    @Override
    public Integer call() {
        if (!type.equals("merge")) {
            throw new CommandFailedException("error: the demo knows --type merge only");
        }
        try (var session = kubectl.open()) {
            var found = Target.of(target, session.types());
            var name =
                    session.merge(
                                    found.path(kubectl.namespace),
                                    Json.parse(patch.getBytes(StandardCharsets.UTF_8)))
                            .at("/metadata/name")
                            .asText();
            out.println(found.type().qualifiedName(name) + " patched");
        }
        return 0;
    }
}
