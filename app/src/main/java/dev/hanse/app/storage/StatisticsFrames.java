package dev.hanse.app.storage;

import dev.hanse.apiserver.request.FrameSource;
import dev.hanse.machinery.codec.Json;
import dev.hanse.storage.Scan;
import dev.hanse.storage.Storage;
import java.time.Duration;
import java.util.List;

/// Statistics of a large store, counted a step at a time, so that neither a thread nor the client's
/// patience is used up.
final class StatisticsFrames implements FrameSource {

    private static final int ENTRIES = 1000;

    private final Storage storage;
    private final Scan scan;
    private final Statistics counted = new Statistics();

    StatisticsFrames(Storage storage, Scan scan) {
        this.storage = storage;
        this.scan = scan;
    }

    @Override
    public Frames next() {
        var entries = scan.next(ENTRIES);
        if (!entries.isEmpty()) {
            entries.forEach(counted::add);
            return new Frames(List.of(), false);
        }
        var json = counted.toJson(scan.revision());
        json.put("compactedRevision", storage.compactedRevision().value());
        return new Frames(List.of(Json.write(json)), true);
    }

    @Override
    public void whenReadable(Runnable signal) {
        signal.run();
    }

    @Override
    public Duration wakeAfter() {
        return Duration.ZERO;
    }

    @Override
    public void close() {
        scan.close();
    }
}
