package dev.hanse.app.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.storage.Bytes;
import dev.hanse.storage.Range;
import dev.hanse.storage.Revision;
import dev.hanse.storage.Txn;
import dev.hanse.storage.embedded.EmbeddedStorage;
import dev.hanse.storage.embedded.EmbeddedStorageConfig;
import dev.hanse.storage.encryption.EncryptedStorage;
import dev.hanse.storage.encryption.Encryption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EncryptionConfigFileTest {

    private static final String SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    private static final String AESGCM = "{aesgcm: {keys: [{name: one, secret: " + SECRET + "}]}}";

    @TempDir Path directory;

    /// The reasons are those of k8s.io/apiserver v0.37.2 for the same files, except where a value
    /// is redacted there too little, and for KMS.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    []                                            | resources: Required value: at least one resources is required
                    [{providers: [{identity: {}}]}]               | resources[0].resources: Required value: at least one resources[0].resources is required
                    [{resources: [secrets]}]                      | resources[0].providers: Required value: at least one resources[0].providers is required
                    [{resources: [secrets], providers: [{}]}]     | resources[0].providers[0]: Invalid value: "REDACTED": provider does not contain any of the expected providers: KMS, AESGCM, AESCBC, Secretbox, Identity
                    [{resources: [secrets], providers: [{aesgcm: {keys: []}}]}] | resources[0].providers[0].aesgcm.keys: Required value: at least one keys is required
                    [{resources: [secrets], providers: [{aesgcm: {keys: [{secret: MDEyMzQ1Njc4OWFiY2RlZg==}]}}]}] | resources[0].providers[0].aesgcm.keys[0].name: Required value: name is a mandatory field for a key
                    [{resources: [secrets], providers: [{aescbc: {keys: [{name: a}]}}]}] | resources[0].providers[0].aescbc.keys[0].secret: Required value: secret is a mandatory field for a key
                    [{resources: [secrets], providers: [{secretbox: {keys: [{name: a, secret: '%%%'}]}}]}] | resources[0].providers[0].secretbox.keys[0].secret: Invalid value: "REDACTED": secrets must be base64 encoded
                    [{resources: [secrets], providers: [{aesgcm: {keys: [{name: a, secret: MDEyMzQ1Njc4OQ==}]}}]}] | resources[0].providers[0].aesgcm.keys[0].secret: Invalid value: "REDACTED": secret is not of the expected length, got 10, expected one of [16 24 32]
                    [{resources: [secrets], providers: [{identity: {}}, {secretbox: {keys: [{name: a, secret: MDEyMzQ1Njc4OWFiY2RlZg==}]}}]}] | resources[0].providers[1].secretbox.keys[0].secret: Invalid value: "REDACTED": secret is not of the expected length, got 16, expected one of [32]
                    [{resources: [secrets], providers: [{identity: {}, aesgcm: {keys: []}}]}] | resources[0].providers[0]: Invalid value: "aesgcm, identity": more than one provider specified in a single element, should split into different list elements
                    [{resources: [secrets], providers: [{kms: {name: a, endpoint: 'unix:///a'}}]}] | resources[0].providers[0].kms: Forbidden: KMS plugins are not supported, use aesgcm or secretbox
                    [{resources: [Secrets], providers: [{identity: {}}]}] | resources[0].resources[0]: Invalid value: "Secrets": resource name should not contain capital letters
                    [{resources: ['*'], providers: [{identity: {}}]}] | resources[0].resources[0]: Invalid value: "*": use '*.' to encrypt all the resources from core API group or *.* to encrypt all resources
                    [{resources: [secrets.*], providers: [{identity: {}}]}] | resources[0].resources[0]: Invalid value: "secrets.*": encrypting the same resource across groups is not supported
                    [{resources: [events.events.k8s.io], providers: [{identity: {}}]}] | resources[0].resources[0]: Invalid value: "events.events.k8s.io": '*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use 'events' instead in the config file
                    [{resources: [ingresses.extensions], providers: [{identity: {}}]}] | resources[0].resources[0]: Invalid value: "ingresses.extensions": 'extensions' group has been removed and cannot be used for encryption
                    [{resources: [serviceipallocations], providers: [{identity: {}}]}] | resources[0].resources[0]: Invalid value: "serviceipallocations": resources which do not have REST API/s cannot be encrypted
                    [{resources: [a/b], providers: [{identity: {}}]}] | resources[0].resources[0]: Invalid value: "a/b": no resource can have this name
                    [{resources: [secrets, secrets], providers: [{identity: {}}]}] | resources[0].resources: Invalid value: ["secrets","secrets"]: the same resource cannot be specified multiple times
                    [{resources: [secrets, '*.'], providers: [{identity: {}}]}] | resources[0].resources: Invalid value: ["secrets","*."]: using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked
                    [{resources: [deployments.apps, '*.*'], providers: [{identity: {}}]}] | resources[0].resources: Invalid value: ["deployments.apps","*.*"]: using overlapping resources such as 'secrets' and '*.' in the same resource list is not allowed as they will be masked
                    [{resources: ['*.apps'], providers: [{identity: {}}]}, {resources: [deployments.apps], providers: [{identity: {}}]}] | resource "deployments.apps" is masked by earlier rule "*.apps"
                    [{resources: ['*.'], providers: [{identity: {}}]}, {resources: [secrets], providers: [{identity: {}}]}] | resource "secrets" is masked by earlier rule "*."
                    [{resources: ['*.*'], providers: [{identity: {}}]}, {resources: ['*.'], providers: [{identity: {}}]}] | resource "*." is masked by earlier rule "*.*"
                    [{resource: [secrets]}]                       | unknown field "resources[0].resource"
                    [{resources: secrets}]                        | resources[0].resources: must be a list
                    [{resources: [1]}]                            | resources[0].resources[0]: must be a string
                    [{resources: [secrets], providers: [{aesgcm: {keys: [{name: a, secret: 1234567890}]}}]}] | resources[0].providers[0].aesgcm.keys[0].secret: must be a string
                    [{resources: [secrets], resources: [secrets]}] | duplicate field "resources[0].resources"
                    {                                             | not YAML, at line 4, column 1
                    """)
    void mistakesAreToldWithTheirPath(String resources, String expected) {
        assertRefused(header() + "resources: " + resources + "\n", expected);
    }

    @Test
    void anotherKindIsRefused() {
        assertRefused(
                "apiVersion: v1\nkind: EncryptionConfiguration\nresources: []\n",
                "apiVersion: must be apiserver.config.k8s.io/v1");
        assertRefused(
                "apiVersion: apiserver.config.k8s.io/v1\nkind: Secret\n",
                "kind: must be EncryptionConfiguration");
        assertRefused("- a\n", "not an object");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        var file = new EncryptionConfigFile(directory.resolve("missing.yaml"), new SecureRandom());

        assertThatExceptionOfType(InvalidEncryptionConfigException.class)
                .isThrownBy(file::content)
                .withMessage(
                        "encryption provider configuration file \""
                                + directory.resolve("missing.yaml")
                                + "\": cannot be read: NoSuchFileException");
    }

    /// Wherever a file is broken, the line with the secret is never shown.
    @Test
    void aMistakeNeverShowsASecret() {
        var whole = header() + "resources: [{resources: [secrets], providers: [" + AESGCM + "]}]\n";
        for (int i = 0; i < whole.length(); i++) {
            for (var wrong : List.of("", "\"", "{", "\t", ": ", "!", "&x", "*y ")) {
                var text = whole.substring(0, i) + wrong + whole.substring(i + 1);
                try {
                    parse(text);
                } catch (InvalidEncryptionConfigException e) {
                    assertThat(e.toString()).doesNotContain(SECRET.substring(10, 20));
                }
            }
        }
        assertThat(new EncryptionConfig.KeyConfig("one", SECRET).toString())
                .isEqualTo("KeyConfig[name=one, secret=REDACTED]");
    }

    @Test
    void resourcesAreEncryptedAsTheFileSays() throws IOException {
        var stored =
                storedBy(
                        """
                        - resources: [secrets, widgets.example.dev]
                          providers: [%s]
                        - resources: [deployments.apps]
                          providers: [{identity: {}}]
                        - resources: ['*.apps']
                          providers: [{secretbox: {keys: [{name: one, secret: %s}]}}]
                        - resources: ['*.']
                          providers: [{aescbc: {keys: [{name: one, secret: %s}]}}]
                        """
                                .formatted(AESGCM, SECRET, SECRET),
                        "core/secrets/c/default/a",
                        "core/configmaps/c/default/a",
                        "example.dev/widgets/customresources/c/a",
                        "example.dev/widgets/0f3a/c/a",
                        "example.dev/widgetsets/customresources/c/a",
                        "apps/deployments/c/default/a",
                        "apps/statefulsets/c/default/a",
                        "batch/jobs/c/default/a");

        assertThat(stored)
                .containsExactly(
                        Map.entry("core/secrets/c/default/a", "aesgcm"),
                        Map.entry("core/configmaps/c/default/a", "aescbc"),
                        Map.entry("example.dev/widgets/customresources/c/a", "aesgcm"),
                        Map.entry("example.dev/widgets/0f3a/c/a", "aesgcm"),
                        Map.entry("example.dev/widgetsets/customresources/c/a", "plain"),
                        Map.entry("apps/deployments/c/default/a", "plain"),
                        Map.entry("apps/statefulsets/c/default/a", "secretbox"),
                        Map.entry("batch/jobs/c/default/a", "plain"));
    }

    @Test
    void aResourceNamedTwiceReadsWithTheProvidersOfBoth() throws IOException {
        var twice =
                """
                - resources: [secrets]
                  providers: [{secretbox: {keys: [{name: one, secret: %s}]}}]
                - resources: [secrets, '*.apps']
                  providers: [{identity: {}}]
                """
                        .formatted(SECRET);

        assertThat(storedBy(twice, "core/secrets/c/default/a", "apps/deployments/c/default/a"))
                .containsExactly(
                        Map.entry("core/secrets/c/default/a", "secretbox"),
                        Map.entry("apps/deployments/c/default/a", "plain"));
    }

    @Test
    void jsonIsReadToo() throws IOException {
        var json =
                """
                {"apiVersion": "apiserver.config.k8s.io/v1", "kind": "EncryptionConfiguration",
                 "resources": [{"resources": ["*.*"], "providers": [{"secretbox": {"keys": [
                   {"name": "one", "secret": "%s"}]}}]}]}
                """
                        .formatted(SECRET);

        assertThat(written(json, "core/secrets/c/default/a"))
                .containsExactly(Map.entry("core/secrets/c/default/a", "secretbox"));
    }

    private Map<String, String> storedBy(String resources, String... keys) throws IOException {
        return written(header() + "resources:\n" + resources, keys);
    }

    /// By which algorithm each key's value is stored.
    private Map<String, String> written(String text, String... keys) throws IOException {
        var encryption = parse(text);
        var stored = new LinkedHashMap<String, String>();
        var engine =
                EmbeddedStorage.open(
                        new EmbeddedStorageConfig(Files.createTempDirectory(directory, "store")));
        try (var storage = new EncryptedStorage(engine, () -> encryption)) {
            for (var each : keys) {
                var key = Bytes.utf8("/registry/" + each);
                storage.commit(Txn.create(key, Bytes.utf8("value")));
                var raw = engine.read(Range.key(key), Revision.NONE, 1).entries().getFirst();
                var value = raw.value().utf8();
                stored.put(each, value.equals("value") ? "plain" : value.split(":", 4)[2]);
            }
        }
        return stored;
    }

    private void assertRefused(String text, String expected) {
        assertThatExceptionOfType(InvalidEncryptionConfigException.class)
                .isThrownBy(() -> parse(text))
                .withMessage(
                        "encryption provider configuration file \"" + path() + "\": " + expected);
    }

    private Encryption parse(String text) {
        return new EncryptionConfigFile(path(), new SecureRandom())
                .parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path path() {
        return directory.resolve("encryption.yaml");
    }

    private static String header() {
        return "apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\n";
    }

    @Test
    void aFoldedSecretIsRead() {
        var folded = SECRET.substring(0, 20) + "\\n" + SECRET.substring(20);
        assertThat(Base64.getDecoder().decode(SECRET)).hasSize(32);

        assertThat(
                        parse(
                                header()
                                        + "resources: [{resources: [secrets], providers:"
                                        + " [{secretbox: {keys: [{name: one, secret: \""
                                        + folded
                                        + "\"}]}}]}]\n"))
                .isNotNull();
    }
}
