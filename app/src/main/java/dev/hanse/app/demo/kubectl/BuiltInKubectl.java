package dev.hanse.app.demo.kubectl;

import dev.hanse.machinery.status.ApiException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// The commands of the story without a kubectl: the same requests, the same answers.
public final class BuiltInKubectl implements KubectlRunner {

    private final Path kubeconfig;
    private final Path directory;

    /// @param directory where relative file names in commands are found
    public BuiltInKubectl(Path kubeconfig, Path directory) {
        this.kubeconfig = kubeconfig;
        this.directory = directory;
    }

    @Override
    public String introduction() {
        return "No kubectl 1.23 or newer on the PATH: the demo sends the same requests itself.";
    }

    @Override
    public Answer run(List<String> arguments) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        int status =
                new KubectlCommand(kubeconfig, directory)
                        .commandLine(out)
                        .setExecutionExceptionHandler(
                                (e, _, _) -> {
                                    out.println(sentence(e));
                                    return CommandLine.ExitCode.SOFTWARE;
                                })
                        .execute(arguments.toArray(String[]::new));
        out.flush();
        return new Answer(status, text.toString());
    }

    /// What kubectl says when a request fails.
    static String sentence(Exception e) {
        if (!(e instanceof ApiException failure)) {
            return e instanceof CommandFailedException
                    ? String.valueOf(e.getMessage())
                    : "error: " + e;
        }
        if (failure.getCause() instanceof IOException) {
            return "Unable to connect to the server: " + failure.getMessage();
        }
        if (!failure.reason().equals("Invalid")) {
            return "Error from server (" + failure.reason() + "): " + failure.getMessage();
        }
        return invalid(failure);
    }

    private static String invalid(ApiException failure) {
        var details = failure.status().details();
        if (details == null || details.causes().isEmpty()) {
            return "The request is invalid: " + failure.getMessage();
        }
        var subject = "The " + details.kind() + " \"" + details.name() + "\" is invalid: ";
        var causes = details.causes();
        if (causes.size() == 1) {
            return subject + causes.getFirst().field() + ": " + causes.getFirst().message();
        }
        return causes.stream()
                .map(each -> "\n* " + each.field() + ": " + each.message())
                .collect(Collectors.joining("", subject, ""));
    }

    /// Every command has a deadline of its own, and nothing runs outside the caller's thread.
    @Override
    public void close() {}
}
