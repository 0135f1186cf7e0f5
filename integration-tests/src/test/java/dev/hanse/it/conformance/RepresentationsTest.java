package dev.hanse.it.conformance;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.it.Answer;
import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import dev.hanse.it.TestingWorkspace;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The same objects in the forms and over the protocols that clients ask for.
class RepresentationsTest extends ControlPlaneTest {

    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";
    private static final String METADATA =
            "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io";
    private static final String METADATA_LIST =
            "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io";

    private TestingWorkspace workspace;
    private Api api;

    @BeforeAll
    void createWorkspace() {
        workspace = plane.workspaceOf("alice", "forms");
        api = workspace.api();
    }

    /// A namespace with one secret, and the path of its secrets.
    private String secretIn(String namespace) {
        var secrets = workspace.namespace(namespace) + "/secrets";
        create(secrets, "one");
        return secrets;
    }

    private Answer create(String secrets, String name) {
        return api.post(
                        secrets,
                        "{\"metadata\": {\"name\": \"%s\"}, \"stringData\": {\"a\": \"1\"}}"
                                .formatted(name))
                .expect(201);
    }

    @Test
    void tablesCarryAsMuchOfEachObjectAsIsAskedFor() {
        var secrets = secretIn("tables");

        var whole = row(api.get(secrets + "?includeObject=Object", "Accept", TABLE));
        var usual = row(api.get(secrets, "Accept", TABLE));
        var metadata = row(api.get(secrets + "?includeObject=Metadata", "Accept", TABLE));
        var none = row(api.get(secrets + "?includeObject=None", "Accept", TABLE));

        assertThat(whole.at("/object/kind").asText()).isEqualTo("Secret");
        assertThat(whole.at("/object/data/a").asText()).isEqualTo("MQ==");
        assertThat(usual).isEqualTo(metadata);
        assertThat(usual.at("/object/kind").asText()).isEqualTo("PartialObjectMetadata");
        assertThat(usual.at("/object/metadata/uid")).isEqualTo(whole.at("/object/metadata/uid"));
        assertThat(usual.path("object").has("data")).isFalse();
        assertThat(none.path("object").isMissingNode() || none.path("object").isNull()).isTrue();
        assertThat(none.path("cells")).isEqualTo(whole.path("cells"));
        assertThat(
                        api.get(secrets + "?includeObject=All", "Accept", TABLE)
                                .expect(400)
                                .text("/message"))
                .contains("must be 'Metadata', 'Object', 'None', or empty");
    }

    private static JsonNode row(Answer table) {
        assertThat(table.expect(200).text("/kind")).isEqualTo("Table");
        assertThat(table.at("/rows")).hasSize(1);
        return table.at("/rows/0");
    }

    @Test
    void watchesTellOfMetadataOnly() {
        var secrets = secretIn("metadata");
        var version = api.get(secrets).resourceVersion();

        try (var watch =
                api.watch(secrets + "?watch=true&resourceVersion=" + version, "Accept", METADATA)) {
            var created = create(secrets, "two");
            api.delete(secrets + "/two").expect(200);

            for (var type : new String[] {"ADDED", "DELETED"}) {
                var seen = watch.next(type);
                assertThat(seen.path("kind").asText()).isEqualTo("PartialObjectMetadata");
                assertThat(seen.path("apiVersion").asText()).isEqualTo("meta.k8s.io/v1");
                assertThat(seen.at("/metadata/uid").asText())
                        .isEqualTo(created.text("/metadata/uid"));
                assertThat(seen.has("data")).isFalse();
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/json                                        | SecretList",
                "*/*                                                     | SecretList",
                TABLE + "                                                | Table",
                TABLE + ",application/json                               | Table",
                "application/json," + TABLE + "                          | SecretList",
                "application/json;q=0.2," + TABLE + ";q=0.8              | Table",
                TABLE + ";q=0.1,application/json;q=0.9                   | SecretList",
                METADATA_LIST
                        + "                                        | PartialObjectMetadataList",
                "text/html,"
                        + METADATA_LIST
                        + "                         | PartialObjectMetadataList",
                "application/json;as=Table;v=v9;g=meta.k8s.io,*/*;q=0.1  | SecretList"
            })
    void theBestOfSeveralFormsIsChosen(String accepted, String kind) {
        var secrets = "/api/v1/namespaces/default/secrets";

        assertThat(api.get(secrets, "Accept", accepted).expect(200).text("/kind")).isEqualTo(kind);
    }

    @Test
    void whatNobodyServesIsNotAcceptable() {
        api.get("/api/v1/namespaces/default/secrets", "Accept", "text/html").expect(406);
        api.get(
                        "/api/v1/namespaces/default/secrets",
                        "Accept",
                        "application/json;as=Table;v=v9;g=meta.k8s.io")
                .expect(406);
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void watchesWorkOverEveryProtocol(Version protocol) throws Exception {
        var secrets = secretIn("over-" + (protocol == Version.HTTP_2 ? "two" : "one"));

        var answer =
                api.http()
                        .send(
                                request(secrets + "?watch=true").version(protocol).build(),
                                BodyHandlers.ofInputStream());

        assertThat(answer.version()).isEqualTo(protocol);
        try (var lines =
                new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
            var first = Answer.parse(requireNonNull(lines.readLine()));
            create(secrets, "two");
            var second = Answer.parse(requireNonNull(lines.readLine()));
            assertThat(first.at("/object/metadata/name").asText()).isEqualTo("one");
            assertThat(second.at("/object/metadata/name").asText()).isEqualTo("two");
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(api.base() + path))
                .header("Authorization", "Bearer " + api.token());
    }

    @Test
    void watchesWorkOverWebSockets() throws Exception {
        var secrets = secretIn("sockets");
        var messages = new LinkedBlockingQueue<String>();

        var socket = open(secrets + "?watch=true", messages);
        var first = Answer.parse(requireNonNull(messages.poll(15, TimeUnit.SECONDS)));
        var created = create(secrets, "two");
        var second = Answer.parse(requireNonNull(messages.poll(15, TimeUnit.SECONDS)));

        assertThat(first.path("type").asText()).isEqualTo("ADDED");
        assertThat(first.at("/object/metadata/name").asText()).isEqualTo("one");
        assertThat(second.path("object")).isEqualTo(created.json());
        socket.abort();
    }

    @Test
    void whatCannotBeWatchedIsNoWebSocket() {
        assertThatThrownBy(
                        () ->
                                open(
                                        "/api/v1/namespaces/default/nothings?watch=true",
                                        new LinkedBlockingQueue<>()))
                .isInstanceOf(CompletionException.class);
    }

    private WebSocket open(String path, LinkedBlockingQueue<String> messages) {
        var address = URI.create((api.base() + path).replaceFirst("^https", "wss"));
        return api.http()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + api.token())
                .buildAsync(address, new Messages(messages))
                .join();
    }

    /// Puts messages together from their parts.
    private static final class Messages implements WebSocket.Listener {

        private final LinkedBlockingQueue<String> whole;
        private final StringBuilder parts = new StringBuilder();

        Messages(LinkedBlockingQueue<String> whole) {
            this.whole = whole;
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                whole.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    @Test
    void onlyLargeListsAreCompressedAndSayTheSame() throws IOException, InterruptedException {
        var maps = workspace.namespace("large") + "/configmaps";
        for (int i = 0; i < 4; i++) {
            api.post(
                            maps,
                            """
                            {"metadata": {"name": "large-%d"}, "data": {"text": "%s"}}
                            """
                                    .formatted(i, "sand ".repeat(10_000)))
                    .expect(201);
        }

        var packed =
                api.http()
                        .send(
                                request(maps).header("Accept-Encoding", "gzip").build(),
                                BodyHandlers.ofByteArray());
        var plain = api.get(maps).expect(200);
        var small = api.get(maps + "/kube-root-ca.crt", "Accept-Encoding", "gzip").expect(200);

        assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
        assertThat(packed.body().length).isLessThan(plain.text().length() / 20);
        assertThat(plain.header("Content-Encoding")).isEmpty();
        assertThat(small.header("Content-Encoding")).isEmpty();
        var bytes = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
        assertThat(Answer.parse(new String(bytes, StandardCharsets.UTF_8)).path("items"))
                .isEqualTo(plain.json().path("items"));
    }
}
