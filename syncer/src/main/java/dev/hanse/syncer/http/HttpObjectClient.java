package dev.hanse.syncer.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.client.ObjectClient;
import dev.hanse.machinery.client.ResourceScope;
import dev.hanse.machinery.object.KubeObject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// An [ObjectClient] for what lies under one base URL.
///
/// Either the URL stands for one cluster, and the logical cluster in a scope is not looked at; or
/// it spans many (a virtual workspace), and each request says which under `/clusters/`.
public final class HttpObjectClient implements ObjectClient {

    private static final String JSON = "application/json";
    private static final int PAGE = 500;
    // Long enough to be cheap, short enough to notice within minutes that nobody is there.
    private static final int WATCH_SECONDS = 240;

    private final Connection connection;
    private final String base;
    private final boolean manyClusters;

    private HttpObjectClient(Connection connection, String base, boolean manyClusters) {
        this.connection = connection;
        this.base = base;
        this.manyClusters = manyClusters;
    }

    /// A client for the one cluster at `base`.
    public static HttpObjectClient ofCluster(Connection connection, URI base) {
        return new HttpObjectClient(connection, base.toString(), false);
    }

    /// A client for the logical clusters under `base`.
    public static HttpObjectClient ofClusters(Connection connection, URI base) {
        return new HttpObjectClient(connection, base.toString(), true);
    }

    @Override
    public KubeObject get(ResourceScope scope, String name) {
        return object(connection.send("GET", uri(scope, name, null, Map.of()), null, JSON));
    }

    @Override
    public ObjectList list(ResourceScope scope, ListOptions options) {
        var items = new ArrayList<KubeObject>();
        var query = query(options);
        query.put("limit", Integer.toString(PAGE));
        while (true) {
            var page = connection.send("GET", uri(scope, null, null, query), null, JSON);
            var listKind = page.path("kind").asText();
            for (var each : page.path("items")) {
                items.add(item(each, page.path("apiVersion").asText(), listKind));
            }
            var rest = page.at("/metadata/continue").asText();
            if (rest.isEmpty()) {
                return new ObjectList(page.at("/metadata/resourceVersion").asText(), items);
            }
            query.put("continue", rest);
        }
    }

    @Override
    public Watch watch(
            ResourceScope scope, ListOptions options, String resourceVersion, WatchHandler events) {
        var query = query(options);
        query.put("watch", "true");
        query.put("allowWatchBookmarks", "true");
        query.put("resourceVersion", resourceVersion);
        query.put("timeoutSeconds", Integer.toString(WATCH_SECONDS));
        var stream = connection.open(uri(scope, null, null, query));
        return HttpWatch.start(stream, events, WATCH_SECONDS);
    }

    @Override
    public KubeObject create(ResourceScope scope, KubeObject object) {
        var uri = uri(scope, null, null, Map.of());
        return object(connection.send("POST", uri, object.json(), JSON));
    }

    /// Posts to a subresource that answers with something of its own, such as
    /// `serviceaccounts/token`.
    public KubeObject createSubresource(
            ResourceScope scope, String name, String subresource, JsonNode body) {
        return object(connection.send("POST", uri(scope, name, subresource, Map.of()), body, JSON));
    }

    @Override
    public KubeObject update(ResourceScope scope, KubeObject object) {
        var uri = uri(scope, object.name(), null, Map.of());
        return object(connection.send("PUT", uri, object.json(), JSON));
    }

    @Override
    public KubeObject updateStatus(ResourceScope scope, KubeObject object) {
        var uri = uri(scope, object.name(), "status", Map.of());
        return object(connection.send("PUT", uri, object.json(), JSON));
    }

    @Override
    public KubeObject patch(
            ResourceScope scope,
            String name,
            @Nullable String subresource,
            PatchType type,
            JsonNode patch) {
        var uri = uri(scope, name, subresource, Map.of());
        return object(connection.send("PATCH", uri, patch, type.mediaType()));
    }

    @Override
    public KubeObject apply(
            ResourceScope scope,
            String name,
            @Nullable String subresource,
            JsonNode configuration,
            String fieldManager,
            boolean force) {
        var query = Map.of("fieldManager", fieldManager, "force", Boolean.toString(force));
        var uri = uri(scope, name, subresource, query);
        // JSON is YAML; older servers know apply patches only under this media type.
        return object(connection.send("PATCH", uri, configuration, "application/apply-patch+yaml"));
    }

    @Override
    public void delete(ResourceScope scope, String name, DeleteOptions options) {
        connection.send("DELETE", uri(scope, name, null, Map.of()), body(options), JSON);
    }

    @Override
    public void deleteCollection(ResourceScope scope, ListOptions options) {
        connection.send("DELETE", uri(scope, null, null, query(options)), null, JSON);
    }

    private URI uri(
            ResourceScope scope,
            @Nullable String name,
            @Nullable String subresource,
            Map<String, String> query) {
        var resource = scope.resource();
        var path = new StringBuilder(base);
        if (manyClusters) {
            path.append("/clusters/").append(scope.cluster() == null ? "*" : scope.cluster());
        }
        path.append(resource.group().isEmpty() ? "/api/" : "/apis/");
        path.append(resource.groupVersion());
        if (scope.namespace() != null) {
            path.append("/namespaces/").append(scope.namespace());
        }
        path.append('/').append(resource.resource());
        if (name != null) {
            path.append('/').append(encode(name));
        }
        if (subresource != null) {
            path.append('/').append(subresource);
        }
        if (!query.isEmpty()) {
            path.append('?').append(encode(query));
        }
        return URI.create(path.toString());
    }

    private static Map<String, String> query(ListOptions options) {
        var query = new LinkedHashMap<String, String>();
        if (!options.labelSelector().isEmpty()) {
            query.put("labelSelector", options.labelSelector());
        }
        if (!options.fieldSelector().isEmpty()) {
            query.put("fieldSelector", options.fieldSelector());
        }
        return query;
    }

    private static String encode(Map<String, String> query) {
        return query.entrySet().stream()
                .map(each -> each.getKey() + "=" + encode(each.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static ObjectNode body(DeleteOptions options) {
        var body = JsonNodeFactory.instance.objectNode();
        body.put("apiVersion", "v1").put("kind", "DeleteOptions");
        if (!options.uid().isEmpty() || !options.resourceVersion().isEmpty()) {
            var preconditions = body.putObject("preconditions");
            if (!options.uid().isEmpty()) {
                preconditions.put("uid", options.uid());
            }
            if (!options.resourceVersion().isEmpty()) {
                preconditions.put("resourceVersion", options.resourceVersion());
            }
        }
        if (!options.propagationPolicy().isEmpty()) {
            body.put("propagationPolicy", options.propagationPolicy());
        }
        return body;
    }

    /// Items of a list of built-in kinds come without apiVersion and kind.
    private static KubeObject item(JsonNode item, String apiVersion, String listKind) {
        var object = (ObjectNode) item;
        if (!object.has("kind") && listKind.endsWith("List")) {
            object.put("apiVersion", apiVersion);
            object.put("kind", listKind.substring(0, listKind.length() - "List".length()));
        }
        return new KubeObject(object);
    }

    private static KubeObject object(JsonNode json) {
        return new KubeObject((ObjectNode) json);
    }
}
