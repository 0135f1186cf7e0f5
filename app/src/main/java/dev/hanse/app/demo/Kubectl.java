package dev.hanse.app.demo;

import dev.hanse.app.demo.kubectl.Answer;
import dev.hanse.app.demo.kubectl.KubectlRunner;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Types kubectl commands for a person to read, and reads what they answer.
final class Kubectl {

    private static final Duration POLL = Duration.ofMillis(250);

    private final KubectlRunner runner;
    private final Duration patience;
    private final Narrator narrator;

    /// @param patience how long an outcome may take
    Kubectl(KubectlRunner runner, Duration patience, Narrator narrator) {
        this.runner = runner;
        this.patience = patience;
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

    /// Shows and runs a command that waits until all of `what` are as expected.
    void await(String prefix, String expectation, String what) {
        run(
                prefix
                        + " wait --for="
                        + expectation
                        + " --timeout="
                        + patience.toSeconds()
                        + "s "
                        + what);
    }

    /// Shows and runs a command that must be refused with a text that contains `expected`.
    void refused(String arguments, String expected) {
        check(arguments, show(arguments), expected);
    }

    /// As [#refused], without showing the command and its answer.
    void quietlyRefused(String arguments, String expected) {
        check(arguments, quietly(arguments), expected);
    }

    private static void check(String arguments, Answer answer, String expected) {
        if (answer.succeeded()) {
            throw new StoryFailedException("was not refused: kubectl " + arguments);
        }
        if (!answer.text().contains(expected)) {
            throw new StoryFailedException(
                    "was refused, but not because of \""
                            + expected
                            + "\": kubectl "
                            + arguments
                            + ": "
                            + answer.text());
        }
    }

    private Answer show(String arguments) {
        narrator.command("kubectl " + arguments);
        var answer = quietly(arguments);
        narrator.answer(answer.text());
        return answer;
    }

    /// Runs a command without showing it.
    Answer quietly(String arguments) {
        try {
            return runner.run(words(arguments));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StoryFailedException("interrupted");
        }
    }

    /// Runs a command again and again until its answer fits, then shows it.
    String until(String arguments, String what, Predicate<Answer> fits) {
        var end = Instant.now().plus(patience);
        while (true) {
            var answer = quietly(arguments);
            boolean holds = answer.succeeded() && fits.test(answer);
            if (holds || Instant.now().isAfter(end)) {
                narrator.command("kubectl " + arguments);
                narrator.answer(answer.text());
                if (!holds) {
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
        for (int i = 0; i < arguments.length(); i++) {
            char c = arguments.charAt(i);
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
}
