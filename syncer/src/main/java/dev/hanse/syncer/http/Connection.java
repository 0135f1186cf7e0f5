package dev.hanse.syncer.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.codec.Json;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests to one API server with the credentials of a kubeconfig context. Thread-safe; blocking.
///
/// HTTP/1.1 on purpose: every watch has a connection of its own, so a watch that is read slowly
/// cannot hold up a heartbeat.
public final class Connection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Path file;
    private final @Nullable String context;
    private final ExecutorService threads;
    private volatile Session session;

    private Connection(Path file, @Nullable String context, ExecutorService threads)
            throws IOException, GeneralSecurityException {
        this.file = file;
        this.context = context;
        this.threads = threads;
        this.session = Session.read(file, context, threads);
    }

    /// Reads a kubeconfig; certificates and tokens may be inline, in files or from a command. It is
    /// read again when the server does not accept the credentials and the file has changed.
    ///
    /// @param context null for the current one
    /// @throws IllegalArgumentException if the file or its certificates cannot be used
    public static Connection fromKubeconfig(Path file, @Nullable String context) {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            return new Connection(file, context, threads);
        } catch (IOException | GeneralSecurityException e) {
            threads.close();
            throw new IllegalArgumentException("cannot use kubeconfig " + file, e);
        }
    }

    /// The server of the context, without a slash at the end.
    public URI server() {
        return session.server();
    }

    /// What the server's certificate is verified with, PEM.
    ///
    /// @throws IllegalArgumentException if the kubeconfig names none
    public String certificateAuthority() {
        return session.certificateAuthority();
    }

    /// Sends a request and reads the whole answer.
    ///
    /// @param mediaType of `body`; ignored without one
    /// @throws ApiException with the server's Status, or 503 if there is no answer
    public JsonNode send(String method, URI uri, @Nullable JsonNode body, String mediaType) {
        return answer(
                uri,
                request -> {
                    if (body == null) {
                        request.method(method, BodyPublishers.noBody());
                    } else {
                        request.header("Content-Type", mediaType)
                                .method(method, BodyPublishers.ofString(body.toString()));
                    }
                });
    }

    /// Reads what is at `uri` in another form than plain JSON objects, such as a Table.
    ///
    /// @param accept the media types wanted, all of them JSON
    /// @throws ApiException with the server's Status, or 503 if there is no answer
    public JsonNode get(URI uri, String accept) {
        return answer(uri, request -> request.setHeader("Accept", accept).GET());
    }

    private JsonNode answer(URI uri, Consumer<HttpRequest.Builder> content) {
        var response = exchange(uri, content, BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() >= 300) {
            throw failure(response.statusCode(), response.body());
        }
        return parse(response.body());
    }

    /// Opens a stream, such as a watch: one JSON document a line.
    ///
    /// @throws ApiException with the server's Status, or 503 if there is no answer
    public InputStream open(URI uri) {
        var response = exchange(uri, HttpRequest.Builder::GET, BodyHandlers.ofInputStream());
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
        session.http().shutdownNow();
        threads.shutdownNow();
    }

    private <T> HttpResponse<T> exchange(
            URI uri, Consumer<HttpRequest.Builder> content, HttpResponse.BodyHandler<T> body) {
        var current = session;
        var response = exchange(current, uri, content, body);
        return response.statusCode() == 401 && renew(current)
                ? exchange(session, uri, content, body)
                : response;
    }

    private static <T> HttpResponse<T> exchange(
            Session session,
            URI uri,
            Consumer<HttpRequest.Builder> content,
            HttpResponse.BodyHandler<T> body) {
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(ANSWER)
                        .header("Accept", "application/json")
                        .header("User-Agent", "hanse-syncer");
        session.authorization().ifPresent(value -> request.header("Authorization", value));
        content.accept(request);
        try {
            return session.http().send(request.build(), body);
        } catch (IOException e) {
            throw unreachable(uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(uri, e);
        }
    }

    /// Reads the file again if it is not the one that was refused.
    ///
    /// @return whether there are other credentials to try
    private boolean renew(Session refused) {
        try {
            if (session.equals(refused) && !refused.isOf(Files.getLastModifiedTime(file))) {
                session = Session.read(file, context, threads);
                // Its open watches live on; they are not touched.
                refused.http().shutdown();
                log.atInfo().addKeyValue("file", file).log("read new credentials");
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            log.atWarn()
                    .addKeyValue("file", file)
                    .addKeyValue("error", e.getMessage())
                    .log("cannot read new credentials");
        }
        return !session.equals(refused);
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
