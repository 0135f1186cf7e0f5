package dev.hanse.app.demo.kubectl;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `delete TYPE NAME --wait=false`
@Command(name = "delete")
final class DeleteCommand implements Callable<Integer> {

    private final KubectlCommand kubectl;
    private final PrintWriter out;

    @Parameters(arity = "1..2")
    List<String> target = List.of();

    @Option(names = "--wait", required = true, arity = "1")
    boolean wait;

    DeleteCommand(KubectlCommand kubectl, PrintWriter out) {
        this.kubectl = kubectl;
        this.out = out;
    }

    @Override
    public Integer call() {
        if (wait) {
            throw new CommandFailedException("error: the demo knows --wait=false only");
        }
        try (var session = kubectl.open()) {
            var found = Target.of(target, session.types());
            if (found.name() == null) {
                throw new CommandFailedException(
                        "error: resource(s) were provided, but no name was specified");
            }
            session.delete(found.path(kubectl.namespace));
            out.println(found.type().qualifiedKind() + " \"" + found.name() + "\" deleted");
        }
        return 0;
    }
}
