package dev.hanse.it.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.it.Api;
import dev.hanse.it.ControlPlaneTest;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What typed clients of Kubernetes read, byte by byte.
class ProtobufAnswersTest extends ControlPlaneTest {

    private static final String PROTOBUF = "application/vnd.kubernetes.protobuf";
    private static final String PARTIAL = ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1";
    private static final String CONFIG_MAPS = "/api/v1/namespaces/default/configmaps";
    private static final String WIDGETS = "/apis/example.org/v1/widgets";

    private Api api;

    @BeforeAll
    void createWorkspace() {
        api = plane.workspaceOf("alice", "answers").api();
        api.post(
                        "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
                        """
                        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition",
                         "metadata":{"name":"widgets.example.org"},
                         "spec":{"group":"example.org","scope":"Cluster",
                          "names":{"plural":"widgets","kind":"Widget"},
                          "versions":[{"name":"v1","served":true,"storage":true,
                           "schema":{"openAPIV3Schema":{"type":"object"}}}]}}
                        """)
                .expect(201);
        api.post(
                        WIDGETS,
                        """
                        {"apiVersion":"example.org/v1","kind":"Widget","metadata":{"name":"w"}}
                        """)
                .expect(201);
    }

    private HttpResponse<byte[]> get(String path, String... headers) {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create(api.base() + path))
                            .timeout(Duration.ofSeconds(30))
                            .header("Authorization", "Bearer " + api.token())
                            .headers(headers)
                            .build();
            return api.http().send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// One char for each byte, so that texts in messages can be looked for.
    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// Magic, and the envelope's first field, which holds apiVersion and kind.
    private static String envelope(String apiVersion, String kind) {
        return "k8s\0\n"
                + (char) (apiVersion.length() + kind.length() + 4)
                + "\n"
                + (char) apiVersion.length()
                + apiVersion
                + "\u0012"
                + (char) kind.length()
                + kind
                + "\u0012";
    }

    private static String contentType(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    private void create(String name, String data) {
        api.post(
                        CONFIG_MAPS,
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\""
                                + name
                                + "\",\"labels\":{\"of\":\""
                                + name
                                + "\"}},\"data\":{\"k\":\""
                                + data
                                + "\"}}")
                .expect(201);
    }

    @Test
    void objectsAndListsHaveTheirEnvelope() {
        create("one", "v");

        var one = get(CONFIG_MAPS + "/one", "Accept", PROTOBUF);
        var list = get(CONFIG_MAPS + "?labelSelector=of%3Done", "Accept", PROTOBUF);

        assertThat(one.statusCode()).isEqualTo(200);
        assertThat(contentType(one)).isEqualTo(PROTOBUF);
        assertThat(latin(one.body()))
                .startsWith(envelope("v1", "ConfigMap"))
                // metadata begins with the name, and generateName is there although it is empty
                .contains("\n\u0003one\u0012\0")
                // data is field 2: an entry of k and v
                .contains("\u0012\u0006\n\u0001k\u0012\u0001v")
                .endsWith("\u001a\0\"\0");
        assertThat(latin(list.body()))
                .startsWith(envelope("v1", "ConfigMapList"))
                .contains("\n\u0003one\u0012\0")
                .endsWith("\u001a\0\"\0");
    }

    @Test
    void failuresAreStatusInProtobuf() {
        var absent = get(CONFIG_MAPS + "/absent", "Accept", PROTOBUF);

        assertThat(absent.statusCode()).isEqualTo(404);
        assertThat(contentType(absent)).isEqualTo(PROTOBUF);
        assertThat(latin(absent.body()))
                .startsWith(envelope("v1", "Status"))
                .contains("Failure", "configmaps \"absent\" not found", "NotFound");
    }

    @Test
    void watchesAreFramesThatEndTheInitialEventsWithABookmark() throws IOException {
        create("watched", "v");

        var answer =
                get(
                        CONFIG_MAPS
                                + "?watch=true&allowWatchBookmarks=true&sendInitialEvents=true"
                                + "&resourceVersionMatch=NotOlderThan&timeoutSeconds=1"
                                + "&labelSelector=of%3Dwatched",
                        "Accept",
                        PROTOBUF);

        assertThat(contentType(answer)).isEqualTo(PROTOBUF + ";stream=watch");
        var in = new DataInputStream(new ByteArrayInputStream(answer.body()));
        var added = latin(in.readNBytes(in.readInt()));
        assertThat(added).startsWith("\n\u0005ADDED\u0012");
        assertThat(added).contains(envelope("v1", "ConfigMap"), "\n\u0007watched\u0012\0");
        var bookmark = latin(in.readNBytes(in.readInt()));
        assertThat(bookmark).startsWith("\n\u0008BOOKMARK\u0012");
        assertThat(bookmark).contains(envelope("v1", "ConfigMap"), "k8s.io/initial-events-end");
    }

    @Test
    void metadataOfCustomResourcesIsProtobufButTheyAreNot() {
        var partial = get(WIDGETS + "/w", "Accept", PROTOBUF + PARTIAL);
        var either = get(WIDGETS + "/w", "Accept", PROTOBUF + ",application/json");
        var only = get(WIDGETS + "/w", "Accept", PROTOBUF);

        assertThat(latin(partial.body()))
                .startsWith(envelope("meta.k8s.io/v1", "PartialObjectMetadata"))
                .contains("\n\u0001w\u0012\0");
        assertThat(contentType(either)).isEqualTo("application/json");
        assertThat(only.statusCode()).isEqualTo(406);
        assertThat(latin(only.body()))
                .startsWith(envelope("v1", "Status"))
                .contains(
                        "NotAcceptable",
                        "only the following media types are accepted: application/json,"
                                + " application/yaml, application/vnd.kubernetes.protobuf");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/json;q=0.5,application/vnd.kubernetes.protobuf    | 200 | protobuf
                    */*,application/vnd.kubernetes.protobuf                       | 200 | protobuf
                    application/*                                                 | 200 | json
                    application/cbor,application/yaml                             | 200 | yaml
                    application/cbor                                              | 406 | json
                    application/vnd.kubernetes.protobuf;as=Table;g=meta.k8s.io;v=v1 | 406 | json
                    application/json;as=Table;g=meta.k8s.io;v=v1                  | 200 | json
                    application/json;as=Fable;g=meta.k8s.io;v=v1,application/yaml | 200 | yaml
                    """)
    void theBestAcceptedFormatIsServed(String accept, int status, String format) {
        var answer = get("/api/v1/namespaces/default", "Accept", accept);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(contentType(answer)).endsWith(format);
    }

    @Test
    void yamlCannotBeWatched() {
        var answer = get(CONFIG_MAPS + "?watch=true", "Accept", "application/yaml");

        assertThat(answer.statusCode()).isEqualTo(406);
        assertThat(latin(answer.body()))
                .contains(
                        "application/json;stream=watch,"
                                + " application/vnd.kubernetes.protobuf;stream=watch");
    }

    @Test
    void discoveryIsProtobufToo() {
        var aggregated = ";g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

        assertThat(latin(get("/api", "Accept", PROTOBUF).body()))
                .startsWith(envelope("v1", "APIVersions"));
        assertThat(latin(get("/apis", "Accept", PROTOBUF).body()))
                .startsWith(envelope("v1", "APIGroupList"));
        assertThat(latin(get("/api/v1", "Accept", PROTOBUF).body()))
                .startsWith(envelope("v1", "APIResourceList"))
                .contains("configmaps");
        var all = get("/apis", "Accept", PROTOBUF + aggregated);
        assertThat(contentType(all)).isEqualTo(PROTOBUF + aggregated);
        assertThat(latin(all.body()))
                .startsWith(envelope("apidiscovery.k8s.io/v2", "APIGroupDiscoveryList"))
                .contains("widgets");
    }

    @Test
    void largeAnswersAreCompressedForWhoSaysSo() throws IOException {
        create("large", "x".repeat(200_000));

        var plain = get(CONFIG_MAPS + "/large", "Accept", "*/*");
        var packed = get(CONFIG_MAPS + "/large", "Accept-Encoding", "gzip");
        var small = get("/api/v1/namespaces/default", "Accept-Encoding", "gzip");

        assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(small.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(packed.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(packed.headers().allValues("Vary")).contains("Accept-Encoding");
        assertThat(packed.body()).hasSizeLessThan(10_000);
        try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
            assertThat(unpacked.readAllBytes()).isEqualTo(plain.body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/openapi/v2, com.github.proto-openapi.spec.v2",
        "/openapi/v3/apis/example.org/v1, com.github.proto-openapi.spec.v3"
    })
    void openApiIsProtobufForKubectl(String path, String format) {
        var answer = get(path, "Accept", "application/" + format + "@v1.0+protobuf");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(contentType(answer)).isEqualTo("application/" + format + ".v1.0+protobuf");
        // The first field is the version of OpenAPI.
        assertThat(HexFormat.of().formatHex(answer.body(), 0, 2)).isIn("0a03", "0a05");
        assertThat(latin(answer.body())).contains("org.example.v1.Widget");
    }
}
