package dev.hanse.syncer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hanse.machinery.client.ObjectClient.ListOptions;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.client.WatchEvent;
import dev.hanse.machinery.object.KubeObject;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.syncer.api.Resources;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpObjectClientTest {

    private static final ResourceScope SECRETS =
            ResourceScope.in(new ClusterName("anna"), Resources.SECRETS, "default");

    private record Answer(int code, String body) {}

    private final Queue<Answer> answers = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final HttpServer server;
    private final Path kubeconfig;
    private final Connection connection;

    HttpObjectClientTest(@TempDir Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        kubeconfig = folder.resolve("kubeconfig");
        useToken("first", Instant.EPOCH);
        connection = Connection.fromKubeconfig(kubeconfig, null);
    }

    @AfterEach
    void stop() {
        connection.close();
        server.stop(0);
    }

    @Test
    void namesTheClusterWhereThereAreMany() {
        answers.add(new Answer(200, "{\"kind\":\"Secret\",\"metadata\":{\"name\":\"a\"}}"));
        var view = URI.create(connection.server() + "/services/apiexport/p/databases");

        var found = HttpObjectClient.ofClusters(connection, view).get(SECRETS, "a");

        assertThat(found.name()).isEqualTo("a");
        assertThat(requests)
                .containsExactly(
                        "GET /services/apiexport/p/databases/clusters/anna/api/v1/namespaces/default/secrets/a"
                            + " first");
    }

    @Test
    void followsPagesToTheEnd() {
        answers.add(page("a", "next"));
        answers.add(page("b", ""));

        var list = client().list(SECRETS, ListOptions.labelled("app=shop"));

        assertThat(list.items()).extracting(KubeObject::name).containsExactly("a", "b");
        assertThat(list.items()).extracting(KubeObject::kind).containsOnly("Secret");
        assertThat(requests.getLast())
                .contains("labelSelector=app%3Dshop")
                .contains("continue=next");
    }

    @Test
    void tellsWhatTheServerSays() {
        answers.add(
                new Answer(409, "{\"kind\":\"Status\",\"code\":409,\"reason\":\"AlreadyExists\"}"));

        assertThatThrownBy(() -> client().get(SECRETS, "a"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.isAlreadyExists()).isTrue());
    }

    @Test
    void nobodyThereIsUnavailable() {
        server.stop(0);

        assertThatThrownBy(() -> client().get(SECRETS, "a"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(503));
    }

    @Test
    void readsTheKubeconfigAgainWhenItIsRefused() throws IOException {
        answers.add(new Answer(401, "{\"kind\":\"Status\",\"code\":401}"));
        answers.add(new Answer(200, "{\"metadata\":{\"name\":\"a\"}}"));
        useToken("second", Instant.EPOCH.plusSeconds(60));

        client().get(SECRETS, "a");

        assertThat(requests.getFirst()).endsWith(" first");
        assertThat(requests.getLast()).endsWith(" second");
    }

    @Test
    void staysRefusedWhileTheKubeconfigIsTheSame() {
        answers.add(new Answer(401, "{\"kind\":\"Status\",\"code\":401}"));

        assertThatThrownBy(() -> client().get(SECRETS, "a"))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(401));
        assertThat(requests).hasSize(1);
    }

    @Test
    void watchTellsEventsAndWhyItEnded() throws InterruptedException {
        answers.add(
                new Answer(
                        200,
                        """
                        {"type":"ADDED","object":{"metadata":{"name":"a"}}}
                        {"type":"BOOKMARK","object":{"metadata":{"resourceVersion":"7"}}}
                        {"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired"}}
                        """));
        var events = new LinkedBlockingQueue<WatchEvent>();

        try (var _ = client().watch(SECRETS, ListOptions.ALL, "5", events::add)) {
            assertThat(events.poll(10, TimeUnit.SECONDS)).isInstanceOf(WatchEvent.Added.class);
            assertThat(events.poll(10, TimeUnit.SECONDS)).isEqualTo(new WatchEvent.Bookmark("7"));
            assertThat(events.poll(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            WatchEvent.Ended.class,
                            it -> assertThat(it.status().code()).isEqualTo(410));
        }
    }

    private HttpObjectClient client() {
        return HttpObjectClient.ofCluster(connection, connection.server());
    }

    private static Answer page(String name, String next) {
        return new Answer(
                200,
                "{\"kind\":\"SecretList\",\"apiVersion\":\"v1\",\"metadata\":{\"continue\":\""
                        + next
                        + "\",\"resourceVersion\":\"5\"},\"items\":[{\"metadata\":{\"name\":\""
                        + name
                        + "\"}}]}");
    }

    private void useToken(String token, Instant written) throws IOException {
        Files.writeString(
                kubeconfig,
                """
                apiVersion: v1
                kind: Config
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: me, user: {token: %s}}]
                """
                        .formatted(server.getAddress().getPort(), token));
        Files.setLastModifiedTime(kubeconfig, FileTime.from(written));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var token = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(
                    exchange.getRequestMethod()
                            + " "
                            + exchange.getRequestURI()
                            + token.replace("Bearer", ""));
            var answer = answers.remove();
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.code(), body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
