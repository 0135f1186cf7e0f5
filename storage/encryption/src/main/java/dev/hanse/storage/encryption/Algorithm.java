package dev.hanse.storage.encryption;

import dev.hanse.storage.Bytes;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;

/// How values are encrypted, by the names of Kubernetes' EncryptionConfiguration.
public enum Algorithm {
    AESGCM,
    AESCBC,
    SECRETBOX;

    /// The name in configuration files and before stored values.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How many bytes a secret may have.
    public List<Integer> secretLengths() {
        return switch (this) {
            case AESGCM, AESCBC -> List.of(16, 24, 32);
            case SECRETBOX -> List.of(SecretboxCipher.SECRET);
        };
    }

    ValueCipher cipher(Bytes secret, SecureRandom random) {
        return switch (this) {
            case AESGCM -> AesCipher.gcm(secret.unsafeArray(), random);
            case AESCBC -> AesCipher.cbc(secret.unsafeArray(), random);
            case SECRETBOX -> new SecretboxCipher(secret.unsafeArray(), random);
        };
    }
}
