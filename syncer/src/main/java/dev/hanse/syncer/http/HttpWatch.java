package dev.hanse.syncer.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient.Watch;
import dev.hanse.machinery.client.ObjectClient.WatchHandler;
import dev.hanse.machinery.client.WatchEvent;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One open watch: a virtual thread that reads events and hands them on, and another that closes
/// the stream when the server should long have ended it, for then the connection is dead.
final class HttpWatch implements Watch {

    private static final Logger log = LoggerFactory.getLogger(HttpWatch.class);
    private static final Duration GRACE = Duration.ofSeconds(15);

    private final InputStream stream;
    private final WatchHandler events;
    private volatile boolean closed;

    private HttpWatch(InputStream stream, WatchHandler events) {
        this.stream = stream;
        this.events = events;
    }

    static HttpWatch start(InputStream stream, WatchHandler events, int seconds) {
        var watch = new HttpWatch(stream, events);
        var reader = Thread.ofVirtual().name("watch").start(watch::read);
        var patience = Duration.ofSeconds(seconds).plus(GRACE);
        Thread.ofVirtual().name("watch-guard").start(() -> watch.guard(reader, patience));
        return watch;
    }

    @Override
    public void close() {
        closed = true;
        try {
            stream.close();
        } catch (IOException e) {
            log.atDebug().addKeyValue("error", e.getMessage()).log("closing a watch failed");
        }
    }

    private void guard(Thread reader, Duration patience) {
        try {
            if (!reader.join(patience)) {
                close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        var end = Status.failure(504, "Timeout", "the watch was ended by the server");
        try (var lines =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                var event = event(Connection.parse(line));
                if (event instanceof WatchEvent.Ended(var status)) {
                    end = status;
                    break;
                }
                if (event != null) {
                    events.on(event);
                }
            }
        } catch (IOException | ApiException e) {
            end = Status.failure(503, "ServiceUnavailable", "the watch broke: " + e.getMessage());
        }
        if (!closed) {
            close();
        }
        events.on(new WatchEvent.Ended(end));
    }

    /// What a line says, or null for types of events this client does not know.
    private static @Nullable WatchEvent event(JsonNode line) {
        var json = line.path("object");
        var object = new KubeObject((ObjectNode) json);
        return switch (line.path("type").asText()) {
            case "ADDED" -> new WatchEvent.Added(object);
            case "MODIFIED" -> new WatchEvent.Modified(object);
            case "DELETED" -> new WatchEvent.Deleted(object);
            case "BOOKMARK" -> new WatchEvent.Bookmark(object.resourceVersion());
            case "ERROR" -> new WatchEvent.Ended(Status.fromJson(json, 500));
            default -> null;
        };
    }
}
