package dev.hanse.app.demo;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Tells a person what happens: chapters, commands as typed, answers, and what was verified.
final class Narrator {

    private final PrintWriter out;
    private final Clock clock;
    private final Instant began;
    private int verified;

    Narrator(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
        this.began = clock.instant();
    }

    void chapter(String title) {
        out.println();
        out.println("== " + title);
        out.flush();
    }

    void say(String text) {
        out.println(text);
        out.flush();
    }

    void command(String command) {
        out.println();
        out.println("$ " + command);
        out.flush();
    }

    void answer(String text) {
        text.lines().forEach(line -> out.println("  " + line));
        out.flush();
    }

    void verified(String what) {
        verified++;
        out.println("  [ok] " + what);
        out.flush();
    }

    /// How many outcomes were checked, and how long it took.
    String summary() {
        var seconds = Duration.between(began, clock.instant()).toSeconds();
        return verified + " outcomes verified in " + seconds + " s";
    }
}
