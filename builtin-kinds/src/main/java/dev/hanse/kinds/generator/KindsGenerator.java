package dev.hanse.kinds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;

/// Writes, for each file of kinds in the overlay, the same facts as JSON and the schemas of those
/// kinds, one file per group version.
///
/// Definitions refer to each other by `$ref`, so that nothing is stored or read twice; the reader
/// resolves them. What every kind needs (ObjectMeta) is in a file of its own.
public final class KindsGenerator {
    private static final List<String> KIND_FILES = List.of("control-plane", "workloads");

    /// What every group version describes, whichever kinds it has.
    private static final List<String> META_TYPES =
            List.of(
                    "ObjectMeta",
                    "ListMeta",
                    "DeleteOptions",
                    "Status",
                    "APIGroup",
                    "APIGroupList",
                    "APIResourceList",
                    "APIVersions",
                    "WatchEvent");

    private static final String METADATA = "V1ObjectMeta";

    private final ObjectMapper json = new ObjectMapper();
    private final Path overlay;
    private final Path output;
    private final FieldFacts facts;
    private final ModelSchemas models;
    private final FieldList zeros;
    private final FieldList values;
    private final GoTypeNames goTypes;
    private final GroupMessages groups;
    private final Messages messages;
    private final OpenApiComponents components;

    private KindsGenerator(Path overlay, Path output) throws IOException {
        this.overlay = overlay;
        this.output = output;
        this.facts =
                FieldFacts.read(
                        KIND_FILES.stream()
                                .map(each -> overlay.resolve("fields/" + each + ".yaml"))
                                .toList());
        this.models = new ModelSchemas(facts);
        this.zeros = FieldList.read(overlay.resolve("zeros.yaml"));
        this.values = FieldList.read(overlay.resolve("values.yaml"));
        this.goTypes = GoTypeNames.read(overlay.resolve("go-types.yaml"));
        this.groups = GroupMessages.read(overlay.resolve("messages.yaml"));
        this.messages = new Messages(groups, zeros, values);
        this.components = new OpenApiComponents(models, values, goTypes);
    }

    /// @param args the overlay's folder and the folder to write to
    public static void main(String[] args) throws IOException {
        new KindsGenerator(Path.of(args[0]), Path.of(args[1])).run();
    }

    private void run() throws IOException {
        Files.createDirectories(output.resolve("schemas"));
        addMetaTypes();
        writeSchemas("metadata", models.closure(METADATA));
        for (var file : KIND_FILES) {
            generate(file);
        }
        write(output.resolve("openapi.json.gz"), components.all());
        facts.requireAllUsed();
        goTypes.requireAllUsed();
        writeMessages();
    }

    private void addMetaTypes() {
        for (var each : META_TYPES) {
            components.add(ClientClasses.message("meta.k8s.io", "v1", each), "V1" + each);
        }
    }

    private void writeMessages() throws IOException {
        messages.addMeta("DeleteOptions", "V1DeleteOptions");
        messages.addMeta("Status", "V1Status");
        messages.addMeta("APIVersions", "V1APIVersions");
        messages.addMeta("APIGroupList", "V1APIGroupList");
        messages.addMeta("APIGroup", "V1APIGroup");
        messages.addMeta("APIResourceList", "V1APIResourceList");
        messages.addUnmodelled("apidiscovery.k8s.io", "v2", "APIGroupDiscoveryList");
        zeros.requireAllUsed();
        values.requireAllUsed();
        Files.createDirectories(output.resolve("protobuf"));
        write(output.resolve("protobuf/messages.json.gz"), messages.table());
    }

    private void generate(String file) throws IOException {
        var kinds = (ArrayNode) OverlayYaml.read(overlay.resolve("kinds/" + file + ".yaml"));
        var modelsByFile = new TreeMap<String, TreeSet<String>>();
        for (var node : kinds) {
            var kind = (ObjectNode) node;
            if (!kind.has("model")) {
                kind.put("model", "V1" + kind.required("kind").textValue());
            }
            var groupVersion =
                    kind.path("group").asText("core") + "." + kind.required("version").textValue();
            var schemas = file + "." + groupVersion;
            kind.put("schemas", schemas);
            var wanted = modelsByFile.computeIfAbsent(schemas, _ -> new TreeSet<>());
            wanted.add(kind.get("model").textValue());
            addMessage(kind, kind.get("model").textValue());
            for (var subresource : kind.path("subresources")) {
                if (subresource.has("model")) {
                    wanted.add(subresource.get("model").textValue());
                    addMessage(subresource.required("kind"), subresource.get("model").textValue());
                }
            }
        }
        json.writeValue(output.resolve(file + ".json").toFile(), kinds);
        for (var entry : modelsByFile.entrySet()) {
            var definitions = new TreeMap<String, ObjectNode>();
            entry.getValue().forEach(each -> definitions.putAll(models.closure(each)));
            models.closure(METADATA).keySet().forEach(definitions::remove);
            writeSchemas(entry.getKey(), definitions);
        }
    }

    private void writeSchemas(String file, SortedMap<String, ObjectNode> definitions)
            throws IOException {
        write(output.resolve("schemas/" + file + ".json.gz"), definitions);
    }

    private void write(Path path, Object value) throws IOException {
        try (var stream = new GZIPOutputStream(Files.newOutputStream(path))) {
            json.writeValue(stream, value);
        }
    }

    private void addMessage(JsonNode json, String model) {
        var group = json.path("group").asText();
        var version = json.required("version").textValue();
        var kind = json.required("kind").textValue();
        messages.add(group, version, kind, model);
        components.add(groups.message(group, version, kind), model);
    }
}
