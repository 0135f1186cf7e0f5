package dev.hanse.app.encryption;

import dev.hanse.storage.encryption.Encryption;
import dev.hanse.storage.encryption.EncryptionSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the file says, followed as it changes. A file that cannot be used changes nothing: the
/// operator is told once, and what was in force stays so until the file is good again.
///
/// Thread-safe. Looks at the content and not at times: a mounted Secret changes by moving links.
public final class EncryptionReloader implements EncryptionSource {

    public static final Duration EVERY = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(EncryptionReloader.class);

    private final EncryptionConfigFile file;
    private volatile Encryption current;
    private volatile @Nullable Thread following;

    /// What was found last, good or bad: a digest, because the content is secret.
    private String seen;

    /// @throws InvalidEncryptionConfigException if the file cannot be used
    public EncryptionReloader(EncryptionConfigFile file) {
        this.file = file;
        var content = file.content();
        this.current = file.parse(content);
        this.seen = digest(content);
    }

    /// Begins to look for changes.
    ///
    /// @param changed run after each change, before the next look
    public void follow(Duration every, Runnable changed) {
        following =
                Thread.ofVirtual()
                        .name("encryption-config")
                        .start(() -> lookUntilInterrupted(every, changed));
    }

    @Override
    public Encryption current() {
        return current;
    }

    private void lookUntilInterrupted(Duration every, Runnable changed) {
        try {
            while (true) {
                Thread.sleep(every);
                if (look()) {
                    changed.run();
                }
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /// Whether another configuration is in force since this look.
    boolean look() {
        byte[] content;
        try {
            content = file.content();
        } catch (InvalidEncryptionConfigException e) {
            if (isNews(String.valueOf(e.getMessage()))) {
                complain(e);
            }
            return false;
        }
        return isNews(digest(content)) && apply(content);
    }

    private boolean apply(byte[] content) {
        try {
            current = file.parse(content);
            log.atInfo().log("encryption provider configuration reloaded");
            return true;
        } catch (InvalidEncryptionConfigException e) {
            complain(e);
            return false;
        }
    }

    private boolean isNews(String found) {
        boolean news = !found.equals(seen);
        seen = found;
        return news;
    }

    private static void complain(InvalidEncryptionConfigException e) {
        log.atError()
                .addKeyValue("error", e.getMessage())
                .log("encryption provider configuration not reloaded, the one before stays");
    }

    private static String digest(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public void close() {
        var thread = following;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
