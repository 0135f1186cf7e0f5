package dev.hanse.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Plain HTTP as one user, below one base URL.
///
/// @param token empty for an anonymous caller
public record Api(HttpClient http, URI base, String token) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// The same caller below `/clusters/<cluster>`; `cluster` is a path, a name or `*`.
    public Api in(String cluster) {
        return below("/clusters/" + cluster);
    }

    public Api below(String path) {
        return new Api(http, URI.create(base + path), token);
    }

    /// The same caller at another server address, such as one found in a status field.
    public Api at(String url) {
        return new Api(http, URI.create(url), token);
    }

    public Answer get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    public Answer post(String path, String json, String... headers) {
        return send("POST", path, json, headers);
    }

    public Answer post(String path, JsonNode json) {
        return post(path, json.toString());
    }

    public Answer put(String path, JsonNode json) {
        return send("PUT", path, json.toString());
    }

    public Answer delete(String path, String... headers) {
        return send("DELETE", path, "", headers);
    }

    public Answer deleteWith(String path, String options) {
        return send("DELETE", path, options);
    }

    public Answer mergePatch(String path, String patch) {
        return patch(path, "application/merge-patch+json", patch);
    }

    public Answer patch(String path, String type, String patch) {
        return send("PATCH", path, patch, "Content-Type", type);
    }

    /// @param headers names and values in turn
    public Answer send(String method, String path, String body, String... headers) {
        try {
            var answer =
                    http.send(
                            request(method, path, body, headers).timeout(PATIENCE).build(),
                            BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.headers(), answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// Opens a watch; `path` has the query, `watch=true` included.
    public Watching watch(String path, String... headers) {
        return Watching.open(http, request("GET", path, "", headers).build());
    }

    private HttpRequest.Builder request(
            String method, String path, String body, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        if (!body.isEmpty() && !all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        if (!token.isEmpty()) {
            all.addAll(List.of("Authorization", "Bearer " + token));
        }
        var request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .method(
                                method,
                                body.isEmpty()
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(body));
        if (!all.isEmpty()) {
            request.headers(all.toArray(String[]::new));
        }
        return request;
    }
}
