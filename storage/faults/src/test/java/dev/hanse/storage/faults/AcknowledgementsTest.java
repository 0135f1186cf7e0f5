package dev.hanse.storage.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.OutcomeUnknownException;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.UnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the kernel was asked for before anybody was told of a commit. A killed process proves
/// nothing about this, because the kernel keeps what the disk does not have.
class AcknowledgementsTest {

    private static final int COMMITS = 40;

    /// More than opening a store takes, so that it is one for a commit.
    private static final int FAILING_SYNC = 30;

    @TempDir Path work;
    private Path trace;

    @BeforeEach
    void requireTracing() throws Exception {
        assumeTrue(SystemCalls.canBeTraced(work), "needs strace, and to be allowed to trace");
        trace = work.resolve("trace");
    }

    @Test
    void nobodyIsToldOfACommitThatIsNotForcedToDisk() throws Exception {
        var engine = new Engine.Embedded(work.resolve("data"));
        try (var child = ChildProcess.start(engine, work, SystemCalls.tracedTo(trace))) {
            assertThat(commit(child, "a")).hasSize(COMMITS);
        }

        var steps = SystemCalls.read(trace);

        requireSyncedBeforeAnswers(steps);
        assertThat(steps.stream().filter(AcknowledgementsTest::isSyncedLog))
                .as("one client waits for each commit")
                .hasSizeGreaterThanOrEqualTo(COMMITS);
    }

    /// The sync that fails never happens, so the record is in the kernel's memory only, and opening
    /// the files again finds it there.
    @Test
    void afterAFailedSyncNobodyIsToldOfWhatPowerLossWouldTake() throws Exception {
        assumeTrue(FilesystemImage.isPossible(work), "needs to mount a file system");
        try (var ground = new ImageGround(work)) {
            var prefix = SystemCalls.withFailingSync(trace, FAILING_SYNC);
            List<String> told;
            try (var child = ChildProcess.start(ground.engines().getFirst(), work, prefix)) {
                told = commit(child, "a");
                ground.strike(Fault.POWER_LOSS);
            }
            ground.heal(Fault.POWER_LOSS);

            assertThat(Files.readString(trace)).contains("EIO");
            assertThat(told).as("the store works again").contains("a" + (COMMITS - 1));
            try (var child = ChildProcess.start(ground.engines().getFirst(), work, List.of())) {
                assertThat(keys(child)).containsAll(told);
            }
        }
    }

    private static void requireSyncedBeforeAnswers(List<SystemCalls.Step> steps) {
        boolean unsynced = false;
        int answers = 0;
        for (var step : steps) {
            if (step.isOfLog() && !step.isSync()) {
                unsynced = true;
            } else if (isSyncedLog(step)) {
                unsynced = false;
            } else if (step.isAnswer() && step.begins()) {
                answers++;
                assertThat(unsynced).as("answer %d before its sync", answers).isFalse();
            }
        }
        assertThat(answers).isGreaterThanOrEqualTo(COMMITS);
    }

    private static boolean isSyncedLog(SystemCalls.Step step) {
        return step.isSync() && step.isOfLog() && step.succeeded();
    }

    /// Commits one key after the other, and says which commits succeeded.
    private static List<String> commit(ChildProcess child, String prefix) {
        var told = new ArrayList<String>();
        for (int i = 0; i < COMMITS; i++) {
            var key = prefix + i;
            try {
                var txn = Txn.create(Bytes.utf8(key), Bytes.utf8("value of " + key));
                if (child.store().commit(txn) instanceof Outcome.Committed) {
                    told.add(key);
                }
            } catch (UnavailableException | OutcomeUnknownException e) {
                // Nothing was promised.
            }
        }
        return told;
    }

    private static List<String> keys(ChildProcess child) {
        return child
                .store()
                .read(new Range(Bytes.EMPTY, null), Revision.NONE, 1000)
                .entries()
                .stream()
                .map(entry -> entry.key().utf8())
                .toList();
    }
}
