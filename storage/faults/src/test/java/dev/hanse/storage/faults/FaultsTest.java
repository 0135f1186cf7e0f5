package dev.hanse.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A slice of what `dev/soak` does for hours. `-Dhanse.seed=…` repeats the decisions of one run.
class FaultsTest {

    private static final Duration LONGEST = Duration.ofMillis(300);

    @TempDir Path work;
    private final long seed = Long.getLong("hanse.seed", System.nanoTime());

    @Test
    void nothingIsLostWhenTheProcessIsKilledOrPaused() throws Exception {
        try (var ground = new DiskGround(work.resolve("data"))) {
            requireHarmless(ground, 12, Fault.KILL, Fault.KILL, Fault.KILL, Fault.PAUSE);
        }
    }

    @Test
    void nothingForcedToDiskIsLostWithThePower() throws Exception {
        assumeTrue(FilesystemImage.isPossible(work), "needs to mount a file system");
        try (var ground = new ImageGround(work)) {
            requireHarmless(ground, 6, Fault.POWER_LOSS);
        }
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        assumeTrue(FilesystemImage.isPossible(work), "needs to mount a file system");
        try (var ground = new ImageGround(work)) {
            requireHarmless(ground, 3, Fault.DISK_FULL, Fault.DISK_FULL_KILL);
        }
    }

    @Test
    void nothingIsLostWhateverHappensToEtcd() throws Exception {
        try (var ground = new EtcdGround(List.of(work.resolve("replica")))) {
            requireHarmless(
                    ground, 8, Fault.KILL, Fault.LEADER_KILL, Fault.LEADER_PAUSE, Fault.ETCD_KILL);
        }
    }

    @Test
    void nothingIsLostWhateverHappensToOneOfTwoServersOnEtcd() throws Exception {
        try (var ground = new EtcdGround(List.of(work.resolve("one"), work.resolve("other")))) {
            requireHarmless(ground, 6, Fault.KILL, Fault.PAUSE, Fault.PAUSE);
        }
    }

    private void requireHarmless(Ground ground, int cycles, Fault... faults) throws Exception {
        var done = new ArrayList<Cycle>();
        var files = Files.createDirectories(work.resolve("child"));
        try (var campaign = new Campaign(ground, files, seed, LONGEST)) {
            for (int i = 0; i < cycles; i++) {
                done.add(campaign.next(faults[i % faults.length]));
            }
        } catch (AssertionError e) {
            throw new AssertionError(
                    "seed %d, after %d cycles: %s".formatted(seed, done.size(), e.getMessage()), e);
        }
        // A history in which nothing happened proves nothing.
        assertThat(done).extracting(Cycle::fault).contains(faults);
        assertThat(sum(done)).as("events").isPositive();
    }

    private static int sum(List<Cycle> cycles) {
        return cycles.stream().mapToInt(Cycle::events).sum();
    }
}
