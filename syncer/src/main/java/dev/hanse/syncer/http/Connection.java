package dev.hanse.syncer.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// Requests to one API server with the credentials of a kubeconfig context. Thread-safe; blocking.
///
/// HTTP/1.1 on purpose: every watch has a connection of its own, so a watch that is read slowly
/// cannot hold up a heartbeat.
public final class Connection implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Config config;
    private final HttpClient http;
    private final ExecutorService threads;

    private Connection(Config config, HttpClient http, ExecutorService threads) {
        this.config = config;
        this.http = http;
        this.threads = threads;
    }

    /// Reads a kubeconfig; certificates and tokens may be inline, in files or from a command.
    ///
    /// @param context null for the current one
    /// @throws IllegalArgumentException if the file or its certificates cannot be used
    public static Connection fromKubeconfig(Path file, @Nullable String context) {
        try {
            var config = Config.fromKubeconfig(context, file.toFile());
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            var http =
                    HttpClient.newBuilder()
                            .version(HttpClient.Version.HTTP_1_1)
                            .connectTimeout(CONNECT)
                            .executor(threads)
                            .sslContext(SSLUtils.sslContext(config))
                            .build();
            return new Connection(config, http, threads);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("cannot use kubeconfig " + file, e);
        }
    }

    /// The server of the context, without a slash at the end.
    public URI server() {
        var url = config.getMasterUrl();
        return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    /// What the server's certificate is verified with, PEM.
    ///
    /// @throws IllegalArgumentException if the kubeconfig names none
    public String certificateAuthority() {
        try {
            if (config.getCaCertData() != null) {
                return new String(
                        Base64.getDecoder().decode(config.getCaCertData()), StandardCharsets.UTF_8);
            }
            if (config.getCaCertFile() != null) {
                return Files.readString(Path.of(config.getCaCertFile()));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + config.getCaCertFile(), e);
        }
        throw new IllegalArgumentException("the kubeconfig names no certificate authority");
    }

    /// Sends a request and reads the whole answer.
    ///
    /// @param mediaType of `body`; ignored without one
    /// @throws ApiException with the server's Status, or 503 if there is no answer
    JsonNode send(String method, URI uri, @Nullable JsonNode body, String mediaType) {
        var request = request(uri);
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", mediaType)
                    .method(method, BodyPublishers.ofString(body.toString()));
        }
        var response = exchange(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() >= 300) {
            throw failure(response.statusCode(), response.body());
        }
        return parse(response.body());
    }

    /// Opens a watch: one JSON document a line.
    InputStream open(URI uri) {
        var request = request(uri).GET().build();
        var response = exchange(request, BodyHandlers.ofInputStream());
        if (response.statusCode() < 300) {
            return response.body();
        }
        try (var body = response.body()) {
            var text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            throw failure(response.statusCode(), text);
        } catch (IOException e) {
            throw unreachable(uri, e);
        }
    }

    static JsonNode parse(String text) {
        try {
            return Json.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (ApiException e) {
            throw ApiException.internal("the server's answer is not JSON", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        threads.shutdownNow();
    }

    private HttpRequest.Builder request(URI uri) {
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(ANSWER)
                        .header("Accept", "application/json")
                        .header("User-Agent", "hanse-syncer");
        authorization().ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    private Optional<String> authorization() {
        var provider = config.getOauthTokenProvider();
        var token = provider != null ? provider.getToken() : config.getOauthToken();
        if (token != null && !token.isEmpty()) {
            return Optional.of("Bearer " + token);
        }
        if (config.getAutoOAuthToken() != null && !config.getAutoOAuthToken().isEmpty()) {
            return Optional.of("Bearer " + config.getAutoOAuthToken());
        }
        if (config.getUsername() != null && config.getPassword() != null) {
            var pair = config.getUsername() + ":" + config.getPassword();
            return Optional.of(
                    "Basic "
                            + Base64.getEncoder()
                                    .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
        return Optional.empty();
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request, body);
        } catch (IOException e) {
            throw unreachable(request.uri(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(request.uri(), e);
        }
    }

    private static ApiException failure(int code, String body) {
        if (body.startsWith("{")) {
            return new ApiException(Status.fromJson(parse(body), code));
        }
        return new ApiException(Status.failure(code, "", body.strip()));
    }

    private static ApiException unreachable(URI uri, Exception cause) {
        var status =
                Status.failure(503, "ServiceUnavailable", "no answer from " + uri.getAuthority());
        return new ApiException(status, uri.getPath(), cause);
    }
}
