package dev.hanse.syncer.http;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// What a kubeconfig said when it was read: the server, how to trust it, and who we are.
///
/// @param modified when the file was written
record Session(Config config, HttpClient http, FileTime modified) {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    /// @param context null for the current one
    static Session read(Path file, @Nullable String context, Executor threads)
            throws IOException, GeneralSecurityException {
        var modified = Files.getLastModifiedTime(file);
        var config = Config.fromKubeconfig(context, file.toFile());
        var http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .executor(threads)
                        .sslContext(SSLUtils.sslContext(config))
                        .build();
        return new Session(config, http, modified);
    }

    boolean isOf(FileTime fileTime) {
        return modified.equals(fileTime);
    }

    URI server() {
        var url = config.getMasterUrl();
        return URI.create(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
    }

    String certificateAuthority() {
        try {
            if (config.getCaCertData() != null) {
                return new String(
                        Base64.getDecoder().decode(config.getCaCertData()), StandardCharsets.UTF_8);
            }
            if (config.getCaCertFile() != null) {
                return Files.readString(Path.of(config.getCaCertFile()));
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + config.getCaCertFile(), e);
        }
        throw new IllegalArgumentException("the kubeconfig names no certificate authority");
    }

    /// The header's value; empty for those who come with a certificate.
    Optional<String> authorization() {
        var provider = config.getOauthTokenProvider();
        var token = provider != null ? provider.getToken() : config.getOauthToken();
        if (token != null && !token.isEmpty()) {
            return Optional.of("Bearer " + token);
        }
        if (config.getAutoOAuthToken() != null && !config.getAutoOAuthToken().isEmpty()) {
            return Optional.of("Bearer " + config.getAutoOAuthToken());
        }
        if (config.getUsername() != null && config.getPassword() != null) {
            var pair = config.getUsername() + ":" + config.getPassword();
            var bytes = pair.getBytes(StandardCharsets.UTF_8);
            return Optional.of("Basic " + Base64.getEncoder().encodeToString(bytes));
        }
        return Optional.empty();
    }
}
