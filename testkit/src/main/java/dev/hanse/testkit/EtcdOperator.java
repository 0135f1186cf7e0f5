package dev.hanse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;

/// What somebody else does to an etcd behind the back of the program under test, as with etcdctl.
public final class EtcdOperator {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String ROOT = "{\"name\":\"root\",\"password\":\"secret\"}";

    private final URI endpoint;

    EtcdOperator(URI endpoint) {
        this.endpoint = endpoint;
    }

    /// The newest revision of everything in this etcd.
    public long revision() {
        return number("revision", post("/v3/kv/range", "{\"key\":\"AA==\"}"));
    }

    public void put(String key, String value) {
        var _ =
                post(
                        "/v3/kv/put",
                        "{\"key\":\"%s\",\"value\":\"%s\"}".formatted(base64(key), base64(value)));
    }

    /// Compacts, and waits until the space is free for [#defragment] to give back.
    public void compact(long revision) {
        var _ =
                post(
                        "/v3/kv/compaction",
                        "{\"revision\":%d,\"physical\":true}".formatted(revision));
    }

    public void defragment() {
        var _ = post("/v3/maintenance/defragment", "{}");
    }

    /// Ends the alarm that etcd raised when its quota was used up.
    public void disarmNoSpace() {
        var raised = post("/v3/maintenance/alarm", "{\"action\":\"GET\"}");
        var _ =
                post(
                        "/v3/maintenance/alarm",
                        "{\"action\":\"DEACTIVATE\",\"memberID\":%s,\"alarm\":\"NOSPACE\"}"
                                .formatted(text("memberID", raised)));
    }

    /// Lets nobody in any more but users, of whom there is one, the operator.
    public void enableAuthentication() {
        var _ = post("/v3/auth/user/add", ROOT);
        var _ = post("/v3/auth/role/add", "{\"name\":\"root\"}");
        var _ = post("/v3/auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}");
        var _ = post("/v3/auth/enable", "{}");
    }

    public void disableAuthentication() {
        var answer = post("/v3/auth/authenticate", ROOT);
        var token = Pattern.compile("\"token\":\"([^\"]+)\"").matcher(answer);
        if (!token.find()) {
            throw new IllegalStateException("etcd knows no root user: " + answer);
        }
        var _ = post("/v3/auth/disable", "{}", "Authorization", token.group(1));
    }

    boolean isLeader() {
        var status = post("/v3/maintenance/status", "{}");
        return text("leader", status).equals(text("member_id", status));
    }

    private String post(String path, String body) {
        return post(path, body, "Accept", "application/json");
    }

    private String post(String path, String body, String header, String value) {
        var request =
                HttpRequest.newBuilder(endpoint.resolve(path))
                        .timeout(PATIENCE)
                        .header(header, value)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(path + " failed: " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("etcd does not answer " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking etcd", e);
        }
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static long number(String field, String answer) {
        return Long.parseLong(text(field, answer));
    }

    /// The gateway writes 64-bit numbers as strings, and leaves out those that are zero.
    private static String text(String field, String answer) {
        var found = Pattern.compile("\"" + field + "\":\"(\\d+)\"").matcher(answer);
        return found.find() ? found.group(1) : "0";
    }
}
