package dev.hanse.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hanse.machinery.codec.Yaml;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// The kubeconfig that a server wrote, read as a client reads it.
///
/// @param certificateAuthority PEM, in base64
public record Kubeconfig(JsonNode tree, URI server, String certificateAuthority) {

    public static Kubeconfig read(Path file) {
        return read(file, "base");
    }

    public static Kubeconfig read(Path file, String cluster) {
        try {
            var tree = Yaml.parse(Files.readString(file));
            var base = named(tree.path("clusters"), cluster).path("cluster");
            return new Kubeconfig(
                    tree,
                    URI.create(base.path("server").asText()),
                    base.path("certificate-authority-data").asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String token(String user) {
        return named(tree.path("users"), user).at("/user/token").asText();
    }

    /// A kubeconfig for programs: this server, as `api`'s user and at its place.
    public String forUser(Api api) {
        return """
        {"apiVersion": "v1", "kind": "Config", "current-context": "here",
         "clusters": [{"name": "here", "cluster": {
             "server": "%s", "certificate-authority-data": "%s"}}],
         "users": [{"name": "me", "user": {"token": "%s"}}],
         "contexts": [{"name": "here", "context": {"cluster": "here", "user": "me"}}]}
        """
                .formatted(api.base(), certificateAuthority, api.token());
    }

    /// A client that trusts this server and nobody else.
    public HttpClient http() {
        try {
            var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null);
            trusted.setCertificateEntry(
                    "server",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(
                                    new ByteArrayInputStream(
                                            Base64.getDecoder().decode(certificateAuthority))));
            var managers =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            var tls = SSLContext.getInstance("TLS");
            tls.init(null, managers.getTrustManagers(), null);
            return HttpClient.newBuilder().sslContext(tls).build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot trust the server", e);
        }
    }

    private static JsonNode named(JsonNode list, String name) {
        for (var each : list) {
            if (each.path("name").asText().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("no \"" + name + "\" in " + list);
    }
}
