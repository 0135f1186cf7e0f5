package dev.hanse.storage.embedded;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.storage.Revision;
import dev.hanse.storage.UnavailableException;
import java.nio.file.Path;
import java.util.HashMap;
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
            acknowledged.putAll(WriterProcess.writeAndKill(directory, round, WRITES_BEFORE_KILL));
            try (var storage = EmbeddedStorage.open(new EmbeddedStorageConfig(directory))) {
                WriterProcess.requireAll(storage, acknowledged);
            }
        }
    }

    @Test
    void aDirectoryInUseByAnotherProcessIsRefused() throws Exception {
        var writer = WriterProcess.start(directory, 0);
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
}
