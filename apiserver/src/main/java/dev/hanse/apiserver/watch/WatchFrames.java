package dev.hanse.apiserver.watch;

import dev.hanse.apiserver.request.FrameSource;
import dev.hanse.machinery.status.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A watch as frames of a response: adds the periodic bookmarks, and ends when its time is up.
public final class WatchFrames implements FrameSource {

    /// Kubernetes sends a bookmark about every minute.
    private static final Duration BOOKMARK_EVERY = Duration.ofMinutes(1);

    private final ObjectWatch watch;
    private final EventWriter writer;
    private final boolean bookmarks;
    private final Clock clock;
    private final Instant end;
    private Instant nextBookmark;
    private long saidUpTo;

    public WatchFrames(
            ObjectWatch watch, EventWriter writer, boolean bookmarks, Clock clock, Duration time) {
        this.watch = watch;
        this.writer = writer;
        this.bookmarks = bookmarks;
        this.clock = clock;
        this.end = clock.instant().plus(time);
        this.nextBookmark = clock.instant().plus(BOOKMARK_EVERY);
    }

    @Override
    public Frames next() {
        var frames = new ArrayList<byte[]>();
        boolean failed = false;
        try {
            for (var item : watch.next()) {
                failed |= write(item, frames);
            }
        } catch (ApiException e) {
            // An object cannot be shown, for instance because nobody converts it.
            frames.add(writer.error(e.status()));
            failed = true;
        }
        var now = clock.instant();
        boolean over = failed || writer.isOver() || !now.isBefore(end);
        if (frames.isEmpty()
                && watch.isCaughtUpWithStart()
                && (over || !now.isBefore(nextBookmark))) {
            bookmark(frames);
            nextBookmark = now.plus(BOOKMARK_EVERY);
        }
        return new Frames(frames, over);
    }

    /// @return whether it is the last one
    private boolean write(WatchItem item, List<byte[]> frames) {
        switch (item) {
            case WatchItem.Change change -> {
                frames.add(writer.change(change));
                saidUpTo = change.resourceVersion();
            }
            case WatchItem.Bookmark bookmark -> {
                frames.add(writer.bookmark(bookmark));
                saidUpTo = bookmark.resourceVersion();
            }
            case WatchItem.Failed(var status) -> {
                frames.add(writer.error(status));
                return true;
            }
        }
        return false;
    }

    /// A client that comes back with this revision misses nothing and is told nothing twice.
    private void bookmark(List<byte[]> frames) {
        if (bookmarks && watch.upTo() > saidUpTo) {
            frames.add(writer.bookmark(new WatchItem.Bookmark(watch.upTo(), false)));
            saidUpTo = watch.upTo();
        }
    }

    @Override
    public void whenReadable(Runnable signal) {
        watch.whenReadable(signal);
    }

    @Override
    public Duration wakeAfter() {
        var next = end.isBefore(nextBookmark) ? end : nextBookmark;
        var wait = Duration.between(clock.instant(), next);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    @Override
    public void close() {
        watch.close();
    }
}
