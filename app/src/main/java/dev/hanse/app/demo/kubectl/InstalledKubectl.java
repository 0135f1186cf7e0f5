package dev.hanse.app.demo.kubectl;

import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.status.ApiException;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The kubectl of this machine, a process for each command.
public final class InstalledKubectl implements KubectlRunner {

    /// The first with `kubectl wait --for=jsonpath`.
    private static final int OLDEST_MINOR = 23;

    private static final Pattern MINOR = Pattern.compile("^(\\d+)");

    // kubectl's own log, such as discovery that was refused, and remarks about its age.
    private static final Predicate<String> REMARK =
            Pattern.compile("^([EIW]\\d{4} |WARNING: version difference)").asPredicate();

    private final String executable;
    private final Path kubeconfig;
    private final Path directory;
    private volatile @Nullable Process running;

    /// @param directory where relative file names in commands are found
    public InstalledKubectl(String executable, Path kubeconfig, Path directory) {
        this.executable = executable;
        this.kubeconfig = kubeconfig;
        this.directory = directory;
    }

    /// The first kubectl on the PATH, if it knows the commands of the story.
    public static Optional<String> onPath() {
        for (var each : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            var candidate = Path.of(each.isEmpty() ? "." : each, "kubectl").toAbsolutePath();
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return isRecent(candidate) ? Optional.of(candidate.toString()) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private static boolean isRecent(Path executable) {
        var kubectl = new InstalledKubectl(executable.toString(), Path.of(""), Path.of(""));
        try {
            var answer = kubectl.run(List.of("version", "--client", "-o", "json"));
            var minor =
                    Json.parse(answer.text().getBytes(StandardCharsets.UTF_8))
                            .at("/clientVersion/minor")
                            .asText();
            var matcher = MINOR.matcher(minor);
            return matcher.find() && Integer.parseInt(matcher.group(1)) >= OLDEST_MINOR;
        } catch (ApiException | UncheckedIOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public String introduction() {
        return "Commands are run by " + executable + ".";
    }

    @Override
    public Answer run(List<String> arguments) throws InterruptedException {
        var command = new ArrayList<String>();
        command.add(executable);
        command.addAll(arguments);
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.directory(directory.toAbsolutePath().toFile());
        builder.environment().put("KUBECONFIG", kubeconfig.toString());
        try {
            var process = builder.start();
            running = process;
            process.getOutputStream().close();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), withoutRemarks(text));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + executable, e);
        } finally {
            running = null;
        }
    }

    private static String withoutRemarks(String text) {
        return text.lines().filter(REMARK.negate()).reduce("", (all, line) -> all + line + "\n");
    }

    @Override
    public void close() {
        var process = running;
        if (process != null) {
            process.destroy();
        }
    }
}
