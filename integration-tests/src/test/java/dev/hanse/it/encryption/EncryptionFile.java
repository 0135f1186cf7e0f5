package dev.hanse.it.encryption;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;

/// An EncryptionConfiguration for secrets, as an administrator edits it.
record EncryptionFile(Path path) {

    static final String ONE = key("one");
    static final String TWO = key("two");

    static EncryptionFile create(String... keys) {
        try {
            var file =
                    new EncryptionFile(
                            Files.createTempDirectory("hanse-keys-").resolve("encryption.yaml"));
            file.write(keys);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The first key encrypts, all of them decrypt.
    void write(String... keys) {
        try {
            var next = path.resolveSibling("next.yaml");
            Files.writeString(
                    next,
                    """
                    apiVersion: apiserver.config.k8s.io/v1
                    kind: EncryptionConfiguration
                    resources:
                    - resources: [secrets]
                      providers:
                      - aesgcm: {keys: [%s]}
                      - identity: {}
                    """
                            .formatted(String.join(", ", keys)));
            Files.move(next, path, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The key of that name, as it stands in the file.
    static String key(String name) {
        return "{name: " + name + ", secret: " + secret(name) + "}";
    }

    static String secret(String name) {
        var bytes = (name + "-0123456789abcdefghijklmnopqrstuvwxyz").substring(0, 32);
        return Base64.getEncoder().encodeToString(bytes.getBytes(US_ASCII));
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
            Files.deleteIfExists(path.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
