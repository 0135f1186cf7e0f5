package dev.hanse.app.encryption;

import dev.hanse.app.encryption.EncryptionConfig.ResourceConfig;
import dev.hanse.machinery.object.GroupResource;
import dev.hanse.machinery.status.FieldError;
import dev.hanse.storage.encryption.Encryption;
import dev.hanse.storage.encryption.Provider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A file with an EncryptionConfiguration.
public final class EncryptionConfigFile {

    private final Path path;
    private final SecureRandom random;

    public EncryptionConfigFile(Path path, SecureRandom random) {
        this.path = path;
        this.random = random;
    }

    /// @throws InvalidEncryptionConfigException if it cannot be read, or is empty
    byte[] content() {
        try {
            var content = Files.readAllBytes(path);
            if (content.length == 0) {
                throw invalid("is empty");
            }
            return content;
        } catch (IOException e) {
            throw invalid("cannot be read: " + e.getClass().getSimpleName());
        }
    }

    /// @throws InvalidEncryptionConfigException if it says something impossible
    Encryption parse(byte[] content) {
        try {
            var config = ConfigDecoder.decode(new String(content, StandardCharsets.UTF_8));
            var errors = validate(config);
            if (!errors.isEmpty()) {
                throw new InvalidEncryptionConfigException(
                        errors.stream()
                                .map(FieldError::toString)
                                .collect(Collectors.joining(", ")));
            }
            return build(config);
        } catch (InvalidEncryptionConfigException e) {
            throw invalid(e.getMessage());
        }
    }

    private InvalidEncryptionConfigException invalid(@Nullable String why) {
        return new InvalidEncryptionConfigException(
                "encryption provider configuration file \"" + path + "\": " + why);
    }

    private static List<FieldError> validate(EncryptionConfig config) {
        if (config.resources().isEmpty()) {
            return List.of(FieldError.required("resources", "at least one resources is required"));
        }
        var errors = new ArrayList<FieldError>();
        for (int i = 0; i < config.resources().size(); i++) {
            validate(config.resources().get(i), "resources[" + i + "]", errors);
        }
        return errors;
    }

    private static void validate(ResourceConfig config, String path, List<FieldError> errors) {
        var resources = path + ".resources";
        if (config.resources().isEmpty()) {
            errors.add(
                    FieldError.required(resources, "at least one " + resources + " is required"));
        }
        errors.addAll(ResourceRules.validate(config.resources(), resources));
        var providers = path + ".providers";
        if (config.providers().isEmpty()) {
            errors.add(
                    FieldError.required(providers, "at least one " + providers + " is required"));
        }
        for (int i = 0; i < config.providers().size(); i++) {
            errors.addAll(
                    ProviderRules.validate(config.providers().get(i), providers + "[" + i + "]"));
        }
    }

    /// A resource that is named again gets the providers of both places, in their order.
    private Encryption build(EncryptionConfig config) {
        var rules = new LinkedHashMap<GroupResource, List<Provider>>();
        for (var each : config.resources()) {
            var providers =
                    each.providers().stream()
                            .flatMap(provider -> ProviderRules.build(provider, random))
                            .toList();
            for (var name : each.resources()) {
                var resource = ResourceRules.parse(name);
                ResourceRules.maskedBy(resource, rules.keySet())
                        .ifPresent(
                                rule -> {
                                    throw new InvalidEncryptionConfigException(
                                            "resource \""
                                                    + ResourceRules.shown(resource)
                                                    + "\" is masked by earlier rule \""
                                                    + rule
                                                    + "\"");
                                });
                rules.computeIfAbsent(resource, _ -> new ArrayList<>()).addAll(providers);
            }
        }
        return new Encryption(rules.entrySet().stream().map(EncryptionConfigFile::rule).toList());
    }

    private static Encryption.Rule rule(Map.Entry<GroupResource, List<Provider>> rule) {
        return new Encryption.Rule(ResourceRules.keys(rule.getKey()).start(), rule.getValue());
    }
}
