package dev.hanse.app;

import dev.hanse.apiserver.ServerHandle;
import dev.hanse.apiserver.authn.AdminTokens;
import dev.hanse.app.kubeconfig.Kubeconfig;
import java.nio.file.Path;

/// The kubeconfig of the administrator, with the clusters, users and contexts that kcp writes.
final class AdminKubeconfig {

    static final String KCP_ADMIN = "kcp-admin";
    static final String SHARD_ADMIN = "shard-admin";

    private AdminKubeconfig() {}

    static void write(Path file, ServerHandle server, AdminTokens tokens) {
        var base = server.externalUrl().toString();
        new Kubeconfig(server.certificateAuthority())
                .cluster("root", base + "/clusters/root")
                .cluster("base", base)
                .cluster("system:admin", base + "/clusters/system:admin")
                .user(KCP_ADMIN, tokens.kcpAdmin())
                .user(SHARD_ADMIN, tokens.shardAdmin())
                .context("root", "root", KCP_ADMIN)
                .context("base", "base", KCP_ADMIN)
                .context("system:admin", "system:admin", SHARD_ADMIN)
                .context("shard-base", "base", SHARD_ADMIN)
                .current("root")
                .write(file);
    }
}
