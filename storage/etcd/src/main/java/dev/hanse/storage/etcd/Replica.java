package dev.hanse.storage.etcd;

import dev.hanse.storage.Revision;
import dev.hanse.storage.Statistic;
import dev.hanse.storage.Statistic.Unit;
import dev.hanse.storage.StorageException;
import dev.hanse.storage.history.History;
import dev.hanse.storage.history.Mark;
import io.etcd.jetcd.api.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the local [History] equal to etcd, on a thread of its own: follows the watch, opens it
/// again when it breaks, and starts over from a snapshot when etcd has compacted what was missed or
/// tells another history.
final class Replica implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Replica.class);
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration PAUSE_BEFORE_RECOVERY = Duration.ofSeconds(1);
    private static final long ENOUGH_WAITING = 4L << 20;

    private final EtcdConnection connection;
    private final KeyMapping keys;
    private final History history;
    private final Lineage lineage;
    private final EtcdCommits commits;
    private final EtcdCalls calls;
    private final EventTranslator translator;
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable WatchStream current;
    private final LongAdder starts = new LongAdder();
    private final LongAdder loads = new LongAdder();
    private volatile boolean following;
    private String complaint = "";

    Replica(
            EtcdConnection connection,
            KeyMapping keys,
            History history,
            Lineage lineage,
            EtcdCommits commits,
            EtcdCalls calls) {
        this.connection = connection;
        this.keys = keys;
        this.history = history;
        this.lineage = lineage;
        this.commits = commits;
        this.calls = calls;
        this.translator = new EventTranslator(keys);
        this.thread = Thread.ofPlatform().name("hanse-etcd-replica").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Tells that somebody waits for a revision that does not arrive. Perhaps the member that
    /// should send it is paused or cut off, which a connection takes long to notice.
    void suspect() {
        var stream = current;
        if (stream != null) {
            stream.breakIfSilentFor(EtcdCalls.ATTEMPT);
        }
    }

    List<Statistic> statistics() {
        return List.of(
                Statistic.gauge(
                        "replica_following",
                        Unit.NONE,
                        "1 while changes arrive from etcd as they happen.",
                        following ? 1 : 0),
                Statistic.counter(
                        "replica_watch_starts",
                        "How often following etcd was begun; the first time counts, too.",
                        starts.sum()),
                Statistic.counter(
                        "replica_loads",
                        "How often everything was read from etcd, because changes were missed.",
                        loads.sum()));
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
            recover();
            follow();
        } catch (StorageException e) {
            if (!closing) {
                complain(e);
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

    /// After a write to the replica's disk failed, perhaps because it is full. Not at once, because
    /// readers wait while the files are opened again.
    private void recover() throws InterruptedException {
        if (history.needsRecovery()) {
            Thread.sleep(PAUSE_BEFORE_RECOVERY);
            history.recover();
        }
    }

    /// Once for each reason, not for each attempt.
    private void complain(StorageException e) {
        var reason = String.valueOf(e.getMessage());
        if (!reason.equals(complaint)) {
            log.atWarn().addKeyValue("error", reason).log("replica cannot follow etcd");
            complaint = reason;
        }
    }

    private void follow() throws InterruptedException {
        var mark = history.mark();
        try (var stream = open(mark)) {
            current = stream;
            stream.awaitOpen(EtcdCalls.ATTEMPT);
            // Only now: an etcd restored later would have broken the stream.
            var finding = lineage.compare(mark);
            if (!finding.continues()) {
                startOver(mark, finding.head());
                return;
            }
            log.atDebug().addKeyValue("revision", mark.revision()).log("following etcd");
            complaint = "";
            starts.increment();
            following = true;
            while (!closing) {
                apply(stream.take());
            }
        } catch (WatchStream.EndedException e) {
            if (!closing) {
                startOverOrRetry(e);
            }
        } finally {
            following = false;
            current = null;
        }
    }

    private WatchStream open(Mark mark) {
        return WatchStream.open(
                connection.streams(), keys, mark.revision().value(), ENOUGH_WAITING);
    }

    private void startOverOrRetry(WatchStream.EndedException end) throws InterruptedException {
        if (end.isCompacted()) {
            var mark = history.mark();
            startOver(mark, lineage.compare(mark).head());
            return;
        }
        log.atInfo().setCause(end).log("etcd watch broken, opening it again");
        Thread.sleep(RETRY);
    }

    /// From the newest revision, because it is the last that others will compact.
    private void startOver(Mark mark, Head found) {
        // Others in the same etcd may have compacted far behind our last write.
        var head = lineage.canStartOver(mark, found) ? found : commits.renewHead();
        log.atInfo().addKeyValue("revision", head.written()).log("loading replica from etcd");
        var entries = new SnapshotPages(connection.requests(), keys, calls, head.written().value());
        history.load(new Mark(head.written(), head.token()), entries);
        loads.increment();
        lineage.saw(head.written());
    }

    private void apply(List<Event> arrived) {
        var head = history.head();
        var reached = new Revision(arrived.getLast().getKv().getModRevision());
        history.append(
                translator.commits(arrived, head),
                new Mark(reached, translator.token(arrived, history.mark().token())));
        lineage.saw(reached);
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
