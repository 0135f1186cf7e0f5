package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What another process acknowledged is there after it was killed in the middle of writing.
class KilledProcessTest {

    private static final int ROUNDS = 3;
    private static final int WRITES_BEFORE_KILL = 300;

    @TempDir Path directory;

    @Test
    void noAcknowledgedWriteIsLostWhenTheProcessIsKilled() throws Exception {
        var acknowledged = new HashMap<String, Revision>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledged.putAll(writeAndKill(round));
            requireAll(acknowledged);
        }
    }

    @Test
    void aDirectoryInUseByAnotherProcessIsRefused() throws Exception {
        var writer = start(0);
        try (var lines = writer.inputReader()) {
            lines.readLine();

            assertThatThrownBy(() -> EmbeddedStorage.open(new EmbeddedStorageConfig(directory)))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessage(
                            "the data directory %s is in use by process %d",
                            directory, writer.pid());
        } finally {
            writer.destroyForcibly().waitFor();
        }
    }

    private Map<String, Revision> writeAndKill(int round) throws Exception {
        var acknowledged = new HashMap<String, Revision>();
        var writer = start(round);
        try (var lines = writer.inputReader()) {
            for (int i = 0; i < WRITES_BEFORE_KILL; i++) {
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

    private void requireAll(Map<String, Revision> acknowledged) {
        try (var storage = EmbeddedStorage.open(new EmbeddedStorageConfig(directory))) {
            acknowledged.forEach(
                    (key, revision) -> {
                        var entries =
                                storage.read(Range.key(Bytes.utf8(key)), Revision.NONE, 1)
                                        .entries();
                        assertThat(entries).as(key).hasSize(1);
                        assertThat(entries.getFirst().value().utf8()).isEqualTo("value of " + key);
                        assertThat(entries.getFirst().modRevision().toString())
                                .startsWith(revision.toString());
                        assertThat(storage.revision()).isGreaterThanOrEqualTo(revision);
                    });
        }
    }

    private Process start(int round) throws IOException {
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
}
