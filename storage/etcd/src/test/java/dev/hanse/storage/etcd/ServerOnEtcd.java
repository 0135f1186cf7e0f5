package dev.hanse.storage.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Cursor;
import dev.hanse.storage.Event;
import dev.hanse.storage.Outcome;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.Write;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// One of the servers that share an etcd, with the short words in which the tests are written.
final class ServerOnEtcd implements AutoCloseable {

    static final Range EVERYTHING = new Range(Bytes.EMPTY, null);

    private static final int PATIENCE_SECONDS = 30;
    private static final int SOME_EVENTS = 100;

    private final EtcdStorage storage;

    private ServerOnEtcd(EtcdStorage storage) {
        this.storage = storage;
    }

    static ServerOnEtcd connect(EtcdStorageConfig config) {
        return new ServerOnEtcd(EtcdStorage.connect(config));
    }

    static ServerOnEtcd connect(List<URI> etcd, Path replica, Duration deadline) {
        return connect(config(etcd, replica, deadline));
    }

    static EtcdStorageConfig config(List<URI> etcd, Path replica, Duration deadline) {
        return config(etcd, "/hanse", replica, deadline);
    }

    /// With a prefix of its own, for tests that share an etcd.
    static EtcdStorageConfig config(
            List<URI> etcd, String prefix, Path replica, Duration deadline) {
        return new EtcdStorageConfig(
                etcd, prefix, replica, deadline, 8 << 20, 1 << 20, EtcdTls.DEFAULT);
    }

    EtcdStorage storage() {
        return storage;
    }

    Revision put(String key, String value) {
        var write = new Write.Put(Bytes.utf8(key), Bytes.utf8(value));
        return ((Outcome.Committed) storage.commit(new Txn(List.of(), List.of(write)))).revision();
    }

    Revision delete(String key) {
        var write = new Write.Delete(Bytes.utf8(key));
        return ((Outcome.Committed) storage.commit(new Txn(List.of(), List.of(write)))).revision();
    }

    /// Everything there is, as `key=value`; linearizable.
    List<String> show() {
        return show(Revision.NONE);
    }

    List<String> show(Revision at) {
        return storage.read(EVERYTHING, at, Integer.MAX_VALUE).entries().stream()
                .map(entry -> entry.key().utf8() + "=" + entry.value().utf8())
                .toList();
    }

    Cursor watch(Revision after) {
        return storage.watch(EVERYTHING, after);
    }

    /// Everything the cursor has to say up to `revision`.
    static List<Event> drain(Cursor cursor, Revision revision) throws InterruptedException {
        var events = new ArrayList<Event>();
        var readable = new Semaphore(0);
        while (true) {
            var batch = cursor.next(SOME_EVENTS);
            events.addAll(batch.events());
            if (batch.upTo().compareTo(revision) >= 0) {
                return events;
            }
            if (batch.events().isEmpty()) {
                cursor.whenReadable(readable::release);
                assertThat(readable.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS))
                        .as("events up to %s", revision)
                        .isTrue();
            }
        }
    }

    /// What the events set, in order; `-` for a deletion.
    static List<String> values(List<Event> events) {
        var values = new ArrayList<String>();
        for (var event : events) {
            var current = event.current();
            values.add(current == null ? "-" : current.value().utf8());
        }
        return values;
    }

    @Override
    public void close() {
        storage.close();
    }
}
