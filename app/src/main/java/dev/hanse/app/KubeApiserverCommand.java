package dev.hanse.app;

import dev.hanse.apiserver.ApiServer;
import dev.hanse.apiserver.ServerConfig;
import dev.hanse.apiserver.ServerFoundation;
import dev.hanse.apiserver.events.EventExpiry;
import dev.hanse.apiserver.read.StoredEvents;
import dev.hanse.apiserver.request.ClusterResolver;
import dev.hanse.app.kubeconfig.Kubeconfig;
import dev.hanse.app.metrics.MetricsExtension;
import dev.hanse.app.storage.StorageExtension;
import dev.hanse.app.storage.StorageOptions;
import dev.hanse.kinds.Profile;
import dev.hanse.machinery.status.ApiException;
import dev.hanse.machinery.tenancy.ClusterName;
import dev.hanse.storage.Storage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hanse kube-apiserver`: one plain Kubernetes API at `/`, for programs that start a
/// kube-apiserver.
@Command(
        name = "kube-apiserver",
        description =
                "Serves the API of one Kubernetes cluster, with kube-apiserver's command line.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  hanse kube-apiserver --cert-dir worker --secure-port 7443 --kubeconfig"
                    + " worker/kubeconfig"
        })
final class KubeApiserverCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(KubeApiserverCommand.class);

    @Option(
            names = "--cert-dir",
            paramLabel = "DIR",
            defaultValue = ".hanse-kube-apiserver",
            description =
                    "apiserver.crt and apiserver.key, made when missing; also the data of the"
                            + " embedded store (default: ${DEFAULT-VALUE}).")
    Path certDir = Path.of(".hanse-kube-apiserver");

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "Write a kubeconfig of an administrator here.")
    @Nullable Path kubeconfig;

    @Mixin ServingOptions serving = new ServingOptions();

    @Mixin LimitOptions limits = new LimitOptions();

    @Mixin StorageOptions storage = new StorageOptions();

    @Mixin ServiceOptions services = new ServiceOptions();

    @Mixin EncryptionOptions encryption = new EncryptionOptions();

    @Option(
            names = "--advertise-address",
            paramLabel = "IP",
            defaultValue = "",
            description =
                    "Where other machines reach this server, published as the endpoints of the"
                            + " service kubernetes (default: the bind address, or one of this"
                            + " machine's).")
    String advertiseAddress = "";

    @Option(
            names = "--service-account-issuer",
            paramLabel = "URL",
            defaultValue = "https://kubernetes.default.svc",
            description = "Issuer of service account tokens (default: ${DEFAULT-VALUE}).")
    String serviceAccountIssuer = "https://kubernetes.default.svc";

    @Option(
            names = "--service-account-key-file",
            paramLabel = "FILE",
            description = "Keys that verify service account tokens.")
    List<Path> serviceAccountKeyFiles = List.of();

    @Option(
            names = "--service-account-signing-key-file",
            paramLabel = "FILE",
            description = "Key that signs service account tokens.")
    @Nullable Path serviceAccountSigningKeyFile;

    @Option(
            names = "--authorization-mode",
            paramLabel = "MODES",
            description = "RBAC is always on; other modes are refused.")
    String authorizationMode = "RBAC";

    @Option(
            names = {
                "--allow-privileged",
                "--disable-admission-plugins",
                "--enable-admission-plugins",
                "--admission-control-config-file",
                "--insecure-port",
                "--storage-backend",
                "--api-audiences",
                "--audit-log-path",
                "--audit-policy-file",
                "--watch-cache",
                "--v"
            },
            paramLabel = "VALUE",
            arity = "0..1",
            hidden = true,
            description = "Accepted for programs that pass it to kube-apiserver; without effect.")
    List<String> withoutEffect = List.of();

    @Option(
            names = "--feature-gates",
            split = ",",
            hidden = true,
            description = "Accepted, without effect.")
    Map<String, String> featureGates = Map.of();

    @Option(
            names = "--runtime-config",
            split = ",",
            hidden = true,
            description = "Accepted, without effect.")
    Map<String, String> runtimeConfig = Map.of();

    @Override
    public Integer call() throws InterruptedException {
        var cluster = start();
        Running.untilStopped(cluster);
        return 0;
    }

    /// Starts the server and returns when it is ready.
    PlainCluster start() {
        checkAuthorizationModes();
        if (!withoutEffect.isEmpty()) {
            log.atDebug().addKeyValue("values", withoutEffect).log("flags without effect");
        }
        serving.check();
        createDirectory();
        var data = encryption.around(indexes -> storage.open(certDir, indexes));
        try {
            return new PlainCluster(data, serve(data));
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    private ApiServer serve(Storage data) {
        var foundation =
                ServerFoundation.lay(
                        config(),
                        data,
                        kubeconfig == null
                                ? ""
                                : Kubeconfig.token(kubeconfig, AdminKubeconfig.SHARD_ADMIN),
                        Clock.systemUTC());
        var server =
                ApiServer.start(
                        foundation,
                        List.of(
                                new StorageExtension(data, foundation.clock()),
                                new MetricsExtension(data),
                                new EventExpiry(
                                        new StoredEvents(data, foundation.form()),
                                        foundation.clock(),
                                        serving.eventTtl())),
                        noOtherClusters());
        if (kubeconfig != null) {
            new Kubeconfig(server.certificateAuthority())
                    .cluster("worker", server.externalUrl().toString())
                    .user(AdminKubeconfig.SHARD_ADMIN, foundation.adminTokens().shardAdmin())
                    .context("worker", "worker", AdminKubeconfig.SHARD_ADMIN)
                    .current("worker")
                    .write(kubeconfig);
        }
        return server;
    }

    private void checkAuthorizationModes() {
        for (var mode : authorizationMode.split(",", -1)) {
            if (!List.of("RBAC", "Node", "AlwaysAllow").contains(mode)) {
                throw new ConfigurationException(
                        "--authorization-mode " + mode + " is not supported");
            }
        }
    }

    private static ClusterResolver noOtherClusters() {
        return _ -> {
            throw ApiException.noSuchPath();
        };
    }

    private void createDirectory() {
        try {
            Files.createDirectories(certDir);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + certDir, e);
        }
    }

    private ServerConfig config() {
        return new ServerConfig(
                certDir,
                serving.bindAddress,
                serving.securePort,
                serving.bindAddress,
                AdvertisedAddress.of(advertiseAddress, serving.bindAddress),
                "apiserver",
                serving.tlsCertFile,
                serving.tlsPrivateKeyFile,
                serving.clientCaFile,
                serving.tokenAuthFile,
                serviceAccountIssuer,
                serviceAccountKeyFiles,
                serviceAccountSigningKeyFile,
                List.of(),
                Profile.KUBERNETES,
                services.ranges(),
                ClusterName.ROOT,
                List.of(),
                limits.read());
    }
}
