package dev.hanse.app.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// Where the demo takes place: its directory, its port, its people and its files.
///
/// @param workerKubeconfigs real worker clusters to use instead of stand-ins; empty for stand-ins
record Setting(Path directory, int port, List<Path> workerKubeconfigs) {

    /// The people of the story and the workspace each is at home in.
    enum Person {
        ADMIN("admin", "root", "system:kcp:admin"),
        OPS("ops", "root:infrastructure:sites", ""),
        DBA("dba", "root:providers:databases", ""),
        ALICE("alice", "root:acme:team-a", ""),
        BOB("bob", "root:globex:team-b", "");

        private final String user;
        private final String home;
        private final String group;

        Person(String user, String home, String group) {
            this.user = user;
            this.home = home;
            this.group = group;
        }

        String user() {
            return user;
        }

        String home() {
            return home;
        }

        String token() {
            return "demo-token-of-" + user;
        }

        String tokenLine() {
            var line = token() + "," + user + "," + user;
            return group.isEmpty() ? line : line + ",\"" + group + "\"";
        }
    }

    /// A site: a worker cluster with its place in the world.
    record Site(String name, String kind, String jurisdiction) {
        String labels() {
            return "site=" + kind + ",jurisdiction=" + jurisdiction;
        }
    }

    static final List<Site> SITES =
            List.of(
                    new Site("private-1", "private", "de"),
                    new Site("public-1", "public", "eu"),
                    new Site("edge-1", "edge", "ch"));

    private static final List<String> FILES =
            List.of(
                    "workspaces-root.yaml",
                    "workspace-sites.yaml",
                    "workspace-databases.yaml",
                    "workspace-team-a.yaml",
                    "workspace-team-b.yaml",
                    "owner-sites.yaml",
                    "owner-databases.yaml",
                    "owner-team-a.yaml",
                    "owner-team-b.yaml",
                    "postgresqlinstance.yaml",
                    "export.yaml",
                    "export-access.yaml",
                    "sites-apis.yaml",
                    "locations.yaml",
                    "tenant-apis.yaml",
                    "placements.yaml",
                    "orders-team-a.yaml",
                    "orders-team-b.yaml",
                    "order-later.yaml",
                    "order-invalid.yaml");

    Setting {
        workerKubeconfigs = List.copyOf(workerKubeconfigs);
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    String url() {
        return "https://127.0.0.1:" + port;
    }

    Path controlPlane() {
        return directory.resolve("control-plane");
    }

    Path kubeconfig() {
        return directory.resolve("demo.kubeconfig");
    }

    Path tokens() {
        return directory.resolve("tokens.csv");
    }

    Path logs() {
        return directory.resolve("logs");
    }

    Path log(String process) {
        return logs().resolve(process + ".log");
    }

    /// A file as it is typed in the directory of the demo.
    String shown(Path file) {
        return (file.startsWith(directory) ? directory.relativize(file) : file).toString();
    }

    Path workerDirectory(Site site) {
        return directory.resolve(site.name());
    }

    Path workerKubeconfig(Site site) {
        int index = SITES.indexOf(site);
        return index < workerKubeconfigs.size()
                ? workerKubeconfigs.get(index)
                : workerDirectory(site).resolve("kubeconfig");
    }

    boolean isStandIn(Site site) {
        return SITES.indexOf(site) >= workerKubeconfigs.size();
    }

    Path syncerKubeconfig(Site site) {
        return directory.resolve(site.name() + "-syncer.kubeconfig");
    }

    /// Puts the manifests of the story where commands find them.
    void writeFiles() {
        try {
            Files.createDirectories(directory);
            for (var name : FILES) {
                try (var in =
                        Objects.requireNonNull(Setting.class.getResourceAsStream(name), name)) {
                    Files.write(directory.resolve(name), in.readAllBytes());
                }
            }
            var lines = new StringBuilder();
            for (var person : Person.values()) {
                lines.append(person.tokenLine()).append('\n');
            }
            Files.writeString(tokens(), lines.toString());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + directory, e);
        }
    }

    /// Replaces a word in one of the story's manifests.
    void fillIn(String file, String word, String value) {
        try {
            var path = directory.resolve(file);
            Files.writeString(path, Files.readString(path).replace(word, value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
