package dev.hanse.storage.conformance;

import static dev.hanse.storage.conformance.StoreUnderTest.EVERYTHING;
import static dev.hanse.storage.conformance.StoreUnderTest.drain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// When a cursor says that it is worth reading.
abstract class SignalContract {

    private static final int PATIENCE_SECONDS = 30;

    abstract StoreUnderTest store();

    @Test
    void aCommitToTheRangeRunsTheSignalOnce() throws Exception {
        try (var cursor = store().storage().watch(prefix("mine/"), Revision.NONE)) {
            var signals = new Semaphore(0);
            cursor.whenReadable(signals::release);

            store().put("other/1", "x");
            assertThat(signals.availablePermits()).isZero();

            var mine = store().put("mine/1", "x");
            assertThat(acquired(signals)).isTrue();
            assertThat(drain(cursor, mine)).hasSize(1);

            store().put("mine/2", "x");
            assertThat(signals.availablePermits()).isZero();
        }
    }

    @Test
    void aSignalRunsAtOnceWhenThereIsSomethingToRead() throws Exception {
        var start = store().storage().revision();
        store().put("key", "x");
        try (var cursor = store().storage().watch(EVERYTHING, start)) {
            var signals = new Semaphore(0);
            cursor.whenReadable(signals::release);

            assertThat(acquired(signals)).isTrue();
        }
    }

    @Test
    void aNewSignalReplacesTheOneBefore() throws Exception {
        try (var cursor = store().storage().watch(EVERYTHING, Revision.NONE)) {
            var replaced = new Semaphore(0);
            var signals = new Semaphore(0);
            cursor.whenReadable(replaced::release);
            cursor.whenReadable(signals::release);

            store().put("key", "x");

            assertThat(acquired(signals)).isTrue();
            assertThat(replaced.availablePermits()).isZero();
        }
    }

    @Test
    void aClosedCursorIsSilent() throws Exception {
        var closed = store().storage().watch(EVERYTHING, Revision.NONE);
        var silenced = new Semaphore(0);
        closed.whenReadable(silenced::release);
        closed.close();
        closed.close();
        try (var open = store().storage().watch(EVERYTHING, Revision.NONE)) {
            var signals = new Semaphore(0);
            open.whenReadable(signals::release);

            store().put("key", "x");

            assertThat(acquired(signals)).isTrue();
            assertThat(silenced.availablePermits()).isZero();
        }
    }

    @Test
    void closingTheStoreRunsEverySignal() throws Exception {
        var cursor = store().storage().watch(EVERYTHING, Revision.NONE);
        var signals = new Semaphore(0);
        cursor.whenReadable(signals::release);

        store().close();

        assertThat(acquired(signals)).isTrue();
        cursor.close();
    }

    @Test
    void manyCursorsHearOfTheirOwnRangeOnly() throws Exception {
        int count = 2000;
        var cursors = new ArrayList<Cursor>();
        var disturbed = new Semaphore(0);
        var called = new CountDownLatch(3);
        for (int i = 0; i < count; i++) {
            var cursor = store().storage().watch(prefix("tenant-" + i + "/"), Revision.NONE);
            cursor.whenReadable(i == 77 ? called::countDown : disturbed::release);
            cursors.add(cursor);
        }
        for (int i = 0; i < 2; i++) {
            var everywhere = store().storage().watch(prefix("tenant-"), Revision.NONE);
            everywhere.whenReadable(called::countDown);
            cursors.add(everywhere);
        }

        store().put("tenant-77/key", "x");

        assertThat(called.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(disturbed.availablePermits()).isZero();
        cursors.forEach(Cursor::close);
    }

    private static Range prefix(String prefix) {
        return Range.prefix(Bytes.utf8(prefix));
    }

    private static boolean acquired(Semaphore signals) throws InterruptedException {
        return signals.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
