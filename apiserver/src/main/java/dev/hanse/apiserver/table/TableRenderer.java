package dev.hanse.apiserver.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.apiserver.catalog.Column;
import dev.hanse.apiserver.catalog.ServedResource;
import dev.hanse.machinery.object.KubeObject;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Renders objects as a `meta.k8s.io Table`. Thread-safe.
public final class TableRenderer {

    private static final Logger log = LoggerFactory.getLogger(TableRenderer.class);

    private final String apiVersion;

    /// @param apiVersion `meta.k8s.io/v1`, or the beta, which is the same
    public TableRenderer(String apiVersion) {
        this.apiVersion = apiVersion;
    }

    /// @param items at the version of `resource`
    /// @param listMetadata of the list the items come from; for a single object or a watch event,
    ///   what [#metadataOf] says
    public ObjectNode table(
            ServedResource resource,
            List<KubeObject> items,
            ObjectNode listMetadata,
            IncludeObject policy) {
        var table = rows(resource, items, listMetadata, policy);
        describe(resource.version().columns(), table.withArray("columnDefinitions"));
        return table;
    }

    /// A table without column definitions: what a watch sends after its first event.
    public ObjectNode rows(
            ServedResource resource,
            List<KubeObject> items,
            ObjectNode listMetadata,
            IncludeObject policy) {
        var table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table").put("apiVersion", apiVersion);
        table.set("metadata", listMetadata);
        table.putArray("columnDefinitions");
        var rows = table.putArray("rows");
        for (var item : items) {
            var row = rows.addObject();
            cells(resource, item, row.putArray("cells"));
            switch (policy) {
                case NONE -> row.putNull("object");
                case METADATA -> row.set("object", PartialMetadata.of(item, apiVersion));
                case OBJECT -> row.set("object", item.json());
            }
        }
        return table;
    }

    /// The table's metadata when it shows one object: only its resourceVersion.
    public static ObjectNode metadataOf(KubeObject object) {
        var metadata = JsonNodeFactory.instance.objectNode();
        if (!object.resourceVersion().isEmpty()) {
            metadata.put("resourceVersion", object.resourceVersion());
        }
        return metadata;
    }

    private static void describe(List<Column> columns, ArrayNode definitions) {
        for (var column : columns) {
            definitions
                    .addObject()
                    .put("name", column.name())
                    .put("type", column.type())
                    .put("format", column.format())
                    .put("description", column.description())
                    .put("priority", column.priority());
        }
    }

    private static void cells(ServedResource resource, KubeObject item, ArrayNode cells) {
        for (var column : resource.version().columns()) {
            cells.add(cell(resource, column, item));
        }
    }

    /// One odd object must not make a list unreadable: a cell that cannot be computed stays empty.
    private static JsonNode cell(ServedResource resource, Column column, KubeObject item) {
        try {
            return column.cell().apply(item);
        } catch (RuntimeException e) {
            log.atWarn()
                    .setCause(e)
                    .addKeyValue("resource", resource.definition().groupResource())
                    .addKeyValue("column", column.name())
                    .addKeyValue("name", item.name())
                    .log("a table cell cannot be printed");
            return NullNode.instance;
        }
    }
}
