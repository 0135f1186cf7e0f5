package dev.hanse.machinery.codec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.status.Status;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// YAML in and out, as far as it says the same as JSON.
///
/// Plain words are typed by YAML 1.2's core schema: `yes`, `on` and `0777` are not what YAML 1.1
/// makes of them, and `<<` does not merge. Kubernetes' Go libraries still read 1.1, so writing
/// quotes every string that either version would take for something else.
public final class Yaml {

    private Yaml() {}

    /// Reads the only document, or null when there is none.
    ///
    /// @throws ApiException 400 if `text` is anything else
    public static JsonNode parse(String text) {
        return parseReportingDuplicates(text).tree();
    }

    /// Reads one document of UTF-8 text.
    ///
    /// @throws ApiException 400 if `bytes` are anything else
    public static JsonNode parse(byte[] bytes) {
        return parse(new String(bytes, StandardCharsets.UTF_8));
    }

    /// Reads one document and says which fields occur twice, as [Json#parseReportingDuplicates]
    /// does.
    ///
    /// @throws ApiException 400 if `text` is anything else
    public static Json.Parsed parseReportingDuplicates(String text) {
        var documents = read(text).documents();
        return switch (documents.size()) {
            case 0 -> Json.parseReportingDuplicates("null".getBytes(StandardCharsets.US_ASCII));
            case 1 -> documents.getFirst();
            default -> throw ApiException.badRequest("expected a single YAML document");
        };
    }

    /// What strict readers say of keys that occur twice, in Go's words and with their lines; empty
    /// when there are none.
    ///
    /// @throws ApiException 400 if `text` is not YAML
    public static List<String> repeatedKeys(String text) {
        return read(text).repeatedKeys();
    }

    /// Reads every document of a stream; empty ones are left out, as kubectl does.
    ///
    /// @throws ApiException 400 if `text` is not YAML; its cause says exactly where, and shows it
    public static List<JsonNode> parseAll(String text) {
        return read(text).documents().stream()
                .map(Json.Parsed::tree)
                .filter(each -> !each.isNull())
                .toList();
    }

    /// One document in block style, fields sorted by name.
    public static String write(JsonNode tree) {
        return new YamlTreeWriter().write(tree);
    }

    private record Stream(List<Json.Parsed> documents, List<String> repeatedKeys) {}

    private static Stream read(String text) {
        var settings =
                LoadSettings.builder()
                        .setSchema(new CoreSchema())
                        .setCodePointLimit(Integer.MAX_VALUE)
                        .build();
        var found = new ArrayList<Json.Parsed>();
        try {
            var events = new Parse(settings).parseString(text).iterator();
            var resolver = settings.getSchema().getScalarResolver();
            var reader = new YamlTreeReader(events, resolver);
            while (reader.hasDocument()) {
                found.add(reader.readDocument());
            }
            return new Stream(found, reader.repeatedKeys());
        } catch (YamlEngineException e) {
            var problem = Status.failure(400, "BadRequest", GoYaml.problem(e));
            throw new ApiException(problem, null, e);
        }
    }
}
