package dev.hanse.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.hanse.testkit.TestingAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/// An HTTPS server that answers reviews, for admission or conversion, well or badly. Remembers what
/// it was asked.
public final class TestingWebhook implements AutoCloseable {

    private final HttpsServer server;
    private final ExecutorService threads;
    private final String authority;
    private final ConcurrentLinkedQueue<JsonNode> reviews = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> queries = new ConcurrentLinkedQueue<>();

    /// What the server makes of a request whose body it has read.
    public interface Behaviour {
        void answer(HttpExchange exchange, JsonNode review) throws IOException;
    }

    private TestingWebhook(HttpsServer server, String authority, ExecutorService threads) {
        this.server = server;
        this.authority = authority;
        this.threads = threads;
    }

    /// @param behaviour runs on a thread of its own for each request
    public static TestingWebhook start(Behaviour behaviour) {
        try {
            var directory = Files.createTempDirectory("hanse-webhook-");
            var files = new TestingAuthority("webhook-ca").issue("localhost", directory);
            var authority = Files.readString(files.authority());
            var server =
                    HttpsServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setHttpsConfigurator(
                    new HttpsConfigurator(tls(files.certificate(), files.key())));
            for (var each : List.of(files.authority(), files.certificate(), files.key())) {
                Files.delete(each);
            }
            Files.delete(directory);
            var threads = Executors.newVirtualThreadPerTaskExecutor();
            var webhook = new TestingWebhook(server, authority, threads);
            server.setExecutor(threads);
            server.createContext("/", exchange -> webhook.handle(exchange, behaviour));
            server.start();
            return webhook;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Answers every review with the response that `respond` makes of the request.
    public static TestingWebhook responding(UnaryOperator<JsonNode> respond) {
        return start((exchange, review) -> send(exchange, answer(review, respond)));
    }

    /// Allows everything, after these JSON Patch operations.
    public static TestingWebhook patching(String patch) {
        return responding(_ -> patch(patch));
    }

    /// A response that allows, with a JSON Patch.
    public static ObjectNode patch(String patch) {
        var base64 = Base64.getEncoder().encodeToString(patch.getBytes(StandardCharsets.UTF_8));
        return allowed().put("patchType", "JSONPatch").put("patch", base64);
    }

    public static ObjectNode allowed() {
        return JsonNodeFactory.instance.objectNode().put("allowed", true);
    }

    /// A response that denies.
    ///
    /// @param status a `meta/v1 Status`
    public static ObjectNode denied(String status) {
        var response = JsonNodeFactory.instance.objectNode().put("allowed", false);
        response.set("status", Answer.parse(status));
        return response;
    }

    /// The review that answers `review`.
    public static ObjectNode answer(JsonNode review, UnaryOperator<JsonNode> respond) {
        var answer = JsonNodeFactory.instance.objectNode();
        answer.set("apiVersion", review.path("apiVersion"));
        answer.set("kind", review.path("kind"));
        var response = (ObjectNode) respond.apply(review.path("request"));
        if (!response.has("uid")) {
            response.set("uid", review.at("/request/uid"));
        }
        answer.set("response", response);
        return answer;
    }

    public static void send(HttpExchange exchange, JsonNode json) throws IOException {
        send(exchange, 200, json.toString());
    }

    public static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private void handle(HttpExchange exchange, Behaviour behaviour) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var review = Answer.parse(body);
        reviews.add(review);
        queries.add(String.valueOf(exchange.getRequestURI().getQuery()));
        behaviour.answer(exchange, review);
    }

    /// What it was asked so far, without the envelope.
    public List<JsonNode> requests() {
        return reviews.stream().map(each -> each.path("request")).toList();
    }

    public List<JsonNode> reviews() {
        return List.copyOf(reviews);
    }

    public List<String> queries() {
        return List.copyOf(queries);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public String url() {
        return "https://127.0.0.1:" + port() + "/review";
    }

    /// Who has signed its certificate, as a `caBundle`.
    public String authority() {
        return Base64.getEncoder().encodeToString(authority.getBytes(StandardCharsets.US_ASCII));
    }

    /// A `clientConfig` that leads here.
    public String clientConfig() {
        return "{\"url\": \"" + url() + "\", \"caBundle\": \"" + authority() + "\"}";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static SSLContext tls(Path certificate, Path key) throws IOException {
        try {
            var pem = Files.readString(key).replaceAll("-----[A-Z ]+-----|\\s", "");
            var privateKey =
                    KeyFactory.getInstance("EC")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
            var chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(Files.readAllBytes(certificate)));
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("server", privateKey, new char[0], new Certificate[] {chain});
            var keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, new char[0]);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
