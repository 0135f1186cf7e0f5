package dev.hanse.app.encryption;

import dev.hanse.storage.encryption.Algorithm;
import java.util.List;

/// A file's content as it was written, not yet checked: `EncryptionConfiguration` of
/// `apiserver.config.k8s.io/v1`.
record EncryptionConfig(List<ResourceConfig> resources) {

    /// @param resources names such as `secrets`, `*.apps`, `*.` and `*.*`
    record ResourceConfig(List<String> resources, List<ProviderConfig> providers) {}

    /// One element of the list of providers; whoever made a mistake wrote none or several.
    record ProviderConfig(List<ChoiceConfig> choices) {}

    sealed interface ChoiceConfig {

        String label();

        record Identity() implements ChoiceConfig {
            @Override
            public String label() {
                return "identity";
            }
        }

        record Kms() implements ChoiceConfig {
            @Override
            public String label() {
                return "kms";
            }
        }

        record Encrypting(Algorithm algorithm, List<KeyConfig> keys) implements ChoiceConfig {
            @Override
            public String label() {
                return algorithm.label();
            }
        }
    }

    /// @param secret in base64
    record KeyConfig(String name, String secret) {
        @Override
        public String toString() {
            return "KeyConfig[name=" + name + ", secret=REDACTED]";
        }
    }
}
