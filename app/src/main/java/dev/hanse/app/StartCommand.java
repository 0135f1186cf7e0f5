package dev.hanse.app;

import dev.hanse.apiserver.ServerConfig;
import dev.hanse.apiserver.authn.ServiceAccountConfig;
import dev.hanse.apiserver.builtin.network.ServiceRanges;
import dev.hanse.apiserver.outbound.AddressBlock;
import dev.hanse.app.storage.StorageOptions;
import dev.hanse.kinds.Profile;
import dev.hanse.syncer.placement.PlacementControl;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `hanse start`: the control plane, with kcp's flags where kcp has one.
@Command(
        name = "start",
        description = "Runs the control plane until it is interrupted.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Example:",
            "  hanse start --root-directory .hanse &",
            "  kubectl --kubeconfig .hanse/admin.kubeconfig get workspaces"
        })
final class StartCommand implements Callable<Integer> {

    private static final Logger log = LoggerFactory.getLogger(StartCommand.class);

    @Option(
            names = "--root-directory",
            paramLabel = "DIR",
            defaultValue = ".hanse",
            description = "Data, certificates and admin.kubeconfig (default: ${DEFAULT-VALUE}).")
    Path rootDirectory = Path.of(".hanse");

    @Option(
            names = "--kubeconfig-path",
            paramLabel = "FILE",
            description = "Where the kubeconfig goes (default: DIR/admin.kubeconfig).")
    @Nullable Path kubeconfigPath;

    @Option(
            names = "--external-hostname",
            paramLabel = "HOST",
            description = "Name or address that clients use (default: the bind address).")
    @Nullable String externalHostname;

    @Option(
            names = "--shard-name",
            paramLabel = "NAME",
            defaultValue = "root",
            description = "Name of this server's Shard object (default: ${DEFAULT-VALUE}).")
    String shardName = "root";

    @Mixin ServingOptions serving = new ServingOptions();

    @Mixin LimitOptions limits = new LimitOptions();

    @Mixin StorageOptions storage = new StorageOptions();

    @Mixin EncryptionOptions encryption = new EncryptionOptions();

    @Option(
            names = "--service-account-issuer",
            paramLabel = "URL",
            defaultValue = ServiceAccountConfig.DEFAULT_ISSUER,
            description = "Issuer of service account tokens (default: ${DEFAULT-VALUE}).")
    String serviceAccountIssuer = ServiceAccountConfig.DEFAULT_ISSUER;

    @Option(
            names = "--site-grace-period",
            paramLabel = "DURATION",
            defaultValue = "PT40S",
            description =
                    "How long a syncer may be silent before its site is shown as not connected, as"
                            + " an ISO 8601 duration (default: ${DEFAULT-VALUE}).")
    Duration siteGracePeriod = PlacementControl.DEFAULT_GRACE;

    @Option(
            names = "--webhook-allowed-addresses",
            split = ",",
            paramLabel = "CIDR",
            description =
                    "Loopback, link-local or multicast addresses that webhooks of tenants may be"
                            + " at; none by default, because the server is who connects.")
    List<String> webhookAllowedAddresses = List.of();

    @Option(
            names = {
                "--embedded-etcd-directory",
                "--embedded-etcd-client-port",
                "--embedded-etcd-peer-port",
                "--embedded-etcd-wal-size-bytes",
                "--embedded-etcd-quota-backend-bytes",
                "--embedded-etcd-force-new-cluster"
            },
            paramLabel = "VALUE",
            arity = "0..1",
            hidden = true,
            description = "Accepted for kcp's sake and without effect: there is no embedded etcd.")
    List<String> embeddedEtcd = List.of();

    @Option(
            names = "--feature-gates",
            split = ",",
            paramLabel = "GATE=BOOL",
            description = "Accepted for kcp's sake; no gate changes anything yet.")
    Map<String, Boolean> featureGates = Map.of();

    @Override
    public Integer call() throws InterruptedException {
        Running.untilStopped(start());
        return 0;
    }

    /// Starts what the options say, and returns when it is ready.
    ControlPlane start() {
        if (!embeddedEtcd.isEmpty()) {
            log.atWarn().log("--embedded-etcd-* has no effect: there is no embedded etcd");
        }
        serving.check();
        var kubeconfig =
                kubeconfigPath == null ? rootDirectory.resolve("admin.kubeconfig") : kubeconfigPath;
        return ControlPlane.start(
                config(),
                () -> encryption.around(indexes -> storage.open(rootDirectory, indexes)),
                rootDirectory,
                kubeconfig,
                shardName,
                siteGracePeriod,
                serving.eventTtl());
    }

    private ServerConfig config() {
        return new ServerConfig(
                rootDirectory,
                serving.bindAddress,
                serving.securePort,
                externalHostname == null ? serving.bindAddress : externalHostname,
                "",
                "apiserver",
                serving.tlsCertFile,
                serving.tlsPrivateKeyFile,
                serving.clientCaFile,
                serving.tokenAuthFile,
                serviceAccountIssuer,
                List.of(),
                null,
                List.of(),
                Profile.CONTROL_PLANE,
                ServiceRanges.DEFAULT,
                null,
                webhookAddresses(),
                limits.read());
    }

    private List<AddressBlock> webhookAddresses() {
        try {
            return webhookAllowedAddresses.stream().map(AddressBlock::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("--webhook-allowed-addresses: " + e.getMessage());
        }
    }
}
