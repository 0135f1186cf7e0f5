package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// [AcknowledgingWriter]s in processes of their own, and what was acknowledged by them.
final class WriterProcess {

    private WriterProcess() {}

    static Process start(Path directory, int round) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AcknowledgingWriter.class.getName(),
                        directory.toString(),
                        "round" + round)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /// Lets a process write to `directory`, kills it in the middle, and returns what it had
    /// acknowledged.
    static Map<String, Revision> writeAndKill(Path directory, int round, int writes)
            throws Exception {
        var acknowledged = new HashMap<String, Revision>();
        var writer = start(directory, round);
        try (var lines = writer.inputReader()) {
            for (int i = 0; i < writes; i++) {
                remember(lines.readLine(), acknowledged);
            }
            // Not the process itself: that would close the pipe before it is read to its end.
            assertThat(writer.toHandle().destroyForcibly()).isTrue();
            drain(lines, acknowledged);
        } finally {
            writer.destroyForcibly().waitFor();
        }
        return acknowledged;
    }

    private static void drain(BufferedReader lines, Map<String, Revision> acknowledged)
            throws IOException {
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            remember(line, acknowledged);
        }
    }

    /// The last line may be cut off by the kill; a revision cut off would not be the right one.
    private static void remember(String line, Map<String, Revision> acknowledged) {
        int space = line.indexOf(' ');
        if (space > 0 && space + 1 < line.length()) {
            acknowledged.put(
                    line.substring(0, space),
                    new Revision(Long.parseLong(line.substring(space + 1))));
        }
    }

    static void requireAll(EmbeddedStorage storage, Map<String, Revision> acknowledged) {
        acknowledged.forEach(
                (key, revision) -> {
                    var entries =
                            storage.read(Range.key(Bytes.utf8(key)), Revision.NONE, 1).entries();
                    assertThat(entries).as(key).hasSize(1);
                    assertThat(entries.getFirst().value().utf8()).isEqualTo("value of " + key);
                    assertThat(entries.getFirst().modRevision().toString())
                            .startsWith(revision.toString());
                    assertThat(storage.revision()).isGreaterThanOrEqualTo(revision);
                });
    }
}
