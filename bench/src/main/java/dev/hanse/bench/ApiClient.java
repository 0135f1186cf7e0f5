package dev.hanse.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CancellationException;

/// The cheapest client of the API that tells good from bad: it shares two cores with the server.
///
/// Safe for use by many threads.
final class ApiClient implements AutoCloseable {

    static final String JSON = "application/json";
    static final String MERGE_PATCH = "application/merge-patch+json";
    static final String STRATEGIC_MERGE_PATCH = "application/strategic-merge-patch+json";
    static final String JSON_PATCH = "application/json-patch+json";
    static final String APPLY = "application/apply-patch+yaml";

    private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);

    private final URI base;
    private final String token;
    private final HttpClient http;

    ApiClient(URI base, String token, HttpClient.Version version) {
        this.base = base;
        this.token = token;
        this.http =
                HttpClient.newBuilder()
                        .version(version)
                        .sslContext(LoopbackTrust.context())
                        .connectTimeout(REQUEST_LIMIT)
                        .build();
    }

    /// Whether `/readyz` answers 200; a refused connection is just a no.
    boolean isReady() {
        try {
            return http.send(request("/readyz").GET().build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    /// @param accept media types, as in the header of that name
    Answer get(String path, String accept) {
        return send(request(path).header("Accept", accept).GET());
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    Answer post(String path, String body) {
        return send(request(path).header("Content-Type", JSON).POST(BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) {
        return send(request(path).header("Content-Type", JSON).PUT(BodyPublishers.ofString(body)));
    }

    Answer patch(String path, String type, String body) {
        return send(
                request(path)
                        .header("Content-Type", type)
                        .method("PATCH", BodyPublishers.ofString(body)));
    }

    /// Opens a watch and returns when the server has accepted it.
    WatchStream watch(String path, WatchStream.Listener listener) {
        var stream = new WatchStream(listener);
        var answer =
                http.sendAsync(
                        HttpRequest.newBuilder(base.resolve(path))
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        stream.handler());
        stream.awaitOpen(answer, REQUEST_LIMIT);
        return stream;
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(base.resolve(path)).timeout(REQUEST_LIMIT);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), new Body(response.body()));
        } catch (IOException e) {
            return new Answer(0, new Body(String.valueOf(e).getBytes(Body.CHARSET)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
