package dev.hanse.app.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hanse.machinery.codec.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/// A kubeconfig file in the making.
public final class Kubeconfig {

    private final ObjectNode config = JsonNodeFactory.instance.objectNode();
    private final String authorityData;

    /// @param certificateAuthority PEM
    public Kubeconfig(String certificateAuthority) {
        this.authorityData =
                Base64.getEncoder()
                        .encodeToString(certificateAuthority.getBytes(StandardCharsets.UTF_8));
        config.put("apiVersion", "v1").put("kind", "Config");
        config.putObject("preferences");
        for (var list : new String[] {"clusters", "users", "contexts"}) {
            config.putArray(list);
        }
    }

    public Kubeconfig cluster(String name, String server) {
        var entry = config.withArray("clusters").addObject().put("name", name);
        entry.putObject("cluster")
                .put("server", server)
                .put("certificate-authority-data", authorityData);
        return this;
    }

    public Kubeconfig user(String name, String token) {
        var entry = config.withArray("users").addObject().put("name", name);
        entry.putObject("user").put("token", token);
        return this;
    }

    public Kubeconfig context(String name, String cluster, String user) {
        var entry = config.withArray("contexts").addObject().put("name", name);
        entry.putObject("context").put("cluster", cluster).put("user", user);
        return this;
    }

    public Kubeconfig current(String context) {
        config.put("current-context", context);
        return this;
    }

    /// Writes the whole file at once, readable by its owner only: who finds it finds it complete.
    public void write(Path file) {
        try {
            var directory = file.toAbsolutePath().getParent();
            Files.createDirectories(directory);
            var temporary =
                    Files.createTempFile(
                            directory,
                            ".kubeconfig",
                            "",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(temporary, Yaml.write(config));
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// Whether an existing file has a context of that name.
    public static boolean hasContext(Path file, String name) {
        try {
            for (JsonNode each : Yaml.parse(Files.readString(file)).path("contexts")) {
                if (each.path("name").asText().equals(name)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /// The token of a user in an existing file, or the empty string.
    public static String token(Path file, String user) {
        try {
            if (!Files.exists(file)) {
                return "";
            }
            for (JsonNode each : Yaml.parse(Files.readString(file)).path("users")) {
                if (each.path("name").asText().equals(user)) {
                    return each.path("user").path("token").asText();
                }
            }
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
