package dev.hanse.kinds.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Reads the overlay's YAML as JSON.
final class OverlayYaml {
    private OverlayYaml() {}

    static JsonNode read(Path file) throws IOException {
        var settings = LoadSettings.builder().setLabel(file.toString()).build();
        return new ObjectMapper()
                .valueToTree(new Load(settings).loadFromString(Files.readString(file)));
    }
}
