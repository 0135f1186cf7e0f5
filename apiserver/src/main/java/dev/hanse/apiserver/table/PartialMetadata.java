package dev.hanse.apiserver.table;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.object.KubeObject;
import java.util.List;

/// Objects reduced to their metadata: `meta.k8s.io/v1 PartialObjectMetadata` and its list.
public final class PartialMetadata {

    public static final String KIND = "PartialObjectMetadata";

    private PartialMetadata() {}

    /// @param apiVersion `meta.k8s.io/v1`, or the beta, which is the same
    public static ObjectNode of(KubeObject object, String apiVersion) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", KIND).put("apiVersion", apiVersion);
        json.set("metadata", object.metadata());
        return json;
    }

    public static ObjectNode list(
            List<KubeObject> items, ObjectNode listMetadata, String apiVersion) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("kind", "PartialObjectMetadataList").put("apiVersion", apiVersion);
        json.set("metadata", listMetadata);
        var array = json.putArray("items");
        items.forEach(each -> array.add(of(each, apiVersion)));
        return json;
    }
}
