package dev.hanse.storage.etcd;

import dev.hanse.storage.Entry;
import dev.hanse.storage.Event;
import dev.hanse.storage.Revision;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.history.Commit;
import dev.hanse.storage.history.HeadReader;
import dev.hanse.storage.history.History;
import io.etcd.jetcd.Client;
import io.etcd.jetcd.KeyValue;
import io.etcd.jetcd.watch.WatchEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the local [History] equal to etcd, on a thread of its own: follows the watch, opens it
/// again when it breaks, and starts over from a snapshot when etcd has compacted what was missed.
final class Replica implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Replica.class);
    private static final Duration RETRY = Duration.ofMillis(200);

    private final Client client;
    private final KeyMapping keys;
    private final History history;
    private final EtcdCalls calls;
    private final Thread thread;
    private volatile boolean closing;

    Replica(Client client, KeyMapping keys, History history, EtcdCalls calls) {
        this.client = client;
        this.keys = keys;
        this.history = history;
        this.calls = calls;
        this.thread = Thread.ofPlatform().name("hanse-etcd-replica").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing) {
                followOrRetry();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void followOrRetry() throws InterruptedException {
        try {
            follow();
        } catch (StorageException e) {
            if (!closing) {
                log.atWarn().setCause(e).log("replica cannot follow etcd, trying again");
                Thread.sleep(RETRY);
            }
        } catch (RuntimeException e) {
            if (!closing) {
                // A bug; but a replica that stops would only turn it into timeouts of all readers.
                log.atError().setCause(e).log("replica cannot follow etcd, trying again");
                Thread.sleep(RETRY);
            }
        }
    }

    private void follow() throws InterruptedException {
        long after = history.newest().value();
        try (var stream = WatchStream.open(client.getWatchClient(), keys, after)) {
            log.atDebug().addKeyValue("revision", after).log("following etcd");
            while (!closing) {
                apply(stream.take());
            }
        } catch (WatchStream.EndedException e) {
            if (!closing) {
                startOverOrRetry(e);
            }
        }
    }

    private void startOverOrRetry(WatchStream.EndedException end) throws InterruptedException {
        if (end.compacted() == 0) {
            log.atInfo().setCause(end.getCause()).log("etcd watch broken, opening it again");
            Thread.sleep(RETRY);
            return;
        }
        log.atInfo().addKeyValue("revision", end.compacted()).log("loading replica from etcd");
        history.load(
                new Revision(end.compacted()),
                new SnapshotPages(client.getKVClient(), keys, calls, end.compacted()));
    }

    private void apply(List<WatchEvent> arrived) {
        var commits = new ArrayList<Commit>();
        try (var head = history.head()) {
            int from = 0;
            for (int i = 1; i <= arrived.size(); i++) {
                if (i == arrived.size()
                        || revision(arrived.get(i)) != revision(arrived.get(from))) {
                    var commit = commit(head, arrived.subList(from, i));
                    if (commit != null) {
                        head.add(commit);
                        commits.add(commit);
                    }
                    from = i;
                }
            }
            history.append(commits);
        }
        // Also for commits of which nothing was left but the head.
        history.advance(new Revision(revision(arrived.getLast())));
    }

    private static long revision(WatchEvent event) {
        return event.getKeyValue().getModRevision();
    }

    /// What one revision changed, or null when that was nothing but the head.
    private @Nullable Commit commit(HeadReader head, List<WatchEvent> changes) {
        var revision = new Revision(revision(changes.getFirst()));
        var events = new ArrayList<Event>();
        for (var change : changes) {
            if (!keys.isHead(change.getKeyValue())) {
                events.add(event(head, revision, change));
            }
        }
        events.sort(Comparator.comparing(Event::key));
        return events.isEmpty() ? null : new Commit(revision, events);
    }

    private Event event(HeadReader head, Revision revision, WatchEvent change) {
        KeyValue found = change.getKeyValue();
        var key = keys.key(found);
        @Nullable Entry current =
                change.getEventType() == WatchEvent.EventType.DELETE ? null : keys.entry(found);
        return new Event(key, revision, current, head.find(key));
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
