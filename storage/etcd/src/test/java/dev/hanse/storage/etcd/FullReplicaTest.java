package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.storage.Statistic;
import dev.hanse.storage.StorageException;
import dev.hanse.testkit.EtcdProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose own disk is full, while etcd has room. Needs to be root, to mount a small disk.
class FullReplicaTest {

    private static final Duration DEADLINE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_WRITES = 2000;
    private static final long BYTES_LEFT = 1L << 20;

    @TempDir Path directory;
    @TempDir Path other;

    private boolean mounted;

    @BeforeEach
    void mount() throws Exception {
        mounted = run("mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", directory.toString());
        assumeThat(mounted).as("only root can mount a file system").isTrue();
    }

    @AfterEach
    void unmount() throws Exception {
        if (mounted) {
            assertThat(run("umount", directory.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }

    @Test
    void catchesUpByItselfWhenThereIsSpaceAgain() throws Exception {
        try (var etcd = EtcdProcess.startNew();
                var writer = ServerOnEtcd.connect(List.of(etcd.endpoint()), other, PATIENCE);
                var server =
                        ServerOnEtcd.connect(
                                List.of(etcd.endpoint()), directory.resolve("replica"), DEADLINE)) {
            writer.put("before", "x");
            assertThat(server.show()).containsExactly("before=x");

            var ballast = fill();
            int writes = 0;
            while (isWritable(server) && writes < MOST_WRITES) {
                writer.put("large", Integer.toString(writes++).repeat(10_000));
            }
            assertThat(writes).as("until the disk was full").isLessThan(MOST_WRITES);
            writer.put("large", "no more");
            Files.delete(ballast);

            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(StorageException.class)
                    .untilAsserted(
                            () ->
                                    assertThat(server.show())
                                            .containsExactly("before=x", "large=no more"));
            assertThat(isWritable(server)).isTrue();
            server.put("after", "y");
            assertThat(server.show()).contains("after=y");
        }
    }

    private Path fill() throws IOException {
        var ballast = directory.resolve("ballast");
        var chunk = ByteBuffer.allocate(1 << 18);
        try (var file =
                FileChannel.open(
                        ballast, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            while (Files.getFileStore(directory).getUsableSpace() > BYTES_LEFT) {
                file.write(chunk.clear());
            }
        }
        return ballast;
    }

    private static boolean isWritable(ServerOnEtcd server) {
        return server.storage().statistics().stream()
                .filter(each -> each.name().equals("writable"))
                .mapToDouble(Statistic::value)
                .allMatch(value -> value == 1);
    }
}
