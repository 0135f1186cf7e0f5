package dev.hanse.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Types kubectl commands for a person to read, and reads what they answer.
final class Kubectl {

    private static final Duration POLL = Duration.ofMillis(250);

    private final String executable;
    private final Path kubeconfig;
    private final Path directory;
    private final Narrator narrator;

    /// What a command answered.
    record Answer(int status, String text) {
        boolean succeeded() {
            return status == 0;
        }
    }

    /// @param directory where relative file names in commands are found
    Kubectl(String executable, Path kubeconfig, Path directory, Narrator narrator) {
        this.executable = executable;
        this.kubeconfig = kubeconfig;
        this.directory = directory;
        this.narrator = narrator;
    }

    /// Shows and runs a command that must succeed.
    String run(String arguments) {
        var answer = show(arguments);
        if (!answer.succeeded()) {
            throw new StoryFailedException("failed: kubectl " + arguments);
        }
        return answer.text();
    }

    /// Shows and runs a command that must be refused with a text that contains `expected`.
    void refused(String arguments, String expected) {
        var answer = show(arguments);
        if (answer.succeeded()) {
            throw new StoryFailedException("was not refused: kubectl " + arguments);
        }
        if (!answer.text().contains(expected)) {
            throw new StoryFailedException(
                    "was refused, but not because of \"" + expected + "\": kubectl " + arguments);
        }
    }

    /// Shows and runs a command, whatever it answers.
    Answer show(String arguments) {
        narrator.command("kubectl " + arguments);
        var answer = quietly(arguments);
        narrator.answer(answer.text());
        return answer;
    }

    /// Runs a command without showing it.
    Answer quietly(String arguments) {
        var command = new ArrayList<String>();
        command.add(executable);
        command.addAll(words(arguments));
        try {
            var builder =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true);
            builder.environment().put("KUBECONFIG", kubeconfig.toString());
            var process = builder.start();
            process.getOutputStream().close();
            var text =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), withoutChatter(text));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + executable, e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoryFailedException("interrupted");
        }
    }

    /// Runs a command again and again until its answer fits, then shows it.
    String until(String arguments, Duration patience, String what, Predicate<Answer> fits) {
        var end = Instant.now().plus(patience);
        while (true) {
            var answer = quietly(arguments);
            boolean over = Instant.now().isAfter(end);
            if (fits.test(answer) || over) {
                narrator.command("kubectl " + arguments);
                narrator.answer(answer.text());
                if (!fits.test(answer)) {
                    throw new StoryFailedException(
                            "did not happen within " + patience.toSeconds() + " s: " + what);
                }
                narrator.verified(what);
                return answer.text();
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoryFailedException("interrupted");
        }
    }

    /// Splits as a shell does, as far as the demo's commands need it: words, and single quotes.
    static List<String> words(String arguments) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean quoted = false;
        boolean started = false;
        for (char c : arguments.toCharArray()) {
            if (c == '\'') {
                quoted = !quoted;
                started = true;
            } else if (c == ' ' && !quoted) {
                if (started) {
                    words.add(word.toString());
                    word.setLength(0);
                    started = false;
                }
            } else {
                word.append(c);
                started = true;
            }
        }
        if (started) {
            words.add(word.toString());
        }
        return words;
    }

    /// Leaves out what kubectl says about itself: version skew, and retries of its discovery.
    private static String withoutChatter(String text) {
        return text.lines()
                .filter(line -> !line.startsWith("WARNING: version difference"))
                .filter(line -> !line.contains("memcache.go:"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    /// The kubectl on the PATH, or the empty string.
    static String onPath() {
        for (var directory : System.getenv().getOrDefault("PATH", "").split(":")) {
            var candidate = Path.of(directory.isEmpty() ? "." : directory, "kubectl");
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        return "";
    }
}
