package dev.hanse.app.storage;

import dev.hanse.storage.etcd.EtcdStorageConfig;
import dev.hanse.storage.etcd.EtcdTls;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The etcd that a server keeps its objects in, with kube-apiserver's flags and their rules.
final class EtcdOptions {

    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9_.-]+)*");

    @Option(
            names = "--etcd-servers",
            split = ",",
            paramLabel = "URL",
            description =
                    "Keep objects in the etcd with these members instead of the embedded store; all"
                            + " http or all https.")
    List<URI> servers = List.of();

    @Option(
            names = "--etcd-prefix",
            paramLabel = "PREFIX",
            defaultValue = "",
            description =
                    "What all keys in etcd begin with, such as /registry; servers with the same"
                            + " prefix share one store (default: nothing).")
    String prefix = "";

    @Option(
            names = "--etcd-cafile",
            paramLabel = "FILE",
            description =
                    "Certificates of the authorities to believe about etcd (default: the"
                            + " system's).")
    @Nullable Path authorities;

    @Option(
            names = "--etcd-certfile",
            paramLabel = "FILE",
            description =
                    "Certificate to show to etcd; read again for new connections when it changes.")
    @Nullable Path certificate;

    @Option(names = "--etcd-keyfile", paramLabel = "FILE", description = "Its key.")
    @Nullable Path key;

    boolean isGiven() {
        return !servers.isEmpty();
    }

    /// @throws IllegalArgumentException if the options contradict each other or make no sense
    EtcdStorageConfig config(Path replica) {
        servers.forEach(EtcdOptions::checkEndpoint);
        checkTls();
        return new EtcdStorageConfig(servers, checkedPrefix(), replica)
                .withTls(new EtcdTls(authorities, certificate, key));
    }

    /// @throws IllegalArgumentException if there are options for an etcd that is not there
    void checkAbsent() {
        if (!prefix.isEmpty() || files().findAny().isPresent()) {
            throw new IllegalArgumentException("--etcd-* options need --etcd-servers");
        }
    }

    private static void checkEndpoint(URI server) {
        var scheme = server.getScheme();
        if (!"http".equals(scheme) && !"https".equals(scheme)) {
            throw new IllegalArgumentException(
                    "--etcd-servers " + server + " is no http:// or https:// URL");
        }
        boolean plain =
                server.getHost() != null
                        && server.getUserInfo() == null
                        && server.getQuery() == null
                        && List.of("", "/").contains(server.getPath());
        if (!plain) {
            throw new IllegalArgumentException(
                    "--etcd-servers " + server + " is more or less than a host and a port");
        }
    }

    private void checkTls() {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("--etcd-certfile and --etcd-keyfile go together");
        }
        if (files().findAny().isPresent()
                && servers.stream().anyMatch(server -> "http".equals(server.getScheme()))) {
            throw new IllegalArgumentException(
                    "--etcd-cafile, --etcd-certfile and --etcd-keyfile need https:// members");
        }
        files().filter(file -> !Files.isReadable(file))
                .findFirst()
                .ifPresent(
                        file -> {
                            throw new IllegalArgumentException("cannot read " + file);
                        });
    }

    private Stream<Path> files() {
        return Stream.of(authorities, certificate, key).filter(Objects::nonNull);
    }

    /// Like kube-apiserver, which takes `registry/` for `/registry`.
    private String checkedPrefix() {
        var whole = prefix.isEmpty() || prefix.startsWith("/") ? prefix : "/" + prefix;
        var trimmed = whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
        boolean relative = List.of(trimmed.split("/", -1)).stream().anyMatch(EtcdOptions::isDots);
        if (!PREFIX.matcher(trimmed).matches() || relative) {
            throw new IllegalArgumentException(
                    "--etcd-prefix \"" + prefix + "\" is no path such as /registry");
        }
        return trimmed;
    }

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }
}
