package dev.hanse.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a watch of one collection has told, and whether that can be true: versions only grow, no
/// event comes twice, a bookmark is never ahead of what is still to come, and objects are added
/// before they change and deleted once.
public final class WatchLog {

    /// One event other than a bookmark.
    public record Entry(String type, JsonNode object) {

        long version() {
            return WatchLog.version(object);
        }
    }

    private final Map<String, JsonNode> objects = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private long version;

    /// @param list the answer the watch continues from
    public WatchLog(JsonNode list) {
        version = version(list);
        objects.putAll(byKey(list));
    }

    /// The objects of a list by cluster, namespace and name.
    public static Map<String, JsonNode> byKey(JsonNode list) {
        var byKey = new LinkedHashMap<String, JsonNode>();
        list.path("items").forEach(each -> byKey.put(key(each), bare(each)));
        return byKey;
    }

    public void add(JsonNode event) {
        var type = event.path("type").asText();
        var object = event.path("object");
        long before = version;
        switch (type) {
            case "ADDED" -> {
                assertThat(objects.put(key(object), bare(object))).as("added twice").isNull();
            }
            case "MODIFIED" -> assertSame(objects.put(key(object), bare(object)), object);
            case "DELETED" -> assertSame(objects.remove(key(object)), object);
            case "BOOKMARK" -> {
                version = version(object);
                assertThat(version).as("bookmark").isGreaterThanOrEqualTo(before);
                return;
            }
            default -> throw new AssertionError(event.toString());
        }
        version = version(object);
        assertThat(version).as("version of " + event).isGreaterThan(before);
        entries.add(new Entry(type, object));
    }

    private static void assertSame(@Nullable JsonNode before, JsonNode object) {
        assertThat(before).as("not known: " + object).isNotNull();
        assertThat(object.at("/metadata/uid")).isEqualTo(before.at("/metadata/uid"));
    }

    /// What is there, as far as the watch has told.
    public Map<String, JsonNode> objects() {
        return objects;
    }

    public List<Entry> entries() {
        return entries;
    }

    /// From where the watch can be resumed.
    public long version() {
        return version;
    }

    static long version(JsonNode object) {
        return Long.parseLong(object.at("/metadata/resourceVersion").asText());
    }

    private static String key(JsonNode object) {
        var metadata = object.path("metadata");
        return metadata.at("/annotations/kcp.io~1cluster").asText()
                + "/"
                + metadata.path("namespace").asText()
                + "/"
                + metadata.path("name").asText();
    }

    /// Items of lists do not repeat what kind they are.
    private static JsonNode bare(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        copy.remove("apiVersion");
        copy.remove("kind");
        return copy;
    }
}
