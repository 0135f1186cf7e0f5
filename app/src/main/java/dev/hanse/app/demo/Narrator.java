package dev.hanse.app.demo;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Tells a person what happens: chapters, commands as typed, answers, and what was verified.
final class Narrator {

    private static final String INDENT = "  ";

    private final PrintWriter out;
    private final Clock clock;
    private final Instant began;
    private int chapters;
    private int verified;
    private volatile boolean silent;

    Narrator(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.began = clock.instant();
    }

    /// @param explanation one sentence for somebody who sees this for the first time
    void chapter(String title, String explanation) {
        chapters++;
        say("");
        say("== " + chapters + ". " + title);
        say(INDENT + explanation);
    }

    void say(String text) {
        if (!silent) {
            out.println(text);
            out.flush();
        }
    }

    void command(String command) {
        say("");
        say("$ " + command);
    }

    void answer(String text) {
        text.lines().forEach(line -> say(INDENT + line));
    }

    void verified(String what) {
        verified++;
        say(INDENT + "[ok] " + what);
    }

    /// Says nothing from now on: the person has left.
    void fallSilent() {
        silent = true;
    }

    /// How many outcomes were checked, and how long it took.
    String summary() {
        var seconds = Duration.between(began, clock.instant()).toSeconds();
        return verified + " outcomes verified in " + seconds + " s";
    }
}
