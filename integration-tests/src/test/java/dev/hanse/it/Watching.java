package dev.hanse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// One open watch, and the events it has brought.
public final class Watching implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final JsonNode END = Answer.parse("{\"type\":\"END\"}");

    private final InputStream body;
    private final int status;
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();

    private Watching(InputStream body, int status) {
        this.body = body;
        this.status = status;
    }

    static Watching open(HttpClient http, HttpRequest request) {
        try {
            var answer = http.send(request, BodyHandlers.ofInputStream());
            var watching = new Watching(answer.body(), answer.statusCode());
            Thread.ofVirtual().name("watch").start(watching::read);
            return watching;
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                events.add(Answer.parse(line));
            }
        } catch (IOException _) {
            // Closed by this side, or cut by the other: either way it has ended.
        } finally {
            events.add(END);
        }
    }

    /// The HTTP status the watch was answered with.
    public int status() {
        return status;
    }

    /// The next event of whatever type; `END` when the server has ended the watch.
    public JsonNode next() {
        try {
            var event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(event).as("no event within " + PATIENCE).isNotNull();
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The object of the next event, which must be of `type`.
    public JsonNode next(String type) {
        var event = next();
        assertThat(event.path("type").asText()).as(event.toString()).isEqualTo(type);
        return event.path("object");
    }

    /// The object of the next event of `type`, with events of other types passed over.
    public JsonNode until(String type) {
        for (var event = next(); ; event = next()) {
            if (event.path("type").asText().equals(type)) {
                return event.path("object");
            }
            assertThat(event).as("waiting for " + type).isNotEqualTo(END);
        }
    }

    /// The next event, as `TYPE name`.
    public String line() {
        var event = next();
        return event.path("type").asText() + " " + event.at("/object/metadata/name").asText();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
