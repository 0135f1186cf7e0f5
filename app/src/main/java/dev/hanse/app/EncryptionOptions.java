package dev.hanse.app;

import dev.hanse.apiexports.api.ExportIndexes;
import dev.hanse.apiserver.read.ObjectIndex;
import dev.hanse.apiserver.read.ObjectIndexes;
import dev.hanse.app.encryption.EncryptionConfigFile;
import dev.hanse.app.encryption.EncryptionReloader;
import dev.hanse.app.encryption.StaleRewriter;
import dev.hanse.storage.Index;
import dev.hanse.storage.Storage;
import dev.hanse.storage.encryption.EncryptedStorage;
import dev.hanse.storage.encryption.Encryption;
import dev.hanse.storage.encryption.EncryptionSource;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which objects are encrypted before they are stored, with kube-apiserver's flags.
final class EncryptionOptions {

    private static final String CONFIG = "--encryption-provider-config";
    private static final String RELOAD = "--encryption-provider-config-automatic-reload";
    private static final String REWRITE = "--encryption-rewrite-stale";

    @Option(
            names = CONFIG,
            paramLabel = "FILE",
            description =
                    "Encrypt stored objects as this EncryptionConfiguration"
                            + " (apiserver.config.k8s.io/v1) says.")
    @Nullable Path config;

    @Option(
            names = RELOAD,
            arity = "0..1",
            fallbackValue = "true",
            description = "Follow changes of that file without a restart.")
    boolean automaticReload;

    @Option(
            names = REWRITE,
            arity = "0..1",
            fallbackValue = "true",
            description =
                    "After the start and after each change of that file, write again in the"
                            + " background what is not encrypted with the first key.")
    boolean rewriteStale;

    /// The store that encrypts what goes into the one of `engine`, which opens it with the indexes
    /// it is given; the file is checked before that.
    Storage around(Function<List<Index>, Storage> engine) {
        if (config == null) {
            require(!automaticReload, RELOAD);
            require(!rewriteStale, REWRITE);
            return encrypted(engine, () -> Encryption.NONE);
        }
        var source = new EncryptionReloader(new EncryptionConfigFile(config, new SecureRandom()));
        var storage = encrypted(engine, source);
        var rewriter = new StaleRewriter(storage);
        if (rewriteStale) {
            Thread.ofVirtual().name("encryption-rewrite").start(rewriter);
        }
        if (automaticReload) {
            source.follow(EncryptionReloader.EVERY, rewriteStale ? rewriter : () -> {});
        }
        return storage;
    }

    private static EncryptedStorage encrypted(
            Function<List<Index>, Storage> engine, EncryptionSource source) {
        var indexes = declaredIndexes().map(source::overPlainValues).toList();
        return new EncryptedStorage(engine.apply(indexes), source);
    }

    private static Stream<Index> declaredIndexes() {
        return Stream.concat(
                ObjectIndexes.all().stream(),
                ExportIndexes.all().stream().map(ObjectIndex::declaration));
    }

    private static void require(boolean holds, String option) {
        if (!holds) {
            throw new ConfigurationException(option + " must be set with " + CONFIG);
        }
    }
}
