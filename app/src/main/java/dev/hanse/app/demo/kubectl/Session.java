package dev.hanse.app.demo.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.syncer.http.Connection;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One command's dealings with its server.
final class Session implements AutoCloseable {

    private static final String JSON = "application/json";
    private static final String TABLE =
            "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    private static final String APPLY = "application/apply-patch+yaml";
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final String MANAGER = "?fieldManager=kubectl";

    private final Connection connection;
    private final String server;
    private @Nullable OfferedTypes types;

    /// @param server instead of the one of the context; null for that one
    Session(Path kubeconfig, @Nullable String context, @Nullable String server) {
        this.connection = Connection.fromKubeconfig(kubeconfig, context);
        this.server = server == null ? connection.server().toString() : server;
    }

    /// What the server offers, asked once.
    OfferedTypes types() {
        var known = types;
        if (known == null) {
            known = new Discovery(path -> get(path, Discovery.AGGREGATED)).discover();
            types = known;
        }
        return known;
    }

    JsonNode get(String path) {
        return get(path, JSON);
    }

    JsonNode table(String path) {
        return get(path, TABLE);
    }

    private JsonNode get(String path, String accept) {
        return connection.get(uri(path), accept);
    }

    /// Reads a path below the server's address rather than below the workspace's.
    JsonNode getRaw(String path) {
        return connection.get(URI.create(server).resolve(path), JSON);
    }

    JsonNode apply(String path, JsonNode configuration) {
        return connection.send("PATCH", uri(path + MANAGER + "&force=true"), configuration, APPLY);
    }

    JsonNode merge(String path, JsonNode patch) {
        return connection.send("PATCH", uri(path + MANAGER), patch, MERGE_PATCH);
    }

    void delete(String path) {
        connection.send("DELETE", uri(path), null, JSON);
    }

    private URI uri(String path) {
        return URI.create(server + path);
    }

    @Override
    public void close() {
        connection.close();
    }
}
