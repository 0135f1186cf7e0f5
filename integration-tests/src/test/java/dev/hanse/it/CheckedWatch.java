package dev.hanse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// A watch beside whatever a test does to a collection. [#verify] says that it has told the truth,
/// the whole truth, and would tell the same again from any point ([WatchLog]).
public final class CheckedWatch implements AutoCloseable {

    private static final int RESUMED = 8;

    private final String collection;
    private final WatchLog log;
    private Api api;
    private Watching watch;

    private CheckedWatch(Api api, String collection) {
        this.api = api;
        this.collection = collection;
        this.log = new WatchLog(list());
        this.watch = open(log.version());
    }

    /// @param collection the path of a collection, without a query
    public static CheckedWatch of(Api api, String collection) {
        return new CheckedWatch(api, collection);
    }

    private JsonNode list() {
        return api.get(collection).expect(200).json();
    }

    private Watching open(long version) {
        return api.watch(
                collection + "?watch=true&allowWatchBookmarks=true&resourceVersion=" + version);
    }

    /// Goes on where the watch was cut.
    ///
    /// @param after the same caller, at a server that has been started again
    public void resume(Api after) {
        for (var event = watch.next(); !type(event).equals("END"); event = watch.next()) {
            log.add(event);
        }
        api = after;
        watch = open(log.version());
    }

    /// To be called when the test has done its writes.
    public void verify() {
        var list = list();
        while (!log.objects().equals(WatchLog.byKey(list))) {
            if (log.version() > WatchLog.version(list)) {
                // A controller has written since.
                list = list();
            } else {
                log.add(watch.next());
            }
        }
        var entries = log.entries();
        long seed = System.nanoTime();
        IntStream.concat(
                        IntStream.of(0),
                        new Random(seed).ints(RESUMED, 0, Math.max(1, entries.size())))
                .filter(each -> each < entries.size())
                .distinct()
                .forEach(each -> assertResumes(entries, each, seed));
    }

    private void assertResumes(List<WatchLog.Entry> entries, int from, long seed) {
        try (var again = open(entries.get(from).version())) {
            for (var expected : entries.subList(from + 1, entries.size())) {
                var event = again.next();
                while (type(event).equals("BOOKMARK")) {
                    event = again.next();
                }
                assertThat(new WatchLog.Entry(type(event), event.path("object")))
                        .as("resumed after event " + from + ", seed " + seed)
                        .isEqualTo(expected);
            }
        }
    }

    private static String type(JsonNode event) {
        return event.path("type").asText();
    }

    @Override
    public void close() {
        watch.close();
    }
}
