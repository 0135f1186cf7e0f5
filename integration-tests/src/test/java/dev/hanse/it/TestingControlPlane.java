package dev.hanse.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hanse.app.ControlPlane;
import dev.hanse.testkit.EtcdProcess;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The whole control plane in this process, on a free port and in a directory of its own, with four
/// users: `alice` and `bob` (tenants), `dba` (sells databases) and `ops` (may do nothing special).
public final class TestingControlPlane implements AutoCloseable {

    private static final List<String> USERS = List.of("alice", "bob", "dba", "ops");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path directory;
    private final ControlPlane running;
    private final AutoCloseable storage;
    private final Kubeconfig kubeconfig;
    private final HttpClient http;

    private TestingControlPlane(Path directory, AutoCloseable storage, String... options) {
        this.directory = directory;
        this.storage = storage;
        var all = new ArrayList<>(options(directory));
        all.addAll(List.of(options));
        this.running = ControlPlane.start(all.toArray(String[]::new));
        this.kubeconfig = Kubeconfig.read(directory.resolve("admin.kubeconfig"));
        this.http = kubeconfig.http();
    }

    /// @param options of `hanse start`, besides those that every test needs
    public static TestingControlPlane onEmbeddedStore(String... options) {
        return new TestingControlPlane(newDirectory(), () -> {}, options);
    }

    /// @param options of `hanse start`, besides those that every test needs
    public static TestingControlPlane onEtcd(EtcdProcess etcd, String... options) {
        var all = new ArrayList<>(List.of("--etcd-servers", etcd.endpoint().toString()));
        all.addAll(List.of(options));
        return new TestingControlPlane(newDirectory(), etcd, all.toArray(String[]::new));
    }

    public static TestingControlPlane onEtcd() {
        return onEtcd(EtcdProcess.startNew());
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("hanse-it-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The options of `hanse start` for a server in `directory`; writes the users there.
    public static List<String> options(Path directory) {
        var tokens = directory.resolve("tokens.csv");
        try {
            Files.write(
                    tokens,
                    USERS.stream().map(user -> token(user) + "," + user + "," + user).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.of(
                "--root-directory",
                directory.toString(),
                "--secure-port",
                "0",
                "--token-auth-file",
                tokens.toString());
    }

    private static String token(String user) {
        return user + "-token";
    }

    /// Where the server keeps everything that it keeps on this machine.
    public Path directory() {
        return directory;
    }

    /// The administrator of the federation, subject to every rule.
    public Api admin() {
        return new Api(http, kubeconfig.server(), kubeconfig.token("kcp-admin"));
    }

    /// The operator of the server, in `system:masters`.
    public Api operator() {
        return new Api(http, kubeconfig.server(), kubeconfig.token("shard-admin"));
    }

    public Api anonymous() {
        return new Api(http, kubeconfig.server(), "");
    }

    public Api user(String name) {
        assertThat(USERS).contains(name);
        return new Api(http, kubeconfig.server(), token(name));
    }

    /// The client that most Java programs use, for `api`'s user and place.
    public KubernetesClient fabric8(Api api) {
        Config config =
                new ConfigBuilder(Config.empty())
                        .withMasterUrl(api.base().toString())
                        .withCaCertData(kubeconfig.certificateAuthority())
                        .withOauthToken(api.token())
                        .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /// The contents of a kubeconfig for `api`'s user and place.
    public String kubeconfig(Api api) {
        return kubeconfig.forUser(api);
    }

    /// Creates a workspace as `owner` below `parent`, and returns it when it is ready.
    public TestingWorkspace workspace(Api owner, String parent, String name, String type) {
        var workspaces = "/apis/tenancy.kcp.io/v1alpha1/workspaces";
        var json =
                """
                {"apiVersion": "tenancy.kcp.io/v1alpha1", "kind": "Workspace",
                 "metadata": {"name": "%s"}, "spec": {"type": {"name": "%s", "path": "root"}}}
                """
                        .formatted(name, type);
        owner.in(parent).post(workspaces, json).expect(201);
        await("workspace " + parent + ":" + name)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () ->
                                owner.in(parent)
                                        .get(workspaces + "/" + name)
                                        .text("/status/phase")
                                        .equals("Ready"));
        var ready = owner.in(parent).get(workspaces + "/" + name).json();
        return new TestingWorkspace(parent + ":" + name, ready.at("/spec/cluster").asText(), owner);
    }

    /// A workspace of `user` directly below `root`.
    public TestingWorkspace workspaceOf(String user, String name) {
        letCreateWorkspaces(user);
        return workspace(user(user), "root", name, "organization");
    }

    /// Lets `user` create workspaces in `root` and use every type there.
    private void letCreateWorkspaces(String user) {
        var rbac = admin().in("root");
        var api = "/apis/rbac.authorization.k8s.io/v1/";
        rbac.post(
                api + "clusterroles",
                """
                {"metadata": {"name": "workspace-creator"},
                 "rules": [{"apiGroups": ["tenancy.kcp.io"], "resources": ["workspaces"],
                            "verbs": ["create"]}]}
                """);
        rbac.post(
                api + "clusterrolebindings",
                """
                {"metadata": {"name": "workspace-creator-%1$s"},
                 "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole",
                             "name": "workspace-creator"},
                 "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User",
                               "name": "%1$s"}]}
                """
                        .formatted(user));
    }

    @Override
    public void close() {
        http.shutdownNow();
        running.close();
        try {
            storage.close();
            try (var files = Files.walk(directory)) {
                for (var file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("cannot clean up after a test", e);
        }
    }
}
