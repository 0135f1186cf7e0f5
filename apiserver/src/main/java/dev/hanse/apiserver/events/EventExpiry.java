package dev.hanse.apiserver.events;

import dev.hanse.apiserver.Extension;
import dev.hanse.apiserver.ServerHandle;
import dev.hanse.apiserver.read.StoredEvents;
import dev.hanse.apiserver.read.StoredEvents.StoredEvent;
import dev.hanse.apiserver.request.User;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ObjectClient.DeleteOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.GroupVersionResource;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.StorageException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes events that nobody has written for a while (`--event-ttl`).
///
/// Knows no event, only the minutes in which events were created that may still be there; an index
/// finds the events of a minute when their time has come.
public final class EventExpiry implements Extension {

    /// Kubernetes' default.
    public static final Duration DEFAULT_TTL = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(EventExpiry.class);
    private static final GroupVersionResource EVENTS = new GroupVersionResource("", "v1", "events");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /// How far ahead the clocks of other servers may be.
    private static final Duration AHEAD = Duration.ofMinutes(5);

    private final StoredEvents events;
    private final Clock clock;
    private final Duration ttl;
    private final TreeSet<Instant> minutes = new TreeSet<>();
    private Thread thread = Thread.ofVirtual().unstarted(() -> {});

    public EventExpiry(StoredEvents events, Clock clock, Duration ttl) {
        this.events = events;
        this.clock = clock;
        this.ttl = ttl;
    }

    @Override
    public void start(ServerHandle server) {
        var client = server.client(User.system("system:hanse:event-expiry"));
        thread = Thread.ofVirtual().name("event-expiry").start(() -> run(client));
    }

    private void run(ObjectClient client) {
        boolean all = true;
        try {
            while (true) {
                all = !sweep(client, all);
                Thread.sleep(pause());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Duration pause() {
        var tenth = ttl.dividedBy(10);
        return tenth.compareTo(MINUTE) > 0 ? MINUTE : tenth;
    }

    /// @param all also looks for events of minutes that are not known yet
    /// @return whether everything was swept
    private boolean sweep(ObjectClient client, boolean all) {
        try {
            noteMinutes();
            if (all) {
                events.all(each -> each.object().creationTimestamp().ifPresent(this::note));
            }
            var now = clock.instant();
            for (var minute : List.copyOf(minutes.headSet(now.minus(ttl), true))) {
                sweepMinute(client, minute, now);
            }
            return true;
        } catch (StorageException | ApiException e) {
            log.atWarn().addKeyValue("error", e.getMessage()).log("events not expired, later");
            return !all;
        }
    }

    private void noteMinutes() {
        var last = minute(clock.instant().plus(AHEAD));
        var next = minutes.isEmpty() ? minute(clock.instant()) : minutes.last().plus(MINUTE);
        for (; !next.isAfter(last); next = next.plus(MINUTE)) {
            minutes.add(next);
        }
    }

    private void note(Instant created) {
        minutes.add(minute(created));
    }

    private static Instant minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES);
    }

    private void sweepMinute(ObjectClient client, Instant minute, Instant now) {
        var left = new AtomicBoolean(minute.plus(MINUTE).plus(ttl).isAfter(now));
        events.createdInMinuteOf(
                minute,
                each -> {
                    if (EventAge.lastWritten(each.object(), now).plus(ttl).isAfter(now)) {
                        left.set(true);
                    } else {
                        delete(client, each);
                    }
                });
        if (!left.get()) {
            minutes.remove(minute);
        }
    }

    private static void delete(ObjectClient client, StoredEvent event) {
        var key = event.key();
        var object = event.object();
        try {
            client.delete(
                    ResourceScope.in(key.cluster(), EVENTS, key.namespace()),
                    key.name(),
                    new DeleteOptions(object.uid(), object.resourceVersion(), ""));
        } catch (ApiException e) {
            // Gone already, or written meanwhile and so not old any more.
            if (!e.isNotFound() && !e.isConflict()) {
                throw e;
            }
        }
    }

    @Override
    public void stop() {
        thread.interrupt();
    }
}
