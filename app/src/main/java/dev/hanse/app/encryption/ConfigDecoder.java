package dev.hanse.app.encryption;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.app.encryption.EncryptionConfig.ChoiceConfig;
import dev.hanse.app.encryption.EncryptionConfig.KeyConfig;
import dev.hanse.app.encryption.EncryptionConfig.ProviderConfig;
import dev.hanse.app.encryption.EncryptionConfig.ResourceConfig;
import dev.hanse.machinery.codec.Yaml;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.storage.encryption.Algorithm;
import java.util.ArrayList;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads the file's YAML or JSON strictly: nothing in it may be misspelled or said twice.
final class ConfigDecoder {

    private static final String API_VERSION = "apiserver.config.k8s.io/v1";
    private static final String KIND = "EncryptionConfiguration";
    private static final Pattern POSITION = Pattern.compile("line \\d+, column \\d+");

    private ConfigDecoder() {}

    static EncryptionConfig decode(String text) {
        var file = new StrictFields(parse(text), "", Set.of("apiVersion", "kind", "resources"));
        require(file, "apiVersion", API_VERSION);
        require(file, "kind", KIND);
        return new EncryptionConfig(file.list("resources", ConfigDecoder::resource));
    }

    /// The parser's own words would show the lines around a mistake, and secrets are in them.
    private static JsonNode parse(String text) {
        try {
            var parsed = Yaml.parseReportingDuplicates(text);
            if (!parsed.duplicateFields().isEmpty()) {
                throw new InvalidEncryptionConfigException(
                        "duplicate field \""
                                + StrictFields.shown(parsed.duplicateFields().getFirst())
                                + "\"");
            }
            return parsed.tree();
        } catch (ApiException e) {
            var position = POSITION.matcher(String.valueOf(e.getCause()));
            throw new InvalidEncryptionConfigException(
                    "not YAML" + (position.find() ? ", at " + position.group() : ""));
        }
    }

    private static void require(StrictFields file, String field, String expected) {
        if (!file.text(field).equals(expected)) {
            throw new InvalidEncryptionConfigException(field + ": must be " + expected);
        }
    }

    private static ResourceConfig resource(JsonNode json, String path) {
        var fields = new StrictFields(json, path, Set.of("resources", "providers"));
        return new ResourceConfig(
                fields.list("resources", StrictFields::text),
                fields.list("providers", ConfigDecoder::provider));
    }

    private static ProviderConfig provider(JsonNode json, String path) {
        var fields =
                new StrictFields(
                        json, path, Set.of("aesgcm", "aescbc", "secretbox", "identity", "kms"));
        var choices = new ArrayList<ChoiceConfig>();
        for (var algorithm : Algorithm.values()) {
            if (fields.has(algorithm.label())) {
                choices.add(encrypting(algorithm, fields));
            }
        }
        if (fields.has("identity")) {
            new StrictFields(fields.get("identity"), fields.pathOf("identity"), Set.of());
            choices.add(new ChoiceConfig.Identity());
        }
        if (fields.has("kms")) {
            choices.add(new ChoiceConfig.Kms());
        }
        return new ProviderConfig(choices);
    }

    private static ChoiceConfig encrypting(Algorithm algorithm, StrictFields provider) {
        var label = algorithm.label();
        var fields = new StrictFields(provider.get(label), provider.pathOf(label), Set.of("keys"));
        return new ChoiceConfig.Encrypting(algorithm, fields.list("keys", ConfigDecoder::key));
    }

    private static KeyConfig key(JsonNode json, String path) {
        var fields = new StrictFields(json, path, Set.of("name", "secret"));
        return new KeyConfig(fields.text("name"), fields.text("secret"));
    }
}
