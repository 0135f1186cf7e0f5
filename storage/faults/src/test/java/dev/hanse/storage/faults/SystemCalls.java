package dev.hanse.storage.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What a process asked of the kernel, and in which order, as strace saw it.
final class SystemCalls {

    /// One call that the kernel was asked for, or that it has answered.
    ///
    /// @param file what the descriptor stands for: a path or a socket
    /// @param result what was returned, or empty when the call is only beginning
    record Step(String call, String file, String result) {

        boolean begins() {
            return result.isEmpty();
        }

        boolean succeeded() {
            return !begins() && !result.startsWith("-");
        }

        boolean isSync() {
            return call.equals("fdatasync") || call.equals("fsync");
        }

        /// Whether this concerns RocksDB's write-ahead log.
        boolean isOfLog() {
            return LOG.matcher(file).matches();
        }

        boolean isAnswer() {
            return !isSync() && file.startsWith("socket:");
        }
    }

    private static final String TRACED =
            "trace=fdatasync,fsync,write,writev,pwrite64,sendto,sendmsg";
    private static final Pattern LOG = Pattern.compile(".*/\\d+\\.log");
    private static final Pattern WHOLE =
            Pattern.compile("(\\d+) +(\\w+)\\(\\d+<(.*?)>(?:,.*)?\\) += (\\S+).*");
    private static final Pattern BEGUN =
            Pattern.compile("(\\d+) +(\\w+)\\(\\d+<(.*?)>.*<unfinished \\.\\.\\.>");
    private static final Pattern RESUMED =
            Pattern.compile("(\\d+) +<\\.\\.\\. \\w+ resumed>.*\\) += (\\S+).*");

    private SystemCalls() {}

    /// Whether this machine lets a process be traced.
    static boolean canBeTraced(Path directory) throws InterruptedException {
        try {
            var strace =
                    new ProcessBuilder("strace", "-f", "-o", directory.resolve("try").toString())
                            .redirectErrorStream(true);
            strace.command().add("true");
            var process = strace.start();
            process.getInputStream().readAllBytes();
            return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /// The command before one whose calls shall be written to `trace`.
    static List<String> tracedTo(Path trace) {
        return List.of("strace", "-f", "-y", "-s", "0", "-e", TRACED, "-o", trace.toString());
    }

    /// As [#tracedTo], and in each thread the call of fdatasync with this number fails.
    static List<String> withFailingSync(Path trace, int number) {
        var command = new ArrayList<>(tracedTo(trace));
        command.addAll(List.of("-e", "inject=fdatasync:error=EIO:when=" + number));
        return command;
    }

    /// The steps in the order in which they happened, of all threads.
    static List<Step> read(Path trace) throws IOException {
        var steps = new ArrayList<Step>();
        var begun = new HashMap<String, Step>();
        for (var line : Files.readAllLines(trace)) {
            var resumed = RESUMED.matcher(line);
            var unfinished = BEGUN.matcher(line);
            var whole = WHOLE.matcher(line);
            if (resumed.matches()) {
                var step = begun.remove(resumed.group(1));
                if (step != null) {
                    steps.add(new Step(step.call(), step.file(), resumed.group(2)));
                }
            } else if (unfinished.matches()) {
                var step = new Step(unfinished.group(2), unfinished.group(3), "");
                begun.put(unfinished.group(1), step);
                steps.add(step);
            } else if (whole.matches()) {
                steps.add(new Step(whole.group(2), whole.group(3), ""));
                steps.add(new Step(whole.group(2), whole.group(3), whole.group(4)));
            }
        }
        return steps;
    }
}
